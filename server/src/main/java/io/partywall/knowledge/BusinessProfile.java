package io.partywall.knowledge;

import io.partywall.http.Resource;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What kind of business a tenant is. */
record BusinessProfile(
        UUID id,
        @Nullable String industry,
        @Nullable String size,
        @Nullable String stage,
        @Nullable String description,
        List<String> goals,
        @Nullable String targetMarket,
        List<String> competitors,
        ObjectNode metadata,
        Instant createdAt,
        Instant updatedAt)
        implements Resource {

    @Override
    public Object key() {
        return id;
    }
}
