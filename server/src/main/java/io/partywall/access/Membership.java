package io.partywall.access;

import io.partywall.isolation.TenantId;
import io.partywall.schema.jooq.enums.TenantStatus;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a caller is in a tenant.
 *
 * @param permissions those of the role and the member's own; of an API key, those of its scopes that its creator has
 * @param notice why the tenant is suspended
 */
public record Membership(
        TenantId tenant,
        String slug,
        TenantStatus status,
        @Nullable String notice,
        Role role,
        Set<Permission> permissions) {

    public Membership {
        permissions = Set.copyOf(permissions);
    }

    boolean isSuspended() {
        return status == TenantStatus.SUSPENDED || status == TenantStatus.CANCELLED;
    }
}
