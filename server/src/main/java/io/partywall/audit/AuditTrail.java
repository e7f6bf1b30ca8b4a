package io.partywall.audit;

import io.partywall.isolation.TenantId;
import io.partywall.isolation.TenantScope;
import io.partywall.tenants.Tenants;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jooq.exception.DataAccessException;

/** The audit trail of a tenant: exported, and verified. */
public final class AuditTrail {

    private AuditTrail() {}

    /**
     * Writes the trail of the scope's tenant, with its seals: JSON, one object a line.
     *
     * @throws java.io.UncheckedIOException when it cannot be written
     * @throws DataAccessException when the database does not answer
     */
    public static void export(TenantScope scope, Writer out) {
        tell(scope, TrailFile.to(out, Tenants.of(scope)));
    }

    /** Verifies the trail of the scope's tenant in the database. {@link DataAccessException} when it does not answer. */
    public static Verdict verify(TenantScope scope, AuditKeys.Public keys) {
        TrailVerifier verifier = new TrailVerifier(scope.context().tenant(), keys);
        tell(scope, verifier);
        return verifier.verdict();
    }

    /**
     * The verdict on a file, and whose trail it is.
     *
     * @param tenant as the seals have it
     * @param slug what the tenant was called when the file was written; nothing proves it
     */
    public record Verified(TenantId tenant, String slug, Verdict verdict) {}

    /**
     * Verifies what {@link #export} has written, without a database.
     *
     * @throws MalformedTrail when the file is none
     * @throws IOException when it cannot be read
     */
    public static Verified verify(Path file, AuditKeys.Public keys) throws IOException {
        try (BufferedReader in = Files.newBufferedReader(file)) {
            TrailFile.Read<TrailVerifier> read = TrailFile.read(in, tenant -> new TrailVerifier(tenant, keys));
            return new Verified(read.tenant(), read.slug(), read.sink().verdict());
        }
    }

    private static void tell(TenantScope scope, TrailSink sink) {
        try {
            StoredTrail.tell(scope, sink);
        } catch (SQLException failure) {
            throw new DataAccessException("the trail cannot be read: " + failure.getMessage(), failure);
        }
    }
}
