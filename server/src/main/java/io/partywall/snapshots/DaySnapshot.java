package io.partywall.snapshots;

import io.partywall.http.Resource;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.SequencedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot as it is read, with what one has to know of it.
 *
 * @param revenue exact
 * @param currency of the revenue
 * @param sourceBreakdown revenue by source, the largest first
 * @param connectorId the only connector that contributed; null where there were several, or it is gone
 */
record DaySnapshot(
        LocalDate date,
        long sessions,
        long users,
        long conversions,
        BigDecimal revenue,
        Currency currency,
        SequencedMap<String, BigDecimal> sourceBreakdown,
        @Nullable UUID connectorId,
        Instant updatedAt)
        implements Resource {

    @Override
    public Object key() {
        return date;
    }
}
