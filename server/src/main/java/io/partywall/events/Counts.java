package io.partywall.events;

/** What became of the facts that were stated, and how many are no longer stated. */
public record Counts(long inserted, long updated, long unchanged, long removed) {

    static final Counts NONE = new Counts(0, 0, 0, 0);

    Counts plus(Counts more) {
        return new Counts(
                inserted + more.inserted, updated + more.updated, unchanged + more.unchanged, removed + more.removed);
    }
}
