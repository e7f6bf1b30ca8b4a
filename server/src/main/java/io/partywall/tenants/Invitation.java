package io.partywall.tenants;

import io.partywall.access.Role;
import io.partywall.http.Resource;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An invitation into a tenant.
 *
 * @param invitedBy the person who has invited; null where that account is gone
 * @param acceptedAt null while it is open
 */
record Invitation(
        UUID id,
        String email,
        Role role,
        @Nullable UUID invitedBy,
        Instant expiresAt,
        @Nullable Instant acceptedAt,
        Instant createdAt,
        Instant updatedAt)
        implements Resource {

    @Override
    public Object key() {
        return id;
    }
}
