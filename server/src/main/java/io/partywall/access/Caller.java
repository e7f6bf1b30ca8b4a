package io.partywall.access;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who has sent a request, as the credential proves.
 *
 * @param session the session that it belongs to; null for an API key
 * @param key the beginning of the API key, by which people know it; null for a session
 * @param membership in the tenant that the request works in; null where it works in none
 */
public record Caller(
        Person person,
        @Nullable UUID session,
        @Nullable String key,
        @Nullable Membership membership) {

    /** The membership that the route requires. */
    public Membership inTenant() {
        if (membership == null) {
            throw new IllegalStateException("a route without a tenant asks for one");
        }
        return membership;
    }
}
