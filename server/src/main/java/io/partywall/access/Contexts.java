package io.partywall.access;

import io.partywall.isolation.Access;
import io.partywall.isolation.Actor;
import io.partywall.isolation.SigningKeys;
import io.partywall.isolation.TenantContext;
import io.partywall.isolation.TenantId;
import java.time.Duration;
import java.util.UUID;

/** Issues contexts, for an operator at the command line and for jobs: it holds the signing keys. Safe for use by several threads. */
public final class Contexts {

    /** Long enough to import a file of any size. */
    private static final Duration WORK = Duration.ofHours(12);

    private static final Duration REQUEST = Duration.ofMinutes(5);

    private static final Duration PROBE = Duration.ofMinutes(10);

    private final SigningKeys keys;

    public Contexts(SigningKeys keys) {
        this.keys = keys;
    }

    /** For work of the platform in a tenant, on nobody's behalf. */
    public TenantContext service(TenantId tenant, String name, Access access) {
        return keys.issue(tenant, Actor.service(name), access, WORK);
    }

    /** For a request of a person, or of a program with that person's API key. */
    TenantContext request(TenantId tenant, UUID person, Access access, String origin) {
        return keys.issue(tenant, Actor.user(person), access, REQUEST, origin);
    }

    /** For a job of a tenant, on nobody's behalf. */
    public TenantContext job(TenantId tenant, Duration lifetime) {
        return keys.issue(tenant, Actor.service("job"), Access.WRITE, lifetime);
    }

    /** For the inspector, which sets tenants against one another; they may be made up. */
    public TenantContext inspector(TenantId tenant) {
        return keys.issue(tenant, Actor.service("inspector"), Access.WRITE, PROBE);
    }

    /** For a member; whether the user is one, the database decides at every statement. */
    public TenantContext user(TenantId tenant, UUID user, Access access, Duration lifetime) {
        return keys.issue(tenant, Actor.user(user), access, lifetime);
    }

    /** For an operator at psql. */
    public TenantContext operator(TenantId tenant, Access access, Duration lifetime) {
        return keys.issue(tenant, Actor.service("operator"), access, lifetime);
    }
}
