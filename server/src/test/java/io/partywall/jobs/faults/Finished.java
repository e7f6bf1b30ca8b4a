package io.partywall.jobs.faults;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job as the history has it.
 *
 * @param run which run its result names
 * @param failures what its attempts met, as far as it is kept
 */
record Finished(
        UUID job,
        UUID tenant,
        String state,
        int attempts,
        int maxAttempts,
        @Nullable String worker,
        @Nullable Long run,
        @Nullable String error,
        List<Failure> failures,
        Instant at) {

    /** What an attempt met. */
    record Failure(int attempt, String worker, String error) {}

    boolean isCompleted() {
        return state.equals("COMPLETED");
    }
}
