package io.partywall.metrics;

import io.partywall.http.Resource;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One version of how a figure is computed.
 *
 * @param effectiveAt from when on it rules, until a version with a higher number does
 * @param deprecatedAt since when the metric is not to be used any more; null where it is
 * @param createdById the author; null when the account is gone
 * @param createdByName the author's name as known then
 */
record MetricDefinition(
        UUID id,
        String code,
        String name,
        String description,
        @Nullable ObjectNode formula,
        int version,
        Instant effectiveAt,
        @Nullable Instant deprecatedAt,
        @Nullable UUID createdById,
        String createdByName,
        Instant createdAt,
        Instant updatedAt)
        implements Resource {

    @Override
    public Object key() {
        return code;
    }
}
