package io.partywall.jobs;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Lets the next jobs of each tenant into the line, and gives each its tag: start-time fair queueing (Goyal, Vin, Cheng:
 * "Start-time Fair Queueing", 1996). A tenant's next job begins where the last one ended, or where the line is now, whichever
 * is later; it ends a unit divided by the tenant's weight later. So a tenant that has waited for nothing gains nothing by it,
 * and one that has a million jobs is only ever a few of them ahead.
 *
 * <p>INVARIANT: one process admits into a queue at a time, since it holds the queue's row; a share's {@code active} is only
 * raised here, under that lock and the share's own, so that a cap is never passed.
 *
 * <p>INVARIANT: no tag in line is below the queue's {@code virtual_time}; both here and at the claim, the look at the head
 * begins there, and passes over what is dead but not yet swept.
 */
final class Admission {

    /** What an admission did: how many jobs came into line, and how many shares were made, whose jobs the next one admits. */
    record Admitted(int jobs, int shares) {}

    /** Of how much virtual time a job is, at weight 1. */
    private static final long UNIT = 1_000_000;

    // Every lane with a backlog is found by a jump from one to the next in the index; what is behind its first is not looked at.
    private static final String ADMIT = """
        with recursive turn as materialized (
            select q.name, q.cap, q.virtual_time, q.last_tag from app.job_queues q
            where q.name = any (?) and q.paused_at is null
            order by q.name for no key update skip locked
        ), lane as (
            (select j.tenant_id, j.queue from app.jobs j where j.state = 'HELD' and not j.parked
                order by j.tenant_id, j.queue limit 1)
            union all
            select next.tenant_id, next.queue from lane cross join lateral (
                select j.tenant_id, j.queue from app.jobs j where j.state = 'HELD' and not j.parked
                and (j.tenant_id, j.queue) > (lane.tenant_id, lane.queue)
                order by j.tenant_id, j.queue limit 1) next
        ), backlog as materialized (
            select lane.tenant_id, lane.queue, turn.cap from lane join turn on turn.name = lane.queue
            join app.tenants t on t.id = lane.tenant_id and t.status in ('TRIAL', 'ACTIVE')
        ), head as materialized (
            select turn.name, coalesce((select j.fair_tag from app.jobs j
                where j.queue = turn.name and j.state = 'PENDING' and j.fair_tag >= turn.virtual_time
                order by j.fair_tag, j.id limit 1), turn.last_tag) as tag
            from turn
        ), in_line as materialized (
            select j.tenant_id, j.queue, count(*) as jobs from turn join app.jobs j
                on j.queue = turn.name and j.state = 'PENDING' and j.fair_tag >= turn.virtual_time
            group by j.tenant_id, j.queue
        ), made as (
            insert into app.job_shares (tenant_id, id, queue)
            select b.tenant_id, gen_random_uuid(), b.queue from backlog b
            where not exists (select from app.job_shares s where s.tenant_id = b.tenant_id and s.queue = b.queue)
            on conflict (tenant_id, queue) do nothing
            returning 1
        ), share as materialized (
            select b.tenant_id, b.queue, s.weight, s.virtual_time, s.active, coalesce(s.cap, b.cap) as cap
            from backlog b cross join lateral (
                select s.weight, s.virtual_time, s.active, s.cap from app.job_shares s
                where s.tenant_id = b.tenant_id and s.queue = b.queue for no key update skip locked) s
        ), lane_now as (
            select tenant_id, queue, max(weight) as weight, max(virtual_time) as virtual_time, max(active) as active,
                max(cap) as cap, sum(jobs) as in_line
            from (select share.*, 0 as jobs from share
                union all select tenant_id, queue, null, null, null, null, jobs from in_line) seen
            group by tenant_id, queue having max(weight) is not null
        ), room as materialized (
            select l.tenant_id, l.queue, greatest(l.virtual_time, head.tag) as begins, ? / l.weight as step,
                least(coalesce(l.cap - l.active, 2147483647), greatest(
                    ceil(?::bigint * l.weight / sum(l.weight) over (partition by l.queue)), 2) - l.in_line)::integer as jobs
            from lane_now l join head on head.name = l.queue
        ), next as materialized (
            select room.tenant_id, room.queue, room.begins, room.step, j.id, j.priority,
                j.type in (select p.type from app.paused_job_types p) as paused
            from room cross join lateral (
                select j.id, j.priority, j.type from app.jobs j
                where j.tenant_id = room.tenant_id and j.queue = room.queue and j.state = 'HELD' and not j.parked
                order by j.priority, j.id limit room.jobs for update skip locked) j
            where room.jobs > 0
        ), parked as (
            update app.jobs j set parked = true from next
            where next.paused and j.tenant_id = next.tenant_id and j.id = next.id
            returning 1
        ), tagged as materialized (
            select tenant_id, queue, id, step, begins + step * (row_number() over (
                partition by tenant_id, queue order by priority, id) - 1) as tag
            from next where not paused
        ), admitted as (
            update app.jobs j set state = 'PENDING', fair_tag = tagged.tag from tagged
            where j.tenant_id = tagged.tenant_id and j.id = tagged.id
            returning 1
        ), total as materialized (
            select tenant_id, queue, count(*) as jobs, max(tag) as tag, max(tag + step) as ends
            from tagged group by tenant_id, queue
        ), shared as (
            update app.job_shares s set virtual_time = total.ends, active = s.active + total.jobs from total
            where s.tenant_id = total.tenant_id and s.queue = total.queue
            returning 1
        ), turned as (
            update app.job_queues q set virtual_time = head.tag, last_tag = greatest(q.last_tag, given.tag)
            from head left join (select queue, max(tag) as tag from total group by queue) given on given.queue = head.name
            where q.name = head.name and (given.tag is not null or q.virtual_time <> head.tag)
            returning 1
        )
        select (select count(*) from admitted) + (select count(*) from parked), (select count(*) from made)
        """;

    private final String[] queues;

    Admission(String[] queues) {
        this.queues = queues.clone();
    }

    /**
     * Admits what there is room for.
     *
     * @param room how many jobs should be in line, of all tenants of a queue together; each has room for two at least
     */
    Admitted admit(Connection platform, int room) throws SQLException {
        Array names = platform.createArrayOf("text", queues);
        try (PreparedStatement statement = platform.prepareStatement(ADMIT)) {
            statement.setArray(1, names);
            statement.setLong(2, UNIT);
            statement.setLong(3, room);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Admitted(row.getInt(1), row.getInt(2));
            }
        }
    }
}
