package io.partywall.audit;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A row of the trail as it is told.
 *
 * @param changes the fields before and after, secrets redacted; or what else there is to say
 * @param sequence its place in the sealed trail; null until it is sealed
 * @param hash that of the trail up to this row, in hexadecimal; null until it is sealed
 */
record AuditLogEntry(
        UUID id,
        Instant createdAt,
        String actor,
        @Nullable UUID userId,
        String action,
        String resource,
        @Nullable String resourceId,
        JsonNode changes,
        @Nullable String ipAddress,
        @Nullable String userAgent,
        @Nullable String requestId,
        @Nullable Long sequence,
        @Nullable String hash) {}
