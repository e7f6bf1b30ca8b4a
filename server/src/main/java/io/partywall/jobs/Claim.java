package io.partywall.jobs;

import io.partywall.isolation.TenantId;
import java.time.Instant;
import java.util.UUID;

/**
 * A job that a worker has claimed.
 *
 * @param attempt which one this is
 * @param runnable whether the tenant may have work done
 * @param startedAt by the database; with the worker's name and the attempt it fences whatever is said about the job: a job that
 *     was handed back and is claimed again by the same worker is in the same attempt
 */
record Claim(
        TenantId tenant,
        JobId id,
        String type,
        String payload,
        int attempt,
        int maxAttempts,
        boolean runnable,
        Instant startedAt) {

    /** No job. */
    static final Claim NONE =
            new Claim(new TenantId(new UUID(0, 0)), new JobId(new UUID(0, 0)), "", "{}", 0, 0, false, Instant.EPOCH);
}
