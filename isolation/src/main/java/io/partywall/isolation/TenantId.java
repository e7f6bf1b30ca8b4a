package io.partywall.isolation;

import java.util.UUID;

/** Identifies a tenant. Its text is the canonical form of the UUID, as PostgreSQL prints it. */
public record TenantId(UUID value) {

    /** Reads the canonical text of a UUID; throws {@link IllegalArgumentException} that names the text otherwise. */
    public static TenantId of(String text) {
        try {
            return new TenantId(UUID.fromString(text));
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("not a tenant id (a UUID was expected): '" + text + "'", malformed);
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
