package io.partywall.jobs;

import io.partywall.isolation.TenantId;
import io.partywall.isolation.TenantScope;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jooq.exception.DataAccessException;

/** Jobs for whose end somebody waits who has added them. Safe for use by several threads. */
public final class AwaitedJobs {

    // In one statement, so that a job which finishes meanwhile is seen once. Who waits has seen the end within days.
    private static final String LOOK = """
        select j.id, j.state::text, j.progress, j.progress_note, null::jsonb, j.error from app.jobs j
        where j.tenant_id = ?::uuid and j.id = any (?::uuid[])
        union all
        select f.id, f.state::text, null, null, f.result, f.error from app.finished_jobs f
        where f.tenant_id = ?::uuid and f.id = any (?::uuid[]) and f.finished_at > now() - interval '2 days'
        """;

    private static final String REQUEST = """
        update app.jobs set cancel_requested_at = now()
        where tenant_id = ? and id = any (?::uuid[]) and state = 'PROCESSING' and cancel_requested_at is null
        """;

    private AwaitedJobs() {}

    /** How those of the scope's jobs stand that are there. */
    public static Map<JobId, JobStatus> look(TenantScope scope, Collection<JobId> jobs) {
        String tenant = scope.context().tenant().toString();
        try (Connection connection = scope.dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement(LOOK)) {
            statement.setString(1, tenant);
            statement.setArray(2, connection.createArrayOf("uuid", ids(jobs)));
            statement.setString(3, tenant);
            statement.setArray(4, connection.createArrayOf("uuid", ids(jobs)));
            Map<JobId, JobStatus> found = new HashMap<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    JobStatus status = status(row);
                    found.put(status.id(), status);
                }
            }
            return found;
        } catch (SQLException failure) {
            throw new DataAccessException("the jobs cannot be looked at: " + failure.getMessage(), failure);
        }
    }

    private static JobStatus status(ResultSet row) throws SQLException {
        String note = row.getString(4);
        return new JobStatus(
                new JobId(row.getObject(1, UUID.class)),
                JobState.valueOf(row.getString(2)),
                note == null ? null : new Progress(row.getDouble(3), note),
                row.getString(5),
                row.getString(6));
    }

    /** Calls off what has not finished: what waits at once, what runs as soon as its worker learns of it. */
    public static void cancel(DataSource platform, TenantId tenant, Collection<JobId> jobs) {
        try (Connection connection = platform.getConnection();
                PreparedStatement waiting = connection.prepareStatement(Settlement.CALL_OFF);
                PreparedStatement running = connection.prepareStatement(REQUEST)) {
            for (JobId job : jobs) {
                waiting.setObject(1, tenant.value());
                waiting.setObject(2, job.value());
                waiting.execute();
            }
            running.setObject(1, tenant.value());
            running.setArray(2, connection.createArrayOf("uuid", ids(jobs)));
            running.execute();
        } catch (SQLException failure) {
            throw new DataAccessException("the jobs cannot be called off: " + failure.getMessage(), failure);
        }
    }

    private static Object[] ids(Collection<JobId> jobs) {
        return jobs.stream().map(JobId::value).toArray();
    }
}
