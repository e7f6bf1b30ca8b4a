package io.partywall.connectors;

import io.partywall.schema.jooq.enums.RunState;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a run of a connector did. Of one that succeeded, what was read was inserted, updated, skipped or rejected.
 *
 * @param sourceName what was read, such as the name of a file
 * @param removedCount facts that the source no longer states
 * @param skippedCount facts that stand as they were stated before
 * @param rejectSample the first rejected lines
 */
record Run(
        UUID id,
        UUID connectorId,
        @Nullable String sourceName,
        RunState state,
        Instant startedAt,
        @Nullable Instant finishedAt,
        long readCount,
        long insertedCount,
        long updatedCount,
        long removedCount,
        long skippedCount,
        long rejectedCount,
        @Nullable String error,
        JsonNode rejectSample) {}
