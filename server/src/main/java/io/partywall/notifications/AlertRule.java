package io.partywall.notifications;

import io.partywall.http.Resource;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A condition that people want to be told about.
 *
 * @param kpiId the KPI that it is about; null where it is about a metric
 * @param metricCode the metric that it is about; null where it is about a KPI
 * @param snoozedUntil until when nobody is told
 */
record AlertRule(
        UUID id,
        @Nullable UUID kpiId,
        @Nullable String metricCode,
        AlertCondition condition,
        List<Channel> channels,
        @Nullable Instant snoozedUntil,
        boolean enabled,
        Instant createdAt,
        Instant updatedAt)
        implements Resource {

    @Override
    public Object key() {
        return id;
    }
}
