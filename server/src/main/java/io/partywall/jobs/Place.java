package io.partywall.jobs;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Finds a job's place in the queue, by looks into the indexes that admission and claims use. */
final class Place {

    private static final String FACTS = """
        select j.state, j.queue, j.type, j.priority, j.attempts, j.run_at, j.run_at > now() as is_early, j.fair_tag, j.worker,
            t.slug, t.status in ('TRIAL', 'ACTIVE') as runnable, q.name is not null as served, q.virtual_time,
            q.paused_at as queue_paused, p.paused_at as type_paused, coalesce(s.cap, q.cap) as cap
        from app.jobs j join app.tenants t on t.id = j.tenant_id
        left join app.job_queues q on q.name = j.queue
        left join app.paused_job_types p on p.type = j.type
        left join app.job_shares s on s.tenant_id = j.tenant_id and s.queue = j.queue
        where j.tenant_id = ? and j.id = ?
        """;

    private static final String OWN_BEFORE = """
        select count(*) from (select from app.jobs j
            where j.tenant_id = ? and j.queue = ? and j.state = 'HELD' and not j.parked and (j.priority, j.id) < (?, ?)
            limit ?) bounded
        """;

    private static final String LINE_BEFORE = """
        select count(*) from (select from app.jobs j
            where j.queue = ? and j.state = 'PENDING' and j.fair_tag >= ? and (j.fair_tag, j.id) < (?, ?)
            limit ?) bounded
        """;

    private static final String ACTIVE = """
        select count(*) from (
            select from app.jobs j
            where j.queue = ? and j.state = 'PENDING' and j.fair_tag >= ? and j.tenant_id = ?
            union all
            select from app.jobs j
            where j.state = 'PROCESSING' and j.lease_until > '-infinity' and j.tenant_id = ? and j.queue = ?) active
        """;

    private final Connection connection;
    private final Job job;

    private Place(Connection connection, Job job) {
        this.connection = connection;
        this.job = job;
    }

    static Waiting of(Connection connection, Job job) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FACTS)) {
            statement.setObject(1, job.tenant().value());
            statement.setObject(2, job.id().value());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? new Place(connection, job).read(row) : new Waiting.Nothing(null);
            }
        }
    }

    private Waiting read(ResultSet row) throws SQLException {
        JobState state = JobState.valueOf(row.getString("state"));
        if (state == JobState.PROCESSING) {
            return new Waiting.Nothing(row.getString("worker"));
        }
        if (row.getBoolean("is_early") && (state == JobState.SCHEDULED || state == JobState.FAILED)) {
            return new Waiting.ForTime(
                    JobRows.time(row, "run_at"), state == JobState.FAILED ? row.getInt("attempts") : 0);
        }
        if (!row.getBoolean("served")) {
            return new Waiting.NeverServed(row.getString("queue"));
        }
        if (!row.getBoolean("runnable")) {
            return new Waiting.TenantSuspended(row.getString("slug"));
        }
        @Nullable Instant queuePaused = JobRows.findTime(row, "queue_paused");
        if (queuePaused != null) {
            return new Waiting.QueuePaused(row.getString("queue"), queuePaused);
        }
        @Nullable Instant typePaused = JobRows.findTime(row, "type_paused");
        if (typePaused != null) {
            return new Waiting.TypePaused(row.getString("type"), typePaused);
        }
        return state == JobState.PENDING ? inLine(row) : behindOwn(row);
    }

    private Waiting inLine(ResultSet row) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LINE_BEFORE)) {
            statement.setString(1, row.getString("queue"));
            statement.setLong(2, row.getLong("virtual_time"));
            statement.setLong(3, row.getLong("fair_tag"));
            statement.setObject(4, job.id().value());
            statement.setInt(5, Count.MOST + 1);
            return new Waiting.InLine(count(statement));
        }
    }

    private Waiting behindOwn(ResultSet row) throws SQLException {
        Count before;
        try (PreparedStatement statement = connection.prepareStatement(OWN_BEFORE)) {
            statement.setObject(1, job.tenant().value());
            statement.setString(2, row.getString("queue"));
            statement.setShort(3, row.getShort("priority"));
            statement.setObject(4, job.id().value());
            statement.setInt(5, Count.MOST + 1);
            before = count(statement);
        }
        int cap = row.getInt("cap");
        if (row.wasNull()) {
            return new Waiting.BehindOwn(before);
        }
        int active = active(row);
        return active >= cap ? new Waiting.CapReached(active, cap, before) : new Waiting.BehindOwn(before);
    }

    private int active(ResultSet row) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ACTIVE)) {
            statement.setString(1, row.getString("queue"));
            statement.setLong(2, row.getLong("virtual_time"));
            statement.setObject(3, job.tenant().value());
            statement.setObject(4, job.tenant().value());
            statement.setString(5, row.getString("queue"));
            try (ResultSet counted = statement.executeQuery()) {
                counted.next();
                return counted.getInt(1);
            }
        }
    }

    private static Count count(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            row.next();
            return Count.of(row.getLong(1));
        }
    }
}
