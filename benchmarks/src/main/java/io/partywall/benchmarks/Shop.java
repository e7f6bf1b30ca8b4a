package io.partywall.benchmarks;

import io.partywall.isolation.Access;
import io.partywall.isolation.Actor;
import io.partywall.isolation.IsolationInstaller;
import io.partywall.isolation.SigningKeys;
import io.partywall.isolation.TenantContext;
import io.partywall.isolation.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * The application that is measured: 10,000 tenants with three members each, and the same tables three times over, in the
 * schemas {@code raw} (no row security), {@code conventional} (policies on the plain setting) and {@code protected} (the
 * library's).
 */
final class Shop {

    static final String APP = "shop_app";
    static final String OWNER = "shop_owner";

    static final int TENANTS = 10_000;
    /** The tenants that the reads alternate between; spread over all of them. */
    static final int BUSY = 25;

    static final int ROWS_OF_A_TENANT = 10_000;

    static final SigningKeys KEYS = SigningKeys.parse(SigningKeys.generate("k1"));

    /** A tenant with the context of its first member. The context is issued once a request, not once a statement. */
    record Tenant(TenantId id, TenantContext context) {
        UUID uuid() {
            return id.value();
        }
    }

    private static final List<String> TABLE_NAMES = List.of("channels", "kpis", "events");

    private Shop() {}

    static void create(Server server) throws SQLException {
        server.execute("""
            create role %1$s nologin; create role %2$s login;
            grant create on database postgres to %1$s; revoke temp on database postgres from public\
            """.formatted(OWNER, APP));
        try (Connection owner = server.as(OWNER);
                Statement statement = owner.createStatement()) {
            IsolationInstaller.install(owner, APP);
            IsolationInstaller.trust(owner, KEYS);
            statement.execute(Script.read("tenancy.sql", Map.of("tenants", TENANTS)));
            for (String schema : List.of("raw", "conventional", "protected")) {
                statement.execute(Script.read(
                        "tables.sql",
                        Map.of("schema", schema, "busy", BUSY, "rows", ROWS_OF_A_TENANT, "step", TENANTS / BUSY)));
            }
            for (String table : TABLE_NAMES) {
                statement.execute(Script.read("conventional.sql", Map.of("table", table)));
                for (String schema : List.of("raw", "conventional")) {
                    String name = schema + "." + table;
                    statement.execute("grant select, insert, update, delete on " + name + " to " + APP);
                    statement.execute(
                            "call isolation.declare_global('" + name + "', 'what the library is compared with')");
                }
                statement.execute("call isolation.protect('protected." + table + "')");
            }
        }
        server.execute("vacuum analyze");
    }

    /** The tenants that own rows in the three schemas. */
    static List<Tenant> busyTenants() {
        return IntStream.rangeClosed(1, BUSY)
                .mapToObj(n -> tenant(n * (TENANTS / BUSY)))
                .toList();
    }

    static Tenant tenant(int number) {
        TenantId id = new TenantId(uuid(number));
        return new Tenant(
                id, KEYS.issue(id, Actor.user(uuid(number * 10L + 1)), Access.WRITE, SigningKeys.LONGEST_LIFETIME));
    }

    private static UUID uuid(long number) {
        return UUID.fromString("00000000-0000-7000-8000-" + "%012d".formatted(number));
    }
}
