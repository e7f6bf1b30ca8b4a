package io.partywall.audit;

import io.partywall.MigratedDatabase;
import io.partywall.access.Contexts;
import io.partywall.isolation.Tenancy;
import io.partywall.isolation.TenantId;
import io.partywall.schema.Roles;
import io.partywall.testing.TestDatabase;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

/** A migrated database with two tenants, whose trails are written, sealed, tampered with and verified. */
final class Trail implements AutoCloseable {

    static final AuditKeys SEALING = AuditKeys.parse(AuditKeys.generate("a1"));
    static final AuditKeys.Public PUBLIC = AuditKeys.Public.parse(SEALING.publicKeys());

    final TestDatabase database = MigratedDatabase.copy();
    final TenantId acme;
    final TenantId beta;
    final Sealer sealer;
    private final Contexts contexts = new Contexts(MigratedDatabase.KEYS);
    private final Tenancy tenancy;

    Trail() throws SQLException {
        sealer = new Sealer(database.pool(Roles.PLATFORM, 8), SEALING, Clock.systemUTC());
        tenancy = Tenancy.connect(database.pool(Roles.APP, 8), MigratedDatabase.KEYS);
        acme = MigratedDatabase.tenant(database, "acme");
        beta = MigratedDatabase.tenant(database, "beta");
    }

    <R, X extends Exception> R in(TenantId tenant, Tenancy.Work<R, X> work) throws X {
        return tenancy.inTenant(contexts.job(tenant, Duration.ofMinutes(5)), work);
    }

    /** So many KPIs, each in a statement and a transaction of its own. */
    void change(TenantId tenant, int times) {
        for (int i = 0; i < times; i++) {
            in(
                    tenant,
                    scope -> scope.sql()
                            .execute(scope.unscopedSql(
                                    "insert into app.kpis (tenant_id, id, name, target_value) values (?::uuid,"
                                            + " gen_random_uuid(), 'é', 1.50)",
                                    tenant.toString())));
        }
    }

    void sealAll(TenantId tenant) throws SQLException {
        while (seal(tenant, sealer) > 0) {
            // One batch after the other.
        }
    }

    /** One batch. */
    int seal(TenantId tenant, Sealer by) throws SQLException {
        return in(tenant, by::seal);
    }

    Verdict verdict(TenantId tenant) {
        return in(tenant, scope -> AuditTrail.verify(scope, PUBLIC));
    }

    Path export(TenantId tenant, Path directory) throws IOException {
        Path file = directory.resolve("trail-" + UUID.randomUUID() + ".ndjson");
        try (Writer out = Files.newBufferedWriter(file)) {
            in(tenant, scope -> {
                AuditTrail.export(scope, out);
                return 0;
            });
        }
        return file;
    }

    /** As somebody who owns the whole server, and leaves no trigger in his way. */
    void tamper(String sql) {
        database.execute("begin; set local session_replication_role = replica; " + sql + "; commit");
    }

    @Override
    public void close() {
        tenancy.close();
        database.close();
    }
}
