package io.partywall.jobs;

import static io.partywall.jobs.LongBacklogs.LEAST;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import org.postgresql.PGStatement;

/**
 * Brings jobs whose time has come to their tenants' backlogs. Those that were brought leave index entries behind, which nothing
 * but a vacuum removes: where the others begin is remembered, and all is looked at now and then, for jobs that were added or
 * failed in a transaction that took long. For one thread.
 */
final class DueJobs {

    // Tenant by tenant, so that a million jobs that one has scheduled for noon do not stand before another's.
    static final String BRING_DUE = """
        with recursive asked as materialized (
            select ?::timestamptz as since, ?::integer as most
        ), lane as (
            select %s as tenant_id, '' as queue
            union all
            select next.tenant_id, next.queue from lane cross join lateral (
                select j.tenant_id, j.queue from app.jobs j where j.state in ('SCHEDULED', 'FAILED')
                and (j.tenant_id, j.queue) > (lane.tenant_id, lane.queue) and j.run_at >= (select since from asked)
                order by j.tenant_id, j.queue, j.run_at limit 1) next
        ), due as materialized (
            select j.* from lane cross join lateral (
                select j.tenant_id, j.queue, j.id, j.run_at from app.jobs j
                where j.tenant_id = lane.tenant_id and j.queue = lane.queue and j.state in ('SCHEDULED', 'FAILED')
                and j.run_at >= (select since from asked) and j.run_at <= now()
                order by j.run_at limit (select most from asked) for update skip locked) j
        ), brought as (
            update app.jobs j set state = 'HELD', updated_at = now()
            from due where j.tenant_id = due.tenant_id and j.id = due.id
            returning 1
        )
        select (select count(*) from brought), least(now() - interval '1 second', (
            select min(last) from (
                select max(due.run_at) as last from due group by due.tenant_id, due.queue
                having count(*) >= (select most from asked)) full_ones))
        """.formatted(LEAST);

    private static final Timestamp EVER = new Timestamp(PGStatement.DATE_NEGATIVE_INFINITY);
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATE = Duration.ofMinutes(1);
    /** Of the time that looking at all of them takes, until it is done again. */
    private static final int SELDOM = 20;

    private Timestamp since = EVER;
    private long allAt = System.nanoTime();

    /** Brings so many of each tenant and queue at most; returns how many came. */
    int bring(Connection platform, int most) throws SQLException {
        long begin = System.nanoTime();
        boolean all = begin - allAt >= 0;
        int brought;
        try (PreparedStatement statement = platform.prepareStatement(BRING_DUE)) {
            statement.setTimestamp(1, all ? EVER : since);
            statement.setInt(2, most);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                brought = row.getInt(1);
                since = row.getTimestamp(2);
            }
        }
        if (all) {
            long took = System.nanoTime() - begin;
            allAt = begin + Math.clamp(SELDOM * took, SOON.toNanos(), LATE.toNanos());
        }
        return brought;
    }
}
