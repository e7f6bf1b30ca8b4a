package io.partywall.jobs;

import io.partywall.isolation.TenantId;
import java.util.UUID;

/**
 * A job that a worker has claimed.
 *
 * @param attempt which one this is; with the worker's name it fences whatever is said about the job
 * @param runnable whether the tenant may have work done
 */
record Claim(TenantId tenant, JobId id, String type, String payload, int attempt, int maxAttempts, boolean runnable) {

    /** No job. */
    static final Claim NONE = new Claim(new TenantId(new UUID(0, 0)), new JobId(new UUID(0, 0)), "", "{}", 0, 0, false);
}
