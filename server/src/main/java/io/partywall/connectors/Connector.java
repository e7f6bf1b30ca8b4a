package io.partywall.connectors;

import io.partywall.http.Resource;
import io.partywall.schema.jooq.enums.ConnectorStatus;
import io.partywall.schema.jooq.enums.SyncStatus;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A configured source of data. What it logs in with is never told again.
 *
 * @param provider what kind of source it is; with its name it tells where facts come from
 * @param schedule when it is read by itself, as a cron expression in the tenant's time zone; null where somebody else begins
 */
record Connector(
        UUID id,
        String name,
        String provider,
        @Nullable String description,
        JsonNode config,
        boolean hasCredentials,
        ConnectorStatus status,
        boolean enabled,
        @Nullable Instant lastSyncAt,
        SyncStatus syncStatus,
        @Nullable String syncError,
        @Nullable String schedule,
        Instant createdAt,
        Instant updatedAt)
        implements Resource {

    @Override
    public Object key() {
        return id;
    }
}
