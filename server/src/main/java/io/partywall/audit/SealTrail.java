package io.partywall.audit;

import io.partywall.isolation.TenantScope;
import io.partywall.jobs.JobHandler;
import io.partywall.jobs.JobType;
import io.partywall.jobs.RunningJob;
import java.sql.SQLException;
import java.time.Clock;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.jooq.exception.DataAccessException;

/** The job that seals what its tenant's trail has gained. */
public final class SealTrail implements JobHandler<SealTrail.All> {

    /** All that is not sealed yet. */
    public record All() {}

    /**
     * What was done.
     *
     * @param rows how many were sealed
     */
    public record Sealed(long rows) {}

    public static final JobType<All> TYPE = JobType.of("seal-audit-trail", All.class);

    private final Sealer sealer;

    /**
     * Seals with the first of these keys.
     *
     * @param platform connections as the platform role; the application's may not seal
     */
    public SealTrail(DataSource platform, AuditKeys keys, Clock clock) {
        this.sealer = new Sealer(platform, keys, clock);
    }

    @Override
    public Sealed run(All all, RunningJob job) throws SQLException {
        return new Sealed(seal(job.scope(), job::isInterrupted));
    }

    /** Seals all rows of the scope's tenant that are not sealed yet; returns how many. {@link DataAccessException} when the database fails. */
    public long seal(TenantScope scope) {
        try {
            return seal(scope, () -> false);
        } catch (SQLException failure) {
            throw new DataAccessException("the trail cannot be sealed: " + failure.getMessage(), failure);
        }
    }

    private long seal(TenantScope scope, BooleanSupplier stop) throws SQLException {
        long rows = 0;
        int batch;
        do {
            batch = sealer.seal(scope);
            rows += batch;
        } while (batch > 0 && !stop.getAsBoolean());
        return rows;
    }
}
