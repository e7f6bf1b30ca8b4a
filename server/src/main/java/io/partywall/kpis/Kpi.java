package io.partywall.kpis;

import io.partywall.http.Resource;
import io.partywall.schema.jooq.enums.KpiCategory;
import io.partywall.schema.jooq.enums.KpiDirection;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A figure that a tenant tracks.
 *
 * @param currentValue of the newest data point; 0 without one
 * @param direction which way is better
 * @param metricCode the metric that computes it; null where its points are given
 * @param deletedAt since when it is out of sight; null where it is not
 */
record Kpi(
        UUID id,
        String name,
        @Nullable String description,
        @Nullable BigDecimal targetValue,
        BigDecimal currentValue,
        @Nullable String unit,
        KpiCategory category,
        KpiDirection direction,
        @Nullable String metricCode,
        boolean isActive,
        @Nullable Instant deletedAt,
        Instant createdAt,
        Instant updatedAt)
        implements Resource {

    @Override
    public Object key() {
        return id;
    }
}
