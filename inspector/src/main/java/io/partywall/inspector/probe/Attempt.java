package io.partywall.inspector.probe;

import java.util.List;

/**
 * How one statement ended; what it did is undone with the transaction.
 *
 * @param rows the first column of its rows as text, NULLs left out
 * @param count how many rows it returned or changed
 * @param state the SQLState of its refusal; empty when it worked
 * @param message the first line of its refusal
 */
record Attempt(List<String> rows, int count, String state, String message) {

    boolean worked() {
        return state.isEmpty();
    }

    /** Whether a right or a policy refused it. */
    boolean denied() {
        return state.equals("42501");
    }

    /** Whether it says nothing, since it took too long or met somebody else's lock. */
    boolean undecided() {
        return state.equals("57014") || state.equals("55P03") || state.startsWith("40");
    }

    /** Whether only a unique or foreign key refused it: both are checked after row security let it pass. */
    boolean stoppedByKey() {
        return state.equals("23505") || state.equals("23503") || state.equals("23001") || state.equals("23P01");
    }

    /** The number in its first row; 0 without one. */
    long number() {
        return rows.isEmpty() ? 0 : Long.parseLong(rows.getFirst());
    }

    /** Whether its first row is true. */
    boolean yes() {
        return !rows.isEmpty() && rows.getFirst().equals("t");
    }
}
