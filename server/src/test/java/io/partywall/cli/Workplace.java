package io.partywall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.isolation.SigningKeys;
import io.partywall.schema.Migrations;
import io.partywall.schema.Roles;
import io.partywall.tenants.Tenant;
import io.partywall.tenants.Tenants;
import io.partywall.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A migrated database, and commands in a directory that work on it. */
final class Workplace implements AutoCloseable {

    private static final String HEADER =
            "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";

    final TestDatabase database = TestDatabase.create();
    final Tenants tenants;
    final Command partywall;
    private final Path directory;

    Workplace(Path directory) throws SQLException {
        this.directory = directory;
        String keys = SigningKeys.generate("k1");
        Migrations.of(database.pool("postgres", 2))
                .trusting(SigningKeys.parse(keys))
                .password(Roles.APP, TestDatabase.PASSWORD)
                .password(Roles.PLATFORM, TestDatabase.PASSWORD)
                .run();
        tenants = new Tenants(database.pool(Roles.PLATFORM, 1));
        partywall = Command.in(directory)
                .with("PARTYWALL_DATABASE_URL", database.url("postgres"))
                .with("PARTYWALL_APP_PASSWORD", TestDatabase.PASSWORD)
                .with("PARTYWALL_PLATFORM_PASSWORD", TestDatabase.PASSWORD)
                .with("PARTYWALL_SIGNING_KEYS", keys);
    }

    /** A new tenant of that name, in London. */
    Tenant tenant(String slug) {
        return tenants.create(slug, slug, ZoneId.of("Europe/London"), Currency.getInstance("GBP"));
    }

    /** A file of order lines. */
    Path file(String name, String... lines) throws IOException {
        return Files.writeString(directory.resolve(name), HEADER + String.join("\n", lines) + "\n");
    }

    /** The counts that an import ends with, by their names. */
    static Map<String, Long> counts(Command.Result result) {
        List<String> lines = result.succeeded().out().lines().toList();
        String[] names = lines.get(0).strip().split(" +", -1);
        String[] counts = lines.get(1).strip().split(" +", -1);
        Map<String, Long> byName = new HashMap<>();
        for (int i = 0; i < names.length; i++) {
            byName.put(names[i], Long.valueOf(counts[i]));
        }
        return byName;
    }

    /** Every row of every table with its physical version: equal only where nothing at all was written. */
    List<String> everything() {
        return database.query(database.query("""
            select string_agg(format('select %L || coalesce(string_agg(concat(t, t.xmin, t.ctid), '' '' order by t.ctid), '''')
                from only %s t', c.oid::regclass, c.oid::regclass), ' union all ' order by c.oid::regclass::text)
            from pg_class c where c.relkind = 'r' and c.relnamespace in ('app'::regnamespace, 'isolation'::regnamespace)\
            """).getFirst() + " order by 1");
    }

    /** A tenant's facts, figures and runs with the physical version of each row: equal only where none of them moved. */
    List<String> rows(Tenant tenant) {
        return database.query("""
            select concat(e, e.xmin, e.ctid) from app.analytics_events e where tenant_id = '%1$s'
            union all select concat(c, c.xmin, c.ctid) from app.analytics_contributions c where tenant_id = '%1$s'
            union all select concat(s, s.xmin, s.ctid) from app.analytics_snapshots s where tenant_id = '%1$s'
            union all select concat(s, s.xmin, s.ctid) from app.stated_events s where tenant_id = '%1$s'
            union all select concat(r, r.xmin, r.ctid) from app.connector_runs r where tenant_id = '%1$s'
            order by 1\
            """.formatted(tenant.id()));
    }

    /** What a tenant's facts, contributions and snapshots say, whoever the tenant is and whenever they were made. */
    List<String> meaning(Tenant tenant) {
        return database.query("""
            select concat_ws('|', 'fact', event_type, source, source_id, day, "timestamp" at time zone 'UTC', subject_id,
                value, currency, properties) from app.analytics_events where tenant_id = '%1$s'
            union all select concat_ws('|', 'contribution', date, sessions, users, conversions, revenue, source_breakdown)
                from app.analytics_contributions where tenant_id = '%1$s'
            union all select concat_ws('|', 'snapshot', date, sessions, users, conversions, revenue, source_breakdown)
                from app.analytics_snapshots where tenant_id = '%1$s'
            order by 1\
            """.formatted(tenant.id()));
    }

    /** Waits for what must come soon, looking again and again. */
    static void await(String what, BooleanSupplier condition) {
        Instant end = Instant.now().plus(Duration.ofMinutes(1));
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as(what).isBefore(end);
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
