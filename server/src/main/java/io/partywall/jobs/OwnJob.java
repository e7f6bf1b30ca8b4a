package io.partywall.jobs;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A job as its own tenant sees it: without the machines that work.
 *
 * @param priority lower runs first, among the jobs of the same tenant
 * @param attempts how often it was begun
 * @param result what it came to; null is nothing, or not yet
 * @param error what the last attempt met that failed
 * @param errors of its failed attempts, the oldest first; the last twenty
 * @param progress how far it says that it is; only while it runs
 * @param runAt not before this
 * @param cancelRequestedAt when it was called off, if that was while it ran
 * @param finishedAt null as long as it is not over
 */
record OwnJob(
        UUID id,
        String queue,
        String type,
        JsonNode payload,
        JobState state,
        int priority,
        int attempts,
        int maxAttempts,
        @Nullable JsonNode result,
        @Nullable String error,
        List<Failure> errors,
        @Nullable Progress progress,
        @Nullable String moduleSlug,
        @Nullable UUID connectorId,
        Instant createdAt,
        Instant runAt,
        @Nullable Instant startedAt,
        @Nullable Instant cancelRequestedAt,
        @Nullable Instant finishedAt) {

    /** A failed attempt. */
    record Failure(int attempt, Instant at, String error) {}
}
