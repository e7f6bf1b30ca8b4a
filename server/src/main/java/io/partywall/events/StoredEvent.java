package io.partywall.events;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A business fact as it is read.
 *
 * @param source who states it, such as {@code api/web} or {@code online-retail/files}
 * @param sourceId its name at its source
 * @param day the tenant's own day that it counts for
 * @param subjectId whom it is about
 */
record StoredEvent(
        UUID id,
        String eventName,
        String eventType,
        Instant timestamp,
        LocalDate day,
        String source,
        String sourceId,
        @Nullable UUID connectorId,
        @Nullable String subjectId,
        @Nullable BigDecimal value,
        @Nullable String currency,
        JsonNode properties,
        Instant ingestedAt) {}
