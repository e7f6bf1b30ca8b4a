package io.partywall.benchmarks;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import com.zaxxer.hikari.HikariDataSource;
import io.partywall.benchmarks.Sampler.Operation;
import io.partywall.benchmarks.Sampler.Variant;
import io.partywall.benchmarks.Shop.Tenant;
import io.partywall.isolation.Tenancy;
import io.partywall.testing.Relay;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/** Reads, writes and a small transaction, each in all ways, on loopback and through a proxy that delays. */
final class Reads {

    static final String LOOPBACK = "loopback";
    static final String DELAYED = "0.5 ms each way";
    static final String RANGE = "read 51 rows";
    static final int ROWS = 51;

    private static final long DELAY_NANOS = 500_000;
    private static final int BATCH = 100;

    /** Work on a connection, in whichever way it was come by. */
    private interface Body {
        void run(Statements statements, Connection connection, Tenant tenant, Random random) throws SQLException;
    }

    private record Scenario(String name, boolean transaction, Body body) {
        static Scenario statement(String name, Body body) {
            return new Scenario(name, false, body);
        }

        static Scenario transaction(String name, Body body) {
            return new Scenario(name, true, body);
        }

        Operation in(Way way) {
            Statements statements = new Statements(way);
            return (tenant, random) -> {
                Way.Work work = connection -> body.run(statements, connection, tenant, random);
                if (transaction) {
                    way.transaction(tenant, work);
                } else {
                    way.statement(tenant, work);
                }
            };
        }
    }

    private static final List<Scenario> SCENARIOS = List.of(
            Scenario.statement(
                    "read 1 row", (sql, connection, tenant, random) -> sql.readOne(connection, tenant, start(random))),
            Scenario.statement(
                    RANGE, (sql, connection, tenant, random) -> sql.read(connection, tenant, start(random), ROWS)),
            Scenario.statement(
                    "join, 51 rows",
                    (sql, connection, tenant, random) -> sql.join(connection, tenant, start(random), ROWS)),
            Scenario.statement(
                    "aggregate, 10,000 rows", (sql, connection, tenant, random) -> sql.aggregate(connection, tenant)),
            Scenario.statement("insert 1 row", (sql, connection, tenant, random) -> sql.insert(connection, tenant)),
            Scenario.transaction(
                    "insert a batch of 100",
                    (sql, connection, tenant, random) -> sql.insertBatch(connection, tenant, BATCH)),
            Scenario.statement(
                    "insert 100 rows from arrays",
                    (sql, connection, tenant, random) -> sql.insertMany(connection, tenant, BATCH)),
            Scenario.transaction("5 statements", (sql, connection, tenant, random) -> {
                sql.read(connection, tenant, start(random), ROWS);
                sql.readOne(connection, tenant, start(random));
                sql.insert(connection, tenant);
                sql.join(connection, tenant, start(random), ROWS);
                sql.update(connection, tenant, start(random));
            }));

    private Reads() {}

    private static long start(Random random) {
        return 1L + random.nextInt(Shop.ROWS_OF_A_TENANT - ROWS);
    }

    static List<Result> measure(Server server, int rounds, Report report) throws SQLException, IOException {
        List<Result> results = new ArrayList<>(on(LOOPBACK, server, server.port(), rounds, report));
        try (Relay proxy = Relay.start(server.port(), DELAY_NANOS)) {
            results.addAll(on(DELAYED, server, proxy.port(), rounds, report));
        }
        return results;
    }

    private static List<Result> on(String link, Server server, int port, int rounds, Report report)
            throws SQLException {
        List<Result> results = new ArrayList<>();
        List<Tenant> tenants = Shop.busyTenants();
        try (HikariDataSource pool = server.pool(port);
                Tenancy tenancy = Tenancy.connect(pool, Shop.KEYS)) {
            List<Way> ways = List.of(new Way.Raw(pool), new Way.Conventional(pool), new Way.Library(tenancy));
            report.link(link);
            Sampler sampler = new Sampler(rounds);
            Map<String, List<Variant>> scenarios = new LinkedHashMap<>();
            for (Scenario scenario : SCENARIOS) {
                scenarios.put(
                        scenario.name(),
                        ways.stream()
                                .map(way -> new Variant(way.title(), tenants, scenario.in(way)))
                                .toList());
            }
            scenarios.put(RANGE + ", jOOQ", jooq(pool, tenancy, tenants));
            // What the first scenario has compiled, the second undoes: only after all of them is the code in its last
            // form.
            sampler.warmUp(scenarios.values().stream().flatMap(List::stream).toList());
            for (Map.Entry<String, List<Variant>> scenario : scenarios.entrySet()) {
                Result result = new Result(link, scenario.getKey(), sampler.measure(scenario.getValue()));
                report.print(result);
                results.add(result);
            }
        }
        return results;
    }

    private static List<Variant> jooq(HikariDataSource pool, Tenancy tenancy, List<Tenant> tenants) {
        DSLContext plain = DSL.using(pool, SQLDialect.POSTGRES);
        Field<UUID> tenantId = field(name("k", "tenant_id"), UUID.class);
        return List.of(
                new Variant(
                        "raw",
                        tenants,
                        (tenant, random) -> fetch(plain, "raw", start(random), tenantId.eq(tenant.uuid()))),
                new Variant(
                        "library",
                        tenants,
                        (tenant, random) -> tenancy.useTenant(
                                tenant.context(),
                                scope -> fetch(scope.sql(), "protected", start(random), DSL.noCondition()))));
    }

    private static void fetch(DSLContext sql, String schema, long from, Condition mine) {
        Field<Long> id = field(name("k", "id"), Long.class);
        int read = sql.select(
                        id,
                        field(name("k", "day"), LocalDate.class),
                        field(name("k", "name"), String.class),
                        field(name("k", "value"), BigDecimal.class))
                .from(table(name(schema, "kpis")).as("k"))
                .where(id.ge(from), id.lt(from + ROWS), mine)
                .orderBy(id)
                .fetch()
                .size();
        Statements.expect(ROWS, read);
    }
}
