package io.partywall.jobs;

import io.partywall.isolation.TenantScope;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * Adds jobs, in the transaction of whoever has work to do: they are there when it commits, and were never there when it rolls
 * back. Adding one takes no lock that another waits for. Safe for use by several threads.
 */
public final class Jobs {

    /** How many at once, so that a statement does not take the memory of the server. */
    private static final int MOST = 10_000;

    private static final String ENQUEUE = """
        with told as materialized (
            select * from unnest(?::uuid[], ?::text[], ?::text[], ?::jsonb[], ?::smallint[], ?::integer[], ?::timestamptz[],
                ?::text[], ?::boolean[], ?::text[], ?::uuid[])
                as told (id, queue, type, payload, priority, max_attempts, run_at, unique_key, unique_until_start, module_slug,
                    connector_id)
        )
        insert into app.jobs (tenant_id, id, queue, type, payload, state, priority, max_attempts, run_at, unique_key,
            unique_until_start, module_slug, connector_id)
        select ?::uuid, id, queue, type, payload,
            case when run_at > now() then 'SCHEDULED' else 'HELD' end::app.job_state, priority, max_attempts,
            coalesce(run_at, now()), unique_key, unique_until_start, module_slug, connector_id
        from told
        on conflict (tenant_id, queue, unique_key) where unique_key is not null do nothing
        returning id
        """;

    private static final String HOLDER =
            "select id from app.jobs where tenant_id = ?::uuid and queue = ? and unique_key = ?";

    private final Bell bell;

    /** Jobs of the database that this data source reaches, logged in as the platform role. */
    public Jobs(DataSource platform) {
        this.bell = new Bell(platform);
    }

    /** Adds a job of this type, to be run at once. */
    public <P extends Record> JobId enqueue(TenantScope scope, JobType<P> type, P payload) {
        return enqueue(scope, NewJob.of(type, payload)).id();
    }

    /**
     * Adds a job.
     *
     * @return its id; where its unique key is taken, that of the job that has it
     * @throws JobRefused when the payload is too large or cannot be written as JSON
     */
    public Enqueued enqueue(TenantScope scope, NewJob<?> job) {
        return enqueueAll(scope, List.of(job)).getFirst();
    }

    /**
     * Adds jobs, all in one statement.
     *
     * @return what became of each, in the same order
     * @throws JobRefused when one of them cannot be added, or they are more than 10,000; none is added then
     */
    public List<Enqueued> enqueueAll(TenantScope scope, List<? extends NewJob<?>> jobs) {
        if (jobs.size() > MOST) {
            throw new JobRefused("at most 10,000 jobs are added at once, unlike " + jobs.size());
        }
        if (jobs.isEmpty()) {
            return List.of();
        }
        List<JobId> ids = jobs.stream().map(job -> JobId.create()).toList();
        try (Connection connection = scope.dataSource().getConnection()) {
            Set<UUID> added = insert(connection, scope, ids, jobs);
            List<Enqueued> enqueued = new ArrayList<>(jobs.size());
            for (int i = 0; i < jobs.size(); i++) {
                boolean isNew = added.contains(ids.get(i).value());
                enqueued.add(new Enqueued(isNew ? ids.get(i) : holder(connection, scope, jobs.get(i), ids.get(i)), isNew));
            }
            scope.afterCommit(bell::ring);
            return enqueued;
        } catch (SQLException failure) {
            throw new DataAccessException("the jobs could not be added: " + failure.getMessage(), failure);
        }
    }

    private static Set<UUID> insert(Connection connection, TenantScope scope, List<JobId> ids, List<? extends NewJob<?>> jobs)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ENQUEUE)) {
            int n = 0;
            statement.setArray(++n, connection.createArrayOf("uuid", ids.stream().map(JobId::value).toArray()));
            statement.setArray(++n, array(connection, "text", jobs, job -> job.type().queue()));
            statement.setArray(++n, array(connection, "text", jobs, job -> job.type().name()));
            statement.setArray(++n, array(connection, "text", jobs, job -> Payloads.write(job.type(), job.payload())));
            statement.setArray(++n, array(connection, "smallint", jobs, NewJob::priority));
            statement.setArray(++n, array(connection, "integer", jobs, NewJob::maxAttempts));
            statement.setArray(++n, array(connection, "timestamptz", jobs, Jobs::runAt));
            statement.setArray(++n, array(connection, "text", jobs, job -> job.unique() == null ? null : job.unique().key()));
            statement.setArray(
                    ++n,
                    array(connection, "boolean", jobs, job -> job.unique() != null && job.unique().untilStart()));
            statement.setArray(++n, array(connection, "text", jobs, NewJob::module));
            statement.setArray(++n, array(connection, "uuid", jobs, NewJob::connector));
            statement.setString(++n, scope.context().tenant().toString());
            Set<UUID> added = new HashSet<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    added.add(row.getObject(1, UUID.class));
                }
            }
            return added;
        }
    }

    private static @Nullable Timestamp runAt(NewJob<?> job) {
        return job.runAt() == null ? null : Timestamp.from(job.runAt());
    }

    /** What a job has in a column. */
    @FunctionalInterface
    private interface Column {
        @Nullable Object of(NewJob<?> job);
    }

    private static java.sql.Array array(Connection connection, String type, List<? extends NewJob<?>> jobs, Column column)
            throws SQLException {
        @Nullable Object[] values = new @Nullable Object[jobs.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = column.of(jobs.get(i));
        }
        return connection.createArrayOf(type, values);
    }

    /** The job that has the unique key; where it has just gone, the one that was not added. */
    private static JobId holder(Connection connection, TenantScope scope, NewJob<?> job, JobId own) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(HOLDER)) {
            statement.setString(1, scope.context().tenant().toString());
            statement.setString(2, job.type().queue());
            statement.setString(3, job.unique() == null ? null : job.unique().key());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? new JobId(row.getObject(1, UUID.class)) : own;
            }
        }
    }
}
