package io.partywall.kpis;

import io.partywall.http.Resource;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

/** What a KPI was at a moment, as a source tells. */
record KpiDataPoint(UUID id, BigDecimal value, Instant timestamp, String source, Instant createdAt, Instant updatedAt)
        implements Resource {

    @Override
    public Object key() {
        return id;
    }
}
