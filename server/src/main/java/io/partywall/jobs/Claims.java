package io.partywall.jobs;

import io.partywall.isolation.TenantId;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/** Takes the jobs whose turn it is from the line: in each queue one look at the head of one index, and in turns between queues. */
final class Claims {

    /** What a job becomes when it is claimed; the worker and its lease in milliseconds are to be bound. */
    static final String TAKEN = """
        state = 'PROCESSING', updated_at = now(), attempts = j.attempts + 1, worker = ?, started_at = clock_timestamp(),
            lease_until = now() + ? * interval '1 millisecond', progress = null, progress_note = null,
            unique_key = case when not j.unique_until_start then j.unique_key end\
        """;

    /** Materialized: a subquery with LIMIT could be run again for every row that is updated, and more be claimed than asked. */
    static final String CLAIM = """
        with line as materialized (
            select q.name, q.virtual_time from app.job_queues q where q.name = any (?) and q.paused_at is null
        ), head as materialized (
            select line.name, j.* from line cross join lateral (
                select j.tenant_id, j.id, j.fair_tag from app.jobs j
                where j.queue = line.name and j.state = 'PENDING' and j.fair_tag >= line.virtual_time
                order by j.fair_tag, j.id limit ? for update skip locked) j
        ), next as materialized (
            select head.tenant_id, head.id, row_number() over (partition by head.name order by head.fair_tag, head.id) as place
            from head order by place limit ?
        )
        update app.jobs j
        set %s
        from next where j.tenant_id = next.tenant_id and j.id = next.id
        returning j.tenant_id, j.id, j.type, j.payload, j.attempts, j.max_attempts,
            (select t.status in ('TRIAL', 'ACTIVE') from app.tenants t where t.id = j.tenant_id), j.started_at, next.place
        """.formatted(TAKEN);

    private record Placed(long place, Claim claim) {}

    private final String[] queues;
    private final String worker;
    private final Duration lease;

    Claims(String[] queues, String worker, Duration lease) {
        this.queues = queues.clone();
        this.worker = worker;
        this.lease = lease;
    }

    /** Up to so many jobs, in the order of their turns; none where the line is empty. */
    List<Claim> claim(Connection platform, int most) throws SQLException {
        Array names = platform.createArrayOf("text", queues);
        try (PreparedStatement statement = platform.prepareStatement(CLAIM)) {
            statement.setArray(1, names);
            statement.setInt(2, most);
            statement.setInt(3, most);
            statement.setString(4, worker);
            statement.setLong(5, lease.toMillis());
            List<Placed> claimed = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    claimed.add(new Placed(row.getLong(9), claim(row)));
                }
            }
            Collections.sort(claimed, (one, other) -> Long.compare(one.place(), other.place()));
            return claimed.stream().map(Placed::claim).toList();
        }
    }

    static Claim claim(ResultSet row) throws SQLException {
        return new Claim(
                new TenantId(row.getObject(1, UUID.class)),
                new JobId(row.getObject(2, UUID.class)),
                row.getString(3),
                row.getString(4),
                row.getInt(5),
                row.getInt(6),
                row.getBoolean(7),
                row.getObject(8, OffsetDateTime.class).toInstant());
    }
}
