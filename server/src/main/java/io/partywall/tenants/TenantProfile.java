package io.partywall.tenants;

import io.partywall.http.Resource;
import io.partywall.schema.jooq.enums.TenantStatus;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A tenant as its members see it.
 *
 * @param maxUsers how many members it may have; null is what its plan allows
 * @param maxIntegrations the same for connectors
 * @param weekStartsOn ISO day of the week: 1 is Monday
 */
record TenantProfile(
        UUID id,
        String slug,
        String name,
        @Nullable String domain,
        TenantStatus status,
        ObjectNode settings,
        List<String> features,
        @Nullable Integer maxUsers,
        @Nullable Integer maxIntegrations,
        String planType,
        String timeZone,
        String currency,
        int weekStartsOn,
        Instant createdAt,
        Instant updatedAt)
        implements Resource {

    TenantProfile {
        features = List.copyOf(features);
    }

    @Override
    public Object key() {
        return slug;
    }
}
