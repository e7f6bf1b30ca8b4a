package io.partywall.events;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * One business fact.
 *
 * @param sourceId the fact's name within its day at its source; the same fact restated has the same one
 * @param day the tenant's own business day that the fact counts for
 * @param subject whom the fact is about, such as a customer
 * @param value what the fact adds; negative for a return
 * @param properties a JSON object
 */
public record Event(
        String sourceId,
        LocalDate day,
        Instant at,
        @Nullable String subject,
        @Nullable BigDecimal value,
        String properties) {}
