package io.partywall.schema.walls;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.partywall.isolation.TenantId;
import java.util.UUID;

/** The tenants of every test database. Each has the same people and the same number of rows in every table. */
enum Tenant {
    ACME,
    BETA,
    /** Has rows and active members, and its status is SUSPENDED. */
    CLOSED;

    /** The numbers of people in {@link #user}: the first three are members, as each table's first three rows exist. */
    static final int OWNER = 0;

    static final int VIEWER = 1;
    static final int SUSPENDED_MEMBER = 2;

    /** Was a member once. */
    static final int FORMER_MEMBER = 9;

    TenantId id() {
        return new TenantId(identity("tenants"));
    }

    UUID user(int number) {
        return identity("users/" + number);
    }

    /** The same name always gives the same id, and never another tenant's. */
    UUID identity(String of) {
        return UUID.nameUUIDFromBytes((name() + "/" + of).getBytes(UTF_8));
    }
}
