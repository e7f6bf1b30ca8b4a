package io.partywall.connectors.api;

import io.partywall.http.Refused;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What was read of one event that was sent. */
sealed interface Reading {

    /** What tells an event from all others of its tenant. */
    record Name(String source, String messageId) {}

    /**
     * One that fits.
     *
     * @param number its place among those it was sent with, from 0
     * @param id what it is called once it is stored
     * @param day the tenant's own day that it counts for
     * @param value in the tenant's currency
     * @param properties a JSON object
     */
    record Fact(
            int number,
            UUID id,
            Name name,
            String eventName,
            String eventType,
            Instant at,
            LocalDate day,
            @Nullable String subject,
            @Nullable BigDecimal value,
            String properties)
            implements Reading {}

    /** One that does not. */
    record Misfit(int number, Refused.Fault fault) implements Reading {}
}
