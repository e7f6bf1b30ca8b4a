package io.partywall.tenants;

import io.partywall.isolation.TenantScope;
import io.partywall.jobs.JobHandler;
import io.partywall.jobs.JobType;
import io.partywall.jobs.RunningJob;
import io.partywall.schema.jooq.App;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;

/**
 * The job that writes everything that a tenant has, for the tenant to take away: a file a table, JSON, one row a line; and a
 * manifest with the rows, bytes and SHA-256 of each. What an attempt before has finished is not written again.
 */
public final class ExportTenant implements JobHandler<ExportTenant.Everything> {

    /** All of it. */
    public record Everything() {}

    /** How large a file is, and what is in it. */
    public record ExportedFile(String name, long rows, long bytes, String sha256) {}

    /** What was written. */
    public record Manifest(String tenant, String slug, Instant at, List<ExportedFile> files) {
        public Manifest {
            files = List.copyOf(files);
        }
    }

    public static final JobType<Everything> TYPE =
            JobType.of("export-tenant", Everything.class).withTimeout(Duration.ofHours(6));

    /** Of no use outside: what machinery keeps for itself. */
    private static final Set<String> LEFT_OUT =
            Set.of("stated_events", "job_shares", "job_schedules", "idempotency_keys", "audit_checkpoints");

    private static final int FETCHED = 1_000;

    private final Path exports;
    private final Clock clock;

    /** Exports into directories below this one. */
    public ExportTenant(Path exports, Clock clock) {
        this.exports = exports;
        this.clock = clock;
    }

    @Override
    public Manifest run(Everything everything, RunningJob job) throws IOException {
        TenantScope scope = job.scope();
        Tenant tenant = Tenants.of(scope);
        Path directory = ExportFiles.directory(exports, tenant.id(), job.id());
        ExportFiles.make(directory);
        List<String> tables = tables();
        List<ExportedFile> files = new ArrayList<>();
        for (String table : tables) {
            job.checkInterrupted();
            job.progress((double) files.size() / tables.size(), table);
            files.add(export(scope, directory, table));
        }
        Manifest manifest = new Manifest(tenant.id().toString(), tenant.slug(), clock.instant(), files);
        Files.writeString(directory.resolve(ExportFiles.MANIFEST), ExportFiles.JSON.writeValueAsString(manifest));
        return manifest;
    }

    private static List<String> tables() {
        return App.APP.getTables().stream()
                .filter(table ->
                        table.field("tenant_id") != null && !table.getName().equals("knowledge"))
                .filter(table -> table.field("id") != null && !table.getName().equals("erasure_ledger"))
                .map(Table::getName)
                .filter(name -> !LEFT_OUT.contains(name) && !name.matches(".*_\\d{4}_\\d{2}(_\\d{2})?"))
                .sorted()
                .toList();
    }

    private static ExportedFile export(TenantScope scope, Path directory, String table) throws IOException {
        Path file = directory.resolve(table + ".ndjson");
        Path note = directory.resolve(table + ".json");
        if (Files.exists(note)) {
            return ExportFiles.JSON.readValue(Files.readString(note), ExportedFile.class);
        }
        Path part = directory.resolve(table + ".part");
        ExportedFile exported = scope.<ExportedFile, IOException>inTransaction(() -> write(scope, table, part));
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        Files.writeString(note, ExportFiles.JSON.writeValueAsString(exported));
        return exported;
    }

    /** Rows as they are, without what is secret. */
    private static String select(String table) {
        return "select (to_jsonb(t) - '{credentials, secret_hash, token_hash, embedding, person_salt,"
                + " changes_salt}'::text[])::text from app." + table + " t where t.tenant_id = ?::uuid";
    }

    private static ExportedFile write(TenantScope scope, String table, Path part) throws IOException {
        MessageDigest digest = sha256();
        long rows = 0;
        try (Connection connection = scope.dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement(select(table));
                OutputStream out =
                        new DigestOutputStream(new BufferedOutputStream(Files.newOutputStream(part)), digest)) {
            statement.setFetchSize(FETCHED);
            statement.setString(1, scope.context().tenant().toString());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    out.write((row.getString(1) + "\n").getBytes(StandardCharsets.UTF_8));
                    rows++;
                }
            }
        } catch (SQLException failure) {
            throw new DataAccessException(
                    "the table " + table + " cannot be exported: " + failure.getMessage(), failure);
        }
        return new ExportedFile(
                table + ".ndjson", rows, Files.size(part), HexFormat.of().formatHex(digest.digest()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
