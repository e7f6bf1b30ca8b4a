package io.partywall.connectors.onlineretail;

import io.partywall.connectors.ConnectorRun;
import io.partywall.connectors.FileConnector;
import io.partywall.events.Counts;
import io.partywall.events.EventPartitions;
import io.partywall.events.Restatement;
import io.partywall.events.Source;
import io.partywall.isolation.Tenancy;
import io.partywall.isolation.TenantContext;
import io.partywall.isolation.TenantScope;
import io.partywall.snapshots.RollUp;
import io.partywall.tenants.Tenant;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Imports files into a tenant. A file states its days whole, and is imported whole or not at all: one transaction takes its
 * lines in, removes what it no longer states and derives the snapshots, so that an import that was killed has left nothing,
 * and one that is repeated changes nothing.
 */
public final class OnlineRetailImport {

    /** The name of the format, and of the connectors that read it. */
    public static final String FORMAT = "online-retail";

    private final Tenancy tenancy;
    private final EventPartitions partitions;
    private final Clock clock;

    public OnlineRetailImport(Tenancy tenancy, EventPartitions partitions, Clock clock) {
        this.tenancy = tenancy;
        this.partitions = partitions;
        this.clock = clock;
    }

    /**
     * What an import did.
     *
     * @param read lines of the file but its header
     * @param rejects where the rejected lines are; null where there were none
     */
    public record Result(
            long read,
            Counts counts,
            long rejected,
            @Nullable Path rejects) {}

    /**
     * Imports one file.
     *
     * @param context of the tenant, for writing
     * @param strict whether to refuse the file for a single line that cannot be read
     * @param progress is told, now and then, how many bytes have been read
     * @throws UnreadableFile when the file as a whole is refused
     * @throws RejectedLines when it is strict and a line is rejected
     */
    public Result run(Tenant tenant, TenantContext context, Path file, boolean strict, LongConsumer progress) {
        return tenancy.inTenant(context, scope -> run(tenant, scope, file, strict, progress));
    }

    /** Imports one file in a scope of the tenant that is open, outside of a transaction; otherwise as the other does. */
    Result run(Tenant tenant, TenantScope scope, Path file, boolean strict, LongConsumer progress) {
        try (OnlineRetailReader reader = OnlineRetailReader.open(file);
                RejectFile rejects = RejectFile.of(file);
                ReadAhead ahead = new ReadAhead(reader, rejects, tenant.timeZone())) {
            FileConnector connector = FileConnector.of(scope, FORMAT);
            Result result = scope.inTransaction(() -> {
                connector.lock(scope);
                Result taken = take(scope, connector, tenant, file, ahead, rejects, progress);
                if (strict) {
                    refuseRejects(file, rejects);
                }
                return taken;
            });
            return new Result(result.read(), result.counts(), result.rejected(), rejects.publish());
        }
    }

    /** Reads a file through without importing it. {@link RejectedLines} where a line of it cannot be read. */
    public static void check(Path file) {
        try (OnlineRetailReader reader = OnlineRetailReader.open(file);
                RejectFile rejects = RejectFile.of(file)) {
            for (Row row = reader.next(); row != null; row = reader.next()) {
                if (row instanceof Rejected rejected) {
                    rejects.add(rejected);
                }
            }
            refuseRejects(file, rejects);
        }
    }

    private static void refuseRejects(Path file, RejectFile rejects) {
        if (rejects.count() > 0) {
            throw new RejectedLines(file, rejects.count(), Objects.requireNonNull(rejects.publish()));
        }
    }

    private Result take(
            TenantScope scope,
            FileConnector connector,
            Tenant tenant,
            Path file,
            ReadAhead ahead,
            RejectFile rejects,
            LongConsumer progress) {
        Instant startedAt = clock.instant();
        Restatement restatement = new Restatement(
                scope,
                new Source(
                        connector.id(),
                        connector.source(),
                        OrderLineEvent.TYPE,
                        tenant.currency().getCurrencyCode()),
                partitions);
        long read = 0;
        for (ReadAhead.Chunk chunk = ahead.next(); chunk != null; chunk = ahead.next()) {
            chunk.events().forEach(restatement::add);
            read += chunk.lines();
            progress.accept(chunk.position());
        }
        Counts counts = restatement.finish();
        RollUp.run(scope, connector.id(), restatement.days());
        new ConnectorRun(String.valueOf(file.getFileName()), startedAt, read, counts, rejects.count())
                .record(scope, connector);
        connector.synced(scope);
        return new Result(read, counts, rejects.count(), null);
    }
}
