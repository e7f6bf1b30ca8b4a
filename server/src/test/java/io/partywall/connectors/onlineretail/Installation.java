package io.partywall.connectors.onlineretail;

import io.partywall.access.Contexts;
import io.partywall.connectors.onlineretail.OnlineRetailImport.Result;
import io.partywall.events.EventPartitions;
import io.partywall.isolation.Access;
import io.partywall.isolation.SigningKeys;
import io.partywall.isolation.Tenancy;
import io.partywall.schema.Migrations;
import io.partywall.schema.Roles;
import io.partywall.snapshots.Snapshot;
import io.partywall.snapshots.Snapshots;
import io.partywall.tenants.Tenant;
import io.partywall.tenants.Tenants;
import io.partywall.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;

/** A migrated database with two tenants, of which one has trade already, and the import on top. */
final class Installation implements AutoCloseable {

    static final String HEADER = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";

    final TestDatabase database = TestDatabase.create();
    final SigningKeys keys = SigningKeys.parse(SigningKeys.generate("k1"));
    final Contexts contexts = new Contexts(keys);
    final Tenancy tenancy;
    final Tenants tenants;
    final Tenant acme;
    final Tenant beta;
    private final OnlineRetailImport imports;

    Installation() throws SQLException {
        Migrations.of(database.pool("postgres", 2))
                .trusting(keys)
                .password(Roles.APP, TestDatabase.PASSWORD)
                .password(Roles.PLATFORM, TestDatabase.PASSWORD)
                .run();
        tenancy = Tenancy.connect(database.pool(Roles.APP, 4), keys);
        tenants = new Tenants(database.pool(Roles.PLATFORM, 4));
        imports = new OnlineRetailImport(
                tenancy, new EventPartitions(database.pool(Roles.PLATFORM, 4)), Clock.systemUTC());
        acme = tenants.create("acme", "Acme Ltd", ZoneId.of("Europe/London"), Currency.getInstance("GBP"));
        beta = tenants.create("beta", "Beta Inc", ZoneId.of("America/New_York"), Currency.getInstance("USD"));
    }

    Result read(Tenant tenant, Path file) {
        return read(tenant, file, false);
    }

    Result read(Tenant tenant, Path file, boolean strict) {
        return imports.run(tenant, contexts.service(tenant.id(), "import", Access.WRITE), file, strict, position -> {});
    }

    List<Snapshot> snapshots(Tenant tenant) {
        return tenancy.inTenant(
                contexts.service(tenant.id(), "test", Access.READ),
                scope -> Snapshots.list(scope, LocalDate.of(2010, 1, 1), LocalDate.of(2012, 12, 31)));
    }

    Snapshot day(Tenant tenant, String date) {
        return snapshots(tenant).stream()
                .filter(day -> day.date().equals(LocalDate.parse(date)))
                .findFirst()
                .orElseThrow();
    }

    /** Everything of a tenant's facts and figures but the moments of their making, and the physical version of each row. */
    List<String> rows(Tenant tenant) {
        return database.query("""
            select row_to_json(e)::text || e.xmin || e.ctid from app.analytics_events e where tenant_id = '%1$s'
            union all
            select row_to_json(s)::text || s.xmin from app.analytics_snapshots s where tenant_id = '%1$s'
            union all
            select row_to_json(c)::text || c.xmin from app.analytics_contributions c where tenant_id = '%1$s'
            order by 1\
            """.formatted(tenant.id()));
    }

    /** The facts alone, as a reader of the file would know them. */
    List<String> facts(Tenant tenant) {
        return database.query("""
            select concat_ws('|', source_id, day, "timestamp" at time zone 'UTC', subject_id, value, currency, properties)
            from app.analytics_events where tenant_id = '%s' order by 1\
            """.formatted(tenant.id()));
    }

    static Path file(Path directory, String name, String... lines) throws IOException {
        return Files.writeString(directory.resolve(name), HEADER + String.join("\n", lines) + "\n");
    }

    @Override
    public void close() {
        tenancy.close();
        database.close();
    }
}
