package io.partywall.secrets;

import static io.partywall.schema.jooq.Tables.CONNECTORS;

import io.partywall.isolation.TenantScope;
import io.partywall.jobs.JobHandler;
import io.partywall.jobs.JobType;
import io.partywall.jobs.RunningJob;
import java.util.UUID;
import org.jooq.Record2;
import org.jooq.Result;

/**
 * The job that encrypts anew what a rotation of its tenant's key has left behind. A secret that somebody changes meanwhile is left
 * alone: it has the new key already.
 */
public final class ReencryptSecrets implements JobHandler<ReencryptSecrets.All> {

    /** All secrets of the tenant. */
    public record All() {}

    /**
     * What was done.
     *
     * @param secrets how many were encrypted anew
     */
    public record Reencrypted(long secrets) {}

    public static final JobType<All> TYPE = JobType.of("reencrypt-secrets", All.class);

    private static final int BATCH = 100;
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final Secrets secrets;

    public ReencryptSecrets(Secrets secrets) {
        this.secrets = secrets;
    }

    @Override
    public Reencrypted run(All all, RunningJob job) {
        TenantScope scope = job.scope();
        long reencrypted = 0;
        UUID after = BEFORE_ALL;
        while (true) {
            Result<Record2<UUID, byte[]>> some = scope.sql()
                    .select(CONNECTORS.ID, CONNECTORS.CREDENTIALS)
                    .from(CONNECTORS)
                    .where(CONNECTORS.CREDENTIALS.isNotNull())
                    .and(CONNECTORS.ID.gt(after))
                    .orderBy(CONNECTORS.ID)
                    .limit(BATCH)
                    .fetch();
            if (some.isEmpty()) {
                return new Reencrypted(reencrypted);
            }
            for (Record2<UUID, byte[]> row : some) {
                job.checkInterrupted();
                reencrypted += reencrypt(scope, row.value1(), row.value2());
            }
            after = some.getLast().value1();
        }
    }

    private int reencrypt(TenantScope scope, UUID connector, byte[] ciphertext) {
        SecretPlace place = new SecretPlace(scope.context().tenant(), "connectors", "credentials", connector);
        if (!secrets.isOutdated(place.tenant(), ciphertext)) {
            return 0;
        }
        return scope.sql()
                .update(CONNECTORS)
                .set(CONNECTORS.CREDENTIALS, secrets.encrypt(place, secrets.decrypt(place, ciphertext)))
                .where(CONNECTORS.ID.eq(connector))
                .and(CONNECTORS.CREDENTIALS.eq(ciphertext))
                .execute();
    }
}
