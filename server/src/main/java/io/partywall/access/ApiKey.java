package io.partywall.access;

import io.partywall.http.Resource;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A key for programs. What it may do is what its scopes say, and never more than its creator may at the moment of use.
 *
 * @param prefix the readable beginning
 * @param createdBy whose rights it has; null where that account is gone, and the key with it
 */
record ApiKey(
        UUID id,
        String name,
        String prefix,
        Set<Permission> scopes,
        @Nullable UUID createdBy,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant revokedAt,
        Instant createdAt,
        Instant updatedAt)
        implements Resource {

    ApiKey {
        scopes = Set.copyOf(scopes);
    }

    @Override
    public Object key() {
        return id;
    }
}
