package io.partywall.jobs;

import io.partywall.isolation.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job as it was when it was looked at.
 *
 * @param tenantSlug the tenant's short name
 * @param payload as JSON
 * @param priority lower runs first, among the jobs of the same tenant
 * @param attempts how often it was begun
 * @param result what its handler returned, as JSON; null is nothing, or not yet
 * @param error what the last attempt met that failed
 * @param errors of its failed attempts, the oldest first; the last twenty
 * @param progress how far it says that it is; only while it runs
 * @param worker who runs it, or ran it last
 * @param runAt not before this
 * @param cancelRequestedAt when it was called off, if that was while it ran
 * @param finishedAt null as long as it is not over
 */
public record Job(
        JobId id,
        TenantId tenant,
        String tenantSlug,
        String queue,
        String type,
        String payload,
        JobState state,
        int priority,
        int attempts,
        int maxAttempts,
        @Nullable String result,
        @Nullable String error,
        List<JobFailure> errors,
        @Nullable Progress progress,
        @Nullable String uniqueKey,
        @Nullable String module,
        @Nullable UUID connector,
        @Nullable String worker,
        Instant createdAt,
        Instant runAt,
        @Nullable Instant startedAt,
        @Nullable Instant leaseUntil,
        @Nullable Instant cancelRequestedAt,
        @Nullable Instant finishedAt) {}
