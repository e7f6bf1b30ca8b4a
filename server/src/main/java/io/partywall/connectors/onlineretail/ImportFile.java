package io.partywall.connectors.onlineretail;

import io.partywall.isolation.TenantScope;
import io.partywall.jobs.Backoff;
import io.partywall.jobs.JobHandler;
import io.partywall.jobs.JobType;
import io.partywall.jobs.LocalQueue;
import io.partywall.jobs.PermanentFailure;
import io.partywall.jobs.RunningJob;
import io.partywall.tenants.Tenants;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/** The job that imports a file of this machine into its tenant, after the files that were to be imported before it. */
public final class ImportFile implements JobHandler<ImportFile.FileToImport> {

    /** The queue of this machine's files. */
    public static final LocalQueue QUEUE = LocalQueue.of("files");

    /** Often tried, since waiting for an earlier file counts as an attempt; what is wrong with a file fails at once. */
    public static final JobType<FileToImport> TYPE = JobType.of("import", FileToImport.class)
            .withQueue(QUEUE.name())
            .withMaxAttempts(10)
            .withBackoff(new Backoff(Duration.ofSeconds(1), 1.5, Duration.ofSeconds(30)))
            .withTimeout(Duration.ofHours(12));

    private static final String EARLIER = """
        select exists (select from app.jobs earlier
                where earlier.tenant_id = ?::uuid and earlier.queue = ? and earlier.type = ? and earlier.id < ?),
            exists (select from app.finished_jobs failed
                where failed.tenant_id = ?::uuid and failed.type = ? and failed.state = 'DEAD' and failed.id < ?
                and failed.payload ->> 'command' = ?)
        """;

    /** Classes of SQLSTATE that say nothing about the file: connections, rollbacks, resources, the operator. */
    private static final Set<String> PASSING = Set.of("08", "40", "53", "55", "57", "58");

    /**
     * What to import.
     *
     * @param path absolute
     * @param strict whether to refuse the file for a single line that cannot be read
     * @param command names the files that are imported together: none comes behind one that failed
     */
    public record FileToImport(String path, String format, boolean strict, UUID command) {}

    /**
     * What an import did.
     *
     * @param rejects where the rejected lines are; null where there were none
     */
    public record Imported(
            long read,
            long inserted,
            long updated,
            long unchanged,
            long removed,
            long rejected,
            @Nullable String rejects) {}

    private final OnlineRetailImport imports;

    public ImportFile(OnlineRetailImport imports) {
        this.imports = imports;
    }

    @Override
    public Imported run(FileToImport wanted, RunningJob job) {
        if (!wanted.format().equals(OnlineRetailImport.FORMAT)) {
            throw new PermanentFailure(wanted.path() + ": there is no format '" + wanted.format() + "'");
        }
        checkTurn(wanted, job);
        Path file = Path.of(wanted.path());
        try {
            return run(file, wanted.strict(), job);
        } catch (UnreadableFile | RejectedLines | UncheckedIOException refused) {
            throw new PermanentFailure(String.valueOf(refused.getMessage()));
        } catch (DataAccessException failure) {
            throw refusal(file, failure);
        }
    }

    private Imported run(Path file, boolean strict, RunningJob job) {
        double size = Math.max(file.toFile().length(), 1);
        OnlineRetailImport.Result result = imports.run(Tenants.of(job.scope()), job.scope(), file, strict, position -> {
            job.checkInterrupted();
            job.progress(position / size, String.valueOf(file.getFileName()));
        });
        return new Imported(
                result.read(),
                result.counts().inserted(),
                result.counts().updated(),
                result.counts().unchanged(),
                result.counts().removed(),
                result.rejected(),
                result.rejects() == null ? null : result.rejects().toString());
    }

    /** A file that is tried again would otherwise come after those that may correct it. */
    private static void checkTurn(FileToImport wanted, RunningJob job) {
        TenantScope scope = job.scope();
        String tenant = scope.context().tenant().toString();
        try (Connection connection = scope.dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement(EARLIER)) {
            statement.setString(1, tenant);
            statement.setString(2, QUEUE.name());
            statement.setString(3, TYPE.name());
            statement.setObject(4, job.id().value());
            statement.setString(5, tenant);
            statement.setString(6, TYPE.name());
            statement.setObject(7, job.id().value());
            statement.setString(8, wanted.command().toString());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                if (row.getBoolean(1)) {
                    throw new IllegalStateException("an earlier file of the tenant has not been imported yet");
                }
                if (row.getBoolean(2)) {
                    throw new PermanentFailure(
                            wanted.path() + ": nothing of it was imported, since a file before it failed");
                }
            }
        } catch (SQLException failure) {
            throw new DataAccessException("the tenant's jobs cannot be looked at", failure);
        }
    }

    /** For good where the database refuses what is in the file; it is tried again where the database was not well. */
    private static RuntimeException refusal(Path file, DataAccessException failure) {
        if (!(failure.getCause() instanceof SQLException cause)) {
            return failure;
        }
        String state = String.valueOf(cause.getSQLState());
        if (PASSING.contains(state.substring(0, Math.min(2, state.length())))) {
            return failure;
        }
        String reason = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        return new PermanentFailure(file + ": nothing of it was imported: " + reason);
    }
}
