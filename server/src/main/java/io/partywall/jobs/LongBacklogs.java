package io.partywall.jobs;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Before the first job of a long backlog there may be a million index entries of jobs that are gone and not yet swept up. So its
 * share remembers where it begins, and admissions begin there; now and then all of it is looked at beside them, for what has
 * come before. A look that takes no time means that there is nothing to be passed over any more.
 */
final class LongBacklogs {

    /** Before any tenant, and behind all. */
    static final String LEAST = "'00000000-0000-0000-0000-000000000000'::uuid";

    static final String GREATEST = "'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid";

    /** The next one after {@code lane}, in statements that jump from one tenant's backlog to the next. */
    static final String NEXT = """
        select s.tenant_id, s.queue, s.head_priority, s.head_id from app.job_shares s
        where s.is_long and (s.tenant_id, s.queue) > (lane.tenant_id, lane.queue)
        order by s.tenant_id, s.queue limit 1\
        """;

    // A look that takes long is not had often, and neither is the admission after it, which passes over as much if
    // there is something. No lock is held while it lasts.
    private static final String LOOK = """
        with due as materialized (
            select s.tenant_id, s.id, s.queue, s.head_priority, s.head_id, clock_timestamp() as began from app.job_shares s
            where s.is_long and s.next_look_at <= now() order by s.next_look_at limit 1
        ), looked as materialized (
            select due.tenant_id, due.id, first.priority, first.job, clock_timestamp() - due.began as took,
                coalesce((first.priority, first.job) < (due.head_priority, due.head_id), false) as is_before
            from due left join lateral (
                select j.priority, j.id as job from app.jobs j
                where j.tenant_id = due.tenant_id and j.queue = due.queue and j.state = 'HELD' and not j.parked
                order by j.priority, j.id limit 1) first on true
        )
        update app.job_shares s set is_long = l.took > interval '2 milliseconds',
            head_priority = case when l.is_before then l.priority else s.head_priority end,
            head_id = case when l.is_before then l.job else s.head_id end,
            next_look_at = now() + least(greatest(interval '1 second', 20 * l.took), interval '1 minute')
        from looked l where s.tenant_id = l.tenant_id and s.id = l.id
        returning l.is_before
        """;

    private static final Duration LOOKING = Duration.ofMillis(200);

    private LongBacklogs() {}

    /** Looks at those whose time has come, for a while; returns in how many something had come before the others. */
    static int look(Connection platform) throws SQLException {
        long begin = System.nanoTime();
        int found = 0;
        try (PreparedStatement statement = platform.prepareStatement(LOOK)) {
            while (System.nanoTime() - begin < LOOKING.toNanos()) {
                try (ResultSet looked = statement.executeQuery()) {
                    if (!looked.next()) {
                        break;
                    }
                    found += looked.getBoolean(1) ? 1 : 0;
                }
            }
        } catch (SQLException failure) {
            if (!Refusals.isHeldUp(failure)) {
                throw failure;
            }
        }
        return found;
    }
}
