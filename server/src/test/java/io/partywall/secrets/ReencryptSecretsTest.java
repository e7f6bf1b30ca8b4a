package io.partywall.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.MigratedDatabase;
import io.partywall.access.Contexts;
import io.partywall.isolation.Tenancy;
import io.partywall.isolation.TenantId;
import io.partywall.jobs.DatabaseClock;
import io.partywall.jobs.JobHandlers;
import io.partywall.jobs.Jobs;
import io.partywall.jobs.WorkerOptions;
import io.partywall.jobs.Workers;
import io.partywall.schema.Roles;
import io.partywall.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** After a rotation a job of the tenant encrypts anew what is kept, and nobody else's. */
class ReencryptSecretsTest {

    private final TestDatabase database = MigratedDatabase.copy();
    private final DataSource platform = database.pool(Roles.PLATFORM, 10);
    private final Secrets secrets = new Secrets(platform, MasterKeys.parse(MasterKeys.generate("m1")));

    private void keep(TenantId tenant, int connectors) {
        for (int i = 0; i < connectors; i++) {
            UUID id = UUID.randomUUID();
            byte[] ciphertext = secrets.encrypt(
                    new SecretPlace(tenant, "connectors", "credentials", id),
                    ("token-" + i).getBytes(StandardCharsets.UTF_8));
            database.execute(
                    "insert into app.connectors (tenant_id, id, name, provider, credentials) values ('%s', '%s', '%d', 'csv', '\\x%s')"
                            .formatted(tenant, id, i, HexFormat.of().formatHex(ciphertext)));
        }
    }

    private List<String> opened(TenantId tenant) {
        return database
                .query("select id || ' ' || encode(credentials, 'hex') from app.connectors where tenant_id = '" + tenant
                        + "' order by name::int")
                .stream()
                .map(row -> row.split(" ", -1))
                .map(row -> new String(
                        secrets.decrypt(
                                new SecretPlace(tenant, "connectors", "credentials", UUID.fromString(row[0])),
                                HexFormat.of().parseHex(row[1])),
                        StandardCharsets.UTF_8))
                .toList();
    }

    private long outdated(TenantId tenant) {
        return database
                .query("select encode(credentials, 'hex') from app.connectors where tenant_id = '" + tenant + "'")
                .stream()
                .filter(hex -> secrets.isOutdated(tenant, HexFormat.of().parseHex(hex)))
                .count();
    }

    @Test
    @Timeout(120)
    void whatAnOldKeyHasEncryptedIsEncryptedAnew() throws Exception {
        TenantId acme = MigratedDatabase.tenant(database, "acme");
        TenantId beta = MigratedDatabase.tenant(database, "beta");
        keep(acme, 230);
        keep(beta, 3);
        List<String> before = opened(acme);
        secrets.rotate(acme);
        secrets.rotate(beta);
        assertThat(outdated(acme)).isEqualTo(230);

        Contexts contexts = new Contexts(MigratedDatabase.KEYS);
        try (Tenancy tenancy = Tenancy.connect(database.pool(Roles.APP, 5), MigratedDatabase.KEYS);
                Workers _ = Workers.start(
                        platform,
                        tenancy,
                        contexts,
                        DatabaseClock.of(platform),
                        JobHandlers.none().with(ReencryptSecrets.TYPE, new ReencryptSecrets(secrets)),
                        WorkerOptions.DEFAULT.withSlots(2).withPoll(Duration.ofMillis(20)))) {
            tenancy.inTenant(
                    contexts.job(acme, Duration.ofMinutes(5)),
                    scope -> new Jobs(platform).enqueue(scope, ReencryptSecrets.TYPE, new ReencryptSecrets.All()));
            List<String> done;
            do {
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
                done = database.query("select state || ' ' || result from app.finished_jobs");
            } while (done.isEmpty());
            assertThat(done).containsExactly("COMPLETED {\"secrets\": 230}");
        }
        assertThat(outdated(acme)).isZero();
        assertThat(opened(acme)).isEqualTo(before);
        assertThat(outdated(beta)).isEqualTo(3);
        database.close();
    }
}
