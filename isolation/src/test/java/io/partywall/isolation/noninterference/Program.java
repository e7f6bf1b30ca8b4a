package io.partywall.isolation.noninterference;

import java.util.List;

/**
 * What A does.
 *
 * @param begin how its transaction begins; each statement is one of its own where that is {@link #AUTO_COMMIT}
 * @param commits whether the transaction is committed at the end, rather than rolled back
 */
record Program(String begin, boolean commits, List<Step> steps) {

    static final String AUTO_COMMIT = "auto-commit";
    static final List<String> LEVELS = List.of("read committed", "repeatable read", "serializable");

    /** The way that a statement takes through the library. */
    enum Way {
        PLAIN,
        /** Prepared and run once for each list of parameters, so often that the driver prepares it on the server. */
        PREPARED,
        /** Prepared once, and run for each list of parameters. */
        REUSED,
        BATCH,
        GENERATED_KEYS,
        /** Fetched two rows at a time. */
        CURSOR,
        /** By jOOQ, through {@code scope.sql()}. */
        JOOQ,
        /** A savepoint or a setting of the transaction, on which no savepoint is put. */
        CONTROL
    }

    /** @param bindings the parameters of each execution, ints; one empty list where there are none */
    record Step(Way way, Sql sql, List<List<Integer>> bindings) {

        Step(Way way, Sql sql) {
            this(way, sql, List.of(List.of()));
        }

        /** The statement with its last parameters. */
        @Override
        public String toString() {
            String text = sql.toString();
            for (Integer value : bindings.getLast()) {
                text = text.replaceFirst("\\?", value.toString());
            }
            return text + "; -- " + way + (bindings.equals(List.of(List.of())) ? "" : " with " + bindings);
        }
    }

    Program with(List<Step> fewer) {
        return new Program(begin, commits, fewer);
    }
}
