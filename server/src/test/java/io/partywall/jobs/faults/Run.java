package io.partywall.jobs.faults;

import java.util.UUID;

/**
 * One call of a handler, as its process told it.
 *
 * @param begin and {@code end} by the machine's monotonic clock; where the process ended before the call did, when that was
 */
record Run(long id, UUID job, int attempt, String worker, long begin, long end, End how) {

    /** How it ended. */
    enum End {
        RETURNED,
        THREW,
        /** With its process. */
        CUT_SHORT
    }

    boolean overlaps(Run later) {
        return begin <= later.begin && later.begin < end;
    }
}
