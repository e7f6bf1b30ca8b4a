package io.partywall.jobs.faults;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A change of a job's state, as a trigger recorded it in the transaction that made it.
 *
 * @param number orders the changes of all jobs as they took effect
 * @param at by the database's clock
 * @param was null where the job was added
 * @param became null where it left the table, which it does when it is finished
 * @param lease until when the worker that had it had it
 */
record Transition(
        long number,
        Instant at,
        UUID job,
        @Nullable String was,
        @Nullable String became,
        @Nullable String oldWorker,
        @Nullable String newWorker,
        int oldAttempts,
        int newAttempts,
        @Nullable Instant lease,
        @Nullable String error) {

    static final String PROCESSING = "PROCESSING";

    private static final String RESCUED = "was not heard of any more";
    private static final String TIMED_OUT = "it took longer than";

    /** Whether a worker took the job to run it. */
    boolean isClaim() {
        return PROCESSING.equals(became);
    }

    /** Whether a worker's claim on the job ended. */
    boolean endsClaim() {
        return PROCESSING.equals(was);
    }

    boolean isRescue(@Nullable Finished finished) {
        return says(finished, RESCUED);
    }

    boolean isTimeout(@Nullable Finished finished) {
        return says(finished, TIMED_OUT);
    }

    private boolean says(@Nullable Finished finished, String words) {
        String told = became == null ? finished == null ? null : finished.error() : error;
        boolean tells = became == null ? finished != null && !finished.isCompleted() : became.equals("FAILED");
        return endsClaim() && tells && told != null && told.contains(words);
    }

    @Override
    public String toString() {
        return "%s  #%d %s -> %s, worker %s -> %s, attempts %d -> %d%s%s"
                .formatted(
                        at,
                        number,
                        was == null ? "(new)" : was,
                        became == null ? "(finished)" : became,
                        oldWorker,
                        newWorker,
                        oldAttempts,
                        newAttempts,
                        lease == null ? "" : ", lease until " + lease,
                        error == null ? "" : ", error: " + error);
    }
}
