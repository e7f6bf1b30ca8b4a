package io.partywall.benchmarks.api;

import io.partywall.http.Resource;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A KPI, told as the platform tells it. */
record PlainKpi(
        UUID id,
        String name,
        @Nullable String description,
        @Nullable BigDecimal targetValue,
        BigDecimal currentValue,
        @Nullable String unit,
        String category,
        String direction,
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
