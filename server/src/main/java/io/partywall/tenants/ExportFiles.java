package io.partywall.tenants;

import io.partywall.http.Json;
import io.partywall.http.Refused;
import io.partywall.isolation.TenantId;
import io.partywall.jobs.JobId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
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
}
