package io.partywall.jobs;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Shows the queue to an operator: the jobs of all tenants, waiting, running and over. Looks and changes nothing; every look is
 * bounded, and is refused with a {@link JobRefused} where it would take longer than 20 seconds. Safe for use by several threads.
 */
public final class JobBoard {

    /** The queues and the types that are paused. */
    public record Paused(List<String> queues, List<String> types) {}

    /** How many jobs are listed at most. */
    public static final int LONGEST_LIST = 1_000;

    private static final String FIND = """
        select %1$s from app.tenants t cross join lateral (
            select j.* from %2$s j where j.tenant_id = t.id and j.id = ? limit 1) j
        limit 1
        """;

    private static final String UNFINISHED = "select " + JobRows.UNFINISHED + """
        from unnest(?::uuid[], ?::uuid[]) as told (tenant_id, id)
        join app.jobs j on j.tenant_id = told.tenant_id and j.id = told.id join app.tenants t on t.id = j.tenant_id
        """;

    private static final String FINISHED = "select " + JobRows.FINISHED + """
        from unnest(?::uuid[], ?::uuid[], ?::timestamptz[]) as told (tenant_id, id, finished_at)
        join app.finished_jobs j on j.tenant_id = told.tenant_id and j.id = told.id and j.finished_at = told.finished_at
        join app.tenants t on t.id = j.tenant_id
        """;

    private final Transactions transactions;

    /** Jobs of the database that this data source reaches, logged in as the platform role. */
    public JobBoard(DataSource platform) {
        this.transactions = new Transactions(platform);
    }

    /** The job with this id, whosever it is. */
    public Optional<Job> find(JobId id) {
        return transactions.read(connection -> find(connection, id));
    }

    static Optional<Job> find(Connection connection, JobId id) throws SQLException {
        Optional<Job> unfinished = find(connection, FIND.formatted(JobRows.UNFINISHED, "app.jobs"), id);
        return unfinished.isPresent()
                ? unfinished
                : find(connection, FIND.formatted(JobRows.FINISHED, "app.finished_jobs"), id);
    }

    private static Optional<Job> find(Connection connection, String sql, JobId id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, id.value());
            try (ResultSet rows = statement.executeQuery()) {
                return JobRows.list(rows).stream().findFirst();
            }
        }
    }

    /** The job with this id, whosever it is; {@link JobRefused} where there is none, or none any more. */
    public Job get(JobId id) {
        return find(id).orElseThrow(() -> unknown(id));
    }

    static JobRefused unknown(JobId id) {
        return new JobRefused("there is no job " + id + ": 'partywall jobs list' shows those there are");
    }

    /** The newest jobs that the filter means, the newest first: of what waits and runs, and of the history. */
    public List<Job> list(JobFilter filter, int limit) {
        if (limit < 1 || limit > LONGEST_LIST) {
            throw new JobRefused("a list has 1 to " + LONGEST_LIST + " jobs, unlike " + limit);
        }
        return transactions.read(connection -> {
            List<Listing.Found> found = Listing.newest(connection, filter, limit);
            List<Job> jobs = new ArrayList<>(fetch(connection, UNFINISHED, found, one -> one.finishedAt() == null));
            jobs.addAll(fetch(connection, FINISHED, found, one -> one.finishedAt() != null));
            jobs.sort((one, other) -> JobId.NEWEST_FIRST.compare(one.id(), other.id()));
            return List.copyOf(jobs);
        });
    }

    private static List<Job> fetch(
            Connection connection, String sql, List<Listing.Found> found, Predicate<Listing.Found> which)
            throws SQLException {
        List<Listing.Found> some = found.stream().filter(which).toList();
        if (some.isEmpty()) {
            return List.of();
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "uuid", some.stream().map(f -> f.tenant().value()).toArray()));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "uuid", some.stream().map(f -> f.id().value()).toArray()));
            if (sql.equals(FINISHED)) {
                statement.setArray(
                        3,
                        connection.createArrayOf(
                                "timestamptz",
                                some.stream().map(Listing.Found::finishedAt).toArray()));
            }
            try (ResultSet rows = statement.executeQuery()) {
                return JobRows.list(rows);
            }
        }
    }

    /** How many jobs the filter means, in each state that it asks for; the list with the same filter shows the newest of these. */
    public Map<JobState, Count> counts(JobFilter filter) {
        return transactions.read(connection -> Counting.byState(connection, filter));
    }

    /** Why the job waits, as things are now, and its place. */
    public Waiting waiting(Job job) {
        return transactions.read(connection -> Place.of(connection, job));
    }

    /** What is paused. */
    public Paused paused() {
        return transactions.read(connection -> new Paused(
                texts(connection, "select name from app.job_queues where paused_at is not null order by name"),
                texts(connection, "select type from app.paused_job_types order by type")));
    }

    static List<String> texts(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            List<String> texts = new ArrayList<>();
            while (row.next()) {
                texts.add(row.getString(1));
            }
            return texts;
        }
    }

    /** What the tenants ask of the queues now, the busiest first, up to so many; all counted, however long that takes. */
    public List<TenantLoad> loads(@Nullable String queue, Duration deadSince, int limit) {
        return watch(queue, deadSince).read(limit).lanes();
    }

    /**
     * Watches what the tenants ask of the queues, for somebody who looks again and again.
     *
     * @param queue only this one; null is all of them
     * @param deadSince how far back DEAD jobs are counted
     */
    public LoadWatch watch(@Nullable String queue, Duration deadSince) {
        return new LoadWatch(transactions, queue, deadSince);
    }
}
