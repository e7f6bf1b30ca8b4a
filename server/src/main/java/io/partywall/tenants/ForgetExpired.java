package io.partywall.tenants;

import static io.partywall.schema.jooq.Tables.IDEMPOTENCY_KEYS;

import io.partywall.isolation.TenantId;
import io.partywall.jobs.JobHandler;
import io.partywall.jobs.JobType;
import io.partywall.jobs.RunningJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

/** The job that removes what a tenant's requests have left and nobody asks for any more: kept answers, and exports of last week. */
public final class ForgetExpired implements JobHandler<ForgetExpired.Everything> {

    /** All of it. */
    public record Everything() {}

    /** How much was removed. */
    public record Forgotten(int answers, int exports) {}

    public static final JobType<Everything> TYPE = JobType.of("forget-expired", Everything.class);

    static final Duration EXPORTS_KEPT = Duration.ofDays(7);

    private final Path exports;
    private final Clock clock;

    /** Forgets exports below this directory. */
    public ForgetExpired(Path exports, Clock clock) {
        this.exports = exports;
        this.clock = clock;
    }

    @Override
    public Forgotten run(Everything everything, RunningJob job) throws IOException {
        int answers = job.scope()
                .sql()
                .deleteFrom(IDEMPOTENCY_KEYS)
                .where(IDEMPOTENCY_KEYS.EXPIRES_AT.le(clock.instant().atOffset(ZoneOffset.UTC)))
                .execute();
        return new Forgotten(answers, forgetExports(job.scope().context().tenant()));
    }

    private int forgetExports(TenantId tenant) throws IOException {
        Path directory = exports.resolve(tenant.toString());
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        Instant oldest = clock.instant().minus(EXPORTS_KEPT);
        int forgotten = 0;
        for (Path export : list(directory)) {
            if (Files.getLastModifiedTime(export).toInstant().isBefore(oldest)) {
                ExportFiles.forget(export);
                forgotten++;
            }
        }
        return forgotten;
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }
}
