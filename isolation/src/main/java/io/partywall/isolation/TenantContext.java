package io.partywall.isolation;

import java.time.Instant;

/**
 * Who acts, for which tenant, with which access, until when; signed, so that the database can tell it from a forgery.
 *
 * <p>It is issued once, where the caller has been authenticated, by {@link SigningKeys#issue}; nothing else makes one.
 * Immutable and safe for use by any thread. {@code toString()} tells everything but the signature.
 */
public final class TenantContext {

    private final TenantId tenant;
    private final Actor actor;
    private final Access access;
    private final Instant expiresAt;
    private final String origin;
    private final SigningKey key;
    private final String signature;

    TenantContext(
            TenantId tenant,
            Actor actor,
            Access access,
            Instant expiresAt,
            String origin,
            SigningKey key,
            String signature) {
        this.tenant = tenant;
        this.actor = actor;
        this.access = access;
        this.expiresAt = expiresAt;
        this.origin = origin;
        this.key = key;
        this.signature = signature;
    }

    public TenantId tenant() {
        return tenant;
    }

    public Actor actor() {
        return actor;
    }

    public Access access() {
        return access;
    }

    /** The moment, to the second, after which the database refuses this context. */
    public Instant expiresAt() {
        return expiresAt;
    }

    /** Where the work comes from, in the words of whoever issued this; empty where nothing was said. */
    public String origin() {
        return origin;
    }

    /**
     * The text that the database verifies: {@code v1.<key id>.<tenant>.<actor>.<access>.<expiry>.<origin>.<mac>}, the
     * origin in base64. Whoever has it acts in this context until it expires: bind it as a parameter, and keep it out of SQL text and logs.
     */
    public String signature() {
        return signature;
    }

    SigningKey key() {
        return key;
    }

    @Override
    public String toString() {
        return access + " of tenant " + tenant + " by " + actor + " until " + expiresAt;
    }
}
