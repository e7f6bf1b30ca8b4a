package io.partywall.insights;

import io.partywall.http.Resource;
import io.partywall.schema.jooq.enums.InsightSeverity;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a module found worth saying.
 *
 * @param periodFrom the first day that it speaks of; null where it speaks of none
 * @param periodTo the last of these days
 */
record Insight(
        UUID id,
        String moduleSlug,
        InsightSeverity severity,
        String summary,
        List<String> highlights,
        List<ActionItem> actionItems,
        @Nullable BigDecimal score,
        @Nullable LocalDate periodFrom,
        @Nullable LocalDate periodTo,
        ObjectNode metadata,
        Instant createdAt,
        Instant updatedAt)
        implements Resource {

    @Override
    public Object key() {
        return id;
    }
}
