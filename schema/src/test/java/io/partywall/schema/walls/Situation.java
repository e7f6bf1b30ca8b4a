package io.partywall.schema.walls;

import io.partywall.isolation.Access;
import io.partywall.isolation.Actor;
import io.partywall.isolation.SigningKeys;
import io.partywall.isolation.TenantContext;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;

/** Who tries, with which context on the connection. */
enum Situation {
    RIGHT("the right context", Tenant.ACME),
    ANOTHERS("another tenant's", Tenant.ACME),
    NONE("none", Tenant.ACME),
    BARE_ID("a tenant's id without a signature", Tenant.ACME),
    FORGED("a forged one", Tenant.ACME),
    MIXED("a tenant's id with another's signature", Tenant.ACME),
    EXPIRED("an expired one", Tenant.ACME),
    READERS("a reader's", Tenant.ACME),
    FORMER_MEMBERS("a former member's", Tenant.ACME),
    SUSPENDED_MEMBERS("a suspended member's", Tenant.ACME),
    SUSPENDED_TENANTS("a suspended tenant's", Tenant.CLOSED);

    private static final Duration LIFETIME = Duration.ofHours(1);

    /** Has the id of the key that is trusted, and another secret. */
    private static final SigningKeys FORGERS = SigningKeys.parse(SigningKeys.generate("k1"));

    private final String label;
    private final Tenant aim;

    Situation(String label, Tenant aim) {
        this.label = label;
        this.aim = aim;
    }

    /** Whose rows the operations aim at. */
    Tenant aim() {
        return aim;
    }

    /** The tenant that the context names. */
    Tenant claimed() {
        return this == ANOTHERS ? Tenant.BETA : aim;
    }

    /** Whether the library gives out a scope for it. */
    boolean isIssued() {
        return switch (this) {
            case NONE, BARE_ID, FORGED, MIXED, EXPIRED -> false;
            default -> true;
        };
    }

    /** Whether a user of jOOQ can come into it: the library never sets one thing without the other. */
    boolean isReachableByJooq() {
        return this != BARE_ID && this != MIXED;
    }

    /** The context that stands for this situation where the application issues one. */
    TenantContext context() {
        return switch (this) {
            case NONE, BARE_ID -> throw new IllegalStateException("there is no context: " + this);
            case RIGHT, SUSPENDED_TENANTS -> issue(Template.KEYS, claimed(), Tenant.OWNER, Access.WRITE);
            case ANOTHERS, MIXED -> issue(Template.KEYS, Tenant.BETA, Tenant.OWNER, Access.WRITE);
            case FORGED -> issue(FORGERS, aim, Tenant.OWNER, Access.WRITE);
            case EXPIRED -> issue(yesterdays(), aim, Tenant.OWNER, Access.WRITE);
            case READERS -> issue(Template.KEYS, aim, Tenant.VIEWER, Access.READ);
            case FORMER_MEMBERS -> issue(Template.KEYS, aim, Tenant.FORMER_MEMBER, Access.WRITE);
            case SUSPENDED_MEMBERS -> issue(Template.KEYS, aim, Tenant.SUSPENDED_MEMBER, Access.WRITE);
        };
    }

    /**
     * Sets on a connection, for the transaction that it is in, what somebody would set by hand. What a situation lacks is left
     * alone: if another's context had stayed on the connection, it would show.
     */
    void enter(Connection connection) throws SQLException {
        if (this != NONE) {
            set(
                    connection,
                    "app.current_tenant_id",
                    (this == MIXED ? aim : claimed()).id().toString());
        }
        if (this != NONE && this != BARE_ID) {
            set(connection, "app.context_signature", context().signature());
        }
    }

    private static void set(Connection connection, String setting, String value) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select set_config(?, ?, true)")) {
            statement.setString(1, setting);
            statement.setString(2, value);
            statement.execute();
        }
    }

    private static SigningKeys yesterdays() {
        return Template.KEYS.withClock(Clock.offset(Clock.systemUTC(), Duration.ofDays(-1)));
    }

    private static TenantContext issue(SigningKeys keys, Tenant tenant, int user, Access access) {
        return keys.issue(tenant.id(), Actor.user(tenant.user(user)), access, LIFETIME);
    }

    @Override
    public String toString() {
        return label;
    }
}
