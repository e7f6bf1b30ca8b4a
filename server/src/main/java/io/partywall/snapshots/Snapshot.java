package io.partywall.snapshots;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.SequencedMap;

/**
 * One tenant's figures for one day of its own.
 *
 * @param revenue in the tenant's currency, exact
 * @param sourceBreakdown revenue by source, the largest first
 */
public record Snapshot(
        LocalDate date,
        long sessions,
        long users,
        long conversions,
        BigDecimal revenue,
        SequencedMap<String, BigDecimal> sourceBreakdown) {}
