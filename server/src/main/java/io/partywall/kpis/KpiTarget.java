package io.partywall.kpis;

import io.partywall.http.Resource;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/**
 * What a KPI shall reach in a period.
 *
 * @param from the first day of the period
 * @param to the last day of the period
 */
record KpiTarget(UUID id, LocalDate from, LocalDate to, BigDecimal value, Instant createdAt, Instant updatedAt)
        implements Resource {

    @Override
    public Object key() {
        return id;
    }
}
