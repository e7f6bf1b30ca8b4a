package io.partywall.tenants;

import io.partywall.http.Json;
import io.partywall.http.Refused;
import io.partywall.isolation.TenantId;
import io.partywall.jobs.JobId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** Where exports are: a directory a tenant, and in it one an export. */
public final class ExportFiles {

    static final String MANIFEST = "manifest.json";
    static final JsonMapper JSON = Json.mapper();

    private static final Pattern NAME = Pattern.compile("[a-z_]{1,60}\\.ndjson|manifest\\.json");

    private final Path exports;

    public ExportFiles(Path exports) {
        this.exports = exports;
    }

    static Path directory(Path exports, TenantId tenant, JobId job) {
        return exports.resolve(tenant.toString()).resolve(job.toString());
    }

    /** A finished file of an export. {@link Refused} where there is none of this name. */
    Path file(TenantId tenant, JobId job, String name) {
        if (NAME.matcher(name).matches()) {
            Path file = directory(exports, tenant, job).resolve(name);
            if (Files.isRegularFile(file)) {
                return file;
            }
        }
        throw Refused.notFound("file of this export", name);
    }

    /** Removes all exports of a tenant. */
    void forget(TenantId tenant) {
        forget(exports.resolve(tenant.toString()));
    }

    static void forget(Path directory) {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> below = Files.walk(directory)) {
            for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("the exports in " + directory + " cannot be removed", failure);
        }
    }

    /** Makes a directory that its owner alone reads. */
    static void make(Path directory) throws IOException {
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
}
