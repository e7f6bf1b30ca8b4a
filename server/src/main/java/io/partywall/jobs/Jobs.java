package io.partywall.jobs;

import io.partywall.isolation.TenantScope;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
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

    private static final String HOLDERS = """
        select told.number, j.id
        from unnest(?::text[], ?::text[]) with ordinality as told (queue, unique_key, number)
        join app.jobs j on j.tenant_id = ?::uuid and j.queue = told.queue and j.unique_key = told.unique_key
        """;

    /** How often a key may change hands between two looks at it; each time somebody else's job has come and gone. */
    private static final int TRIES = 100;

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
        try (Connection connection = scope.dataSource().getConnection()) {
            List<Enqueued> enqueued = add(connection, scope, jobs);
            scope.afterCommit(bell::ring);
            return enqueued;
        } catch (SQLException failure) {
            throw new DataAccessException("the jobs could not be added: " + failure.getMessage(), failure);
        }
    }

    /** Has idle workers look at once whether there is something to do, which they do by themselves otherwise, a little later. */
    public void wake() {
        bell.ring();
    }

    /** Those whose key was taken, and is free when its holder is looked for, are added once more. */
    private static List<Enqueued> add(Connection connection, TenantScope scope, List<? extends NewJob<?>> jobs)
            throws SQLException {
        @Nullable Enqueued[] became = new @Nullable Enqueued[jobs.size()];
        int[] left = IntStream.range(0, became.length).toArray();
        for (int i = 0; left.length > 0; i++) {
            List<? extends NewJob<?>> some =
                    Arrays.stream(left).mapToObj(jobs::get).toList();
            if (i == TRIES) {
                throw new DataAccessException(
                        "the unique key '" + key(some.getFirst()) + "' changes hands all the time");
            }
            @Nullable Enqueued[] done = addOnce(connection, scope, some);
            for (int n = 0; n < done.length; n++) {
                became[left[n]] = done[n];
            }
            left = Arrays.stream(left).filter(n -> became[n] == null).toArray();
        }
        return Arrays.stream(became).map(Objects::requireNonNull).toList();
    }

    private static @Nullable Enqueued[] addOnce(
            Connection connection, TenantScope scope, List<? extends NewJob<?>> jobs) throws SQLException {
        List<JobId> ids = jobs.stream().map(job -> JobId.create()).toList();
        Set<UUID> added = insert(connection, scope, ids, jobs);
        int[] taken = IntStream.range(0, jobs.size())
                .filter(n -> !added.contains(ids.get(n).value()))
                .toArray();
        @Nullable Enqueued[] became = new @Nullable Enqueued[jobs.size()];
        for (int n = 0; n < became.length; n++) {
            became[n] = added.contains(ids.get(n).value()) ? new Enqueued(ids.get(n), true) : null;
        }
        if (taken.length > 0) {
            List<? extends NewJob<?>> refused =
                    Arrays.stream(taken).mapToObj(jobs::get).toList();
            holders(connection, scope, refused).forEach((n, id) -> became[taken[n]] = new Enqueued(id, false));
        }
        return became;
    }

    private static Set<UUID> insert(
            Connection connection, TenantScope scope, List<JobId> ids, List<? extends NewJob<?>> jobs)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ENQUEUE)) {
            int n = 0;
            statement.setArray(
                    ++n,
                    connection.createArrayOf(
                            "uuid", ids.stream().map(JobId::value).toArray()));
            statement.setArray(
                    ++n, array(connection, "text", jobs, job -> job.type().queue()));
            statement.setArray(
                    ++n, array(connection, "text", jobs, job -> job.type().name()));
            statement.setArray(++n, array(connection, "text", jobs, job -> Payloads.write(job.type(), job.payload())));
            statement.setArray(++n, array(connection, "smallint", jobs, NewJob::priority));
            statement.setArray(++n, array(connection, "integer", jobs, NewJob::maxAttempts));
            statement.setArray(++n, array(connection, "timestamptz", jobs, Jobs::runAt));
            statement.setArray(++n, array(connection, "text", jobs, Jobs::key));
            statement.setArray(
                    ++n,
                    array(
                            connection,
                            "boolean",
                            jobs,
                            job -> job.unique() != null && job.unique().untilStart()));
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

    /** As text in UTC: the driver would write a Timestamp by the clocks of this machine's zone, which show one hour twice. */
    private static @Nullable String runAt(NewJob<?> job) {
        return job.runAt() == null ? null : job.runAt().toString();
    }

    /** What a job has in a column. */
    @FunctionalInterface
    private interface Column {
        @Nullable
        Object of(NewJob<?> job);
    }

    private static java.sql.Array array(
            Connection connection, String type, List<? extends NewJob<?>> jobs, Column column) throws SQLException {
        @Nullable Object[] values = new @Nullable Object[jobs.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = column.of(jobs.get(i));
        }
        return connection.createArrayOf(type, values);
    }

    private static @Nullable String key(NewJob<?> job) {
        return job.unique() == null ? null : job.unique().key();
    }

    /** The jobs that have the unique keys of these, by their place; where one has just gone, none. */
    private static Map<Integer, JobId> holders(Connection connection, TenantScope scope, List<? extends NewJob<?>> jobs)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(HOLDERS)) {
            statement.setArray(
                    1, array(connection, "text", jobs, job -> job.type().queue()));
            statement.setArray(2, array(connection, "text", jobs, Jobs::key));
            statement.setString(3, scope.context().tenant().toString());
            Map<Integer, JobId> holders = new HashMap<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    holders.put(row.getInt(1) - 1, new JobId(row.getObject(2, UUID.class)));
                }
            }
            return holders;
        }
    }
}
