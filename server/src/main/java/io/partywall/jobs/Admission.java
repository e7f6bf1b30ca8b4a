package io.partywall.jobs;

import static io.partywall.jobs.LongBacklogs.GREATEST;
import static io.partywall.jobs.LongBacklogs.LEAST;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Decides whose turn it is, and gives each job its tag: start-time fair queueing (Goyal, Vin, Cheng: "Start-time Fair Queueing",
 * 1996). A tenant's next job begins where its last one ended, or where the queue is now, whichever is later; it ends a unit
 * divided by the tenant's weight later. So a tenant that has waited for nothing gains nothing by it, and one that has a million
 * jobs is only ever a few of them ahead. The jobs whose turns are next go to the worker that asks, or into the line.
 *
 * <p>INVARIANT: one worker admits from a queue at a time, since it holds the queue's row. Nothing else puts a tenant's jobs in line
 * or to work, so that those that are counted here can only become fewer, and a cap is never passed.
 *
 * <p>INVARIANT: a queue is passed over if its row was changed after this statement's snapshot was taken: whoever changed it may
 * have admitted jobs that the snapshot does not show in line, and the beginning of the line would be set behind them. Hence
 * whoever puts a job in line writes the row, whether or not it has something new to say.
 *
 * <p>INVARIANT: no tag in line is below the queue's {@code virtual_time}; both here and at the claim, the look at the line begins
 * there, and passes over what is dead but not yet swept.
 */
final class Admission {

    /**
     * What an admission did.
     *
     * @param isTurn whether it was this worker's turn; otherwise another one is admitting
     * @param shares how many shares were made, whose jobs the next admission finds
     * @param moved how many jobs came into line, or were put aside because their type is paused
     * @param inLine how many jobs were in line before; counted up to as many as were to be left there, and one at least
     * @param claims the jobs that are this worker's now, in the order of their turns
     */
    record Admitted(boolean isTurn, int shares, int moved, int inLine, List<Claim> claims) {}

    /** Of how much virtual time a job is, at weight 1. */
    private static final long UNIT = 1_000_000;

    /** A backlog is long when no fewer are found at its beginning; those that are taken leave as much behind that is gone. */
    private static final int MANY = 50;

    // Every lane with a backlog is found by a jump from one to the next in the index; what is behind its first is not
    // looked at, nor what was before the first of a long one. Candidates are not locked before they are chosen; then
    // they are looked at again, in their newest versions. One that somebody has locked cannot be had, and its turn is
    // over all the same: it would be the next for as long as that lasts, and keep the others waiting.
    static final String ADMIT = """
        with recursive asked as materialized (
            select ?::bigint as take, ?::bigint as leave
        ), turn as materialized (
            select q.* from (
                select q.ctid as at, q.name, q.cap, q.virtual_time, q.last_tag from app.job_queues q
                where q.name = any (?) and q.paused_at is null
                order by q.name for no key update skip locked) q
            where exists (select from app.job_queues seen where seen.ctid = q.at)
        ), lane as (
            select %1$s as tenant_id, '' as queue, 0::smallint as priority, %1$s as id, false as known
            union all
            select coalesce(j.tenant_id, s.tenant_id), coalesce(j.queue, s.queue), coalesce(j.priority, s.head_priority),
                coalesce(j.id, s.head_id), j.id is null
            from lane left join lateral (
                %3$s) s on true
            left join lateral (
                select j.tenant_id, j.queue, j.priority, j.id from app.jobs j where j.state = 'HELD' and not j.parked
                and (j.tenant_id, j.queue) > (lane.tenant_id, lane.queue)
                and (j.tenant_id, j.queue) < (coalesce(s.tenant_id, %2$s), coalesce(s.queue, ''))
                order by j.tenant_id, j.queue, j.priority, j.id limit 1) j on true
            where j.id is not null or s.head_id is not null
        ), backlog as materialized (
            select lane.*, turn.cap from lane join turn on turn.name = lane.queue
            join app.tenants t on t.id = lane.tenant_id and t.status in ('TRIAL', 'ACTIVE')
        ), line as materialized (
            select turn.name, coalesce(first.tag, turn.last_tag) as now,
                (select count(*) from (select from app.jobs j
                    where j.queue = turn.name and j.state = 'PENDING' and j.fair_tag >= turn.virtual_time
                    limit greatest(asked.leave, 1)) waiting) as jobs
            from asked cross join turn left join lateral (
                select j.fair_tag as tag from app.jobs j
                where j.queue = turn.name and j.state = 'PENDING' and j.fair_tag >= turn.virtual_time
                order by j.fair_tag, j.id limit 1) first on true
        ), active as materialized (
            select a.tenant_id, a.queue, count(*) as jobs from (
                select j.tenant_id, j.queue from turn join app.jobs j
                on j.queue = turn.name and j.state = 'PENDING' and j.fair_tag >= turn.virtual_time
                union all
                select j.tenant_id, j.queue from app.jobs j where j.state = 'PROCESSING' and j.lease_until > '-infinity') a
            group by a.tenant_id, a.queue
        ), made as (
            insert into app.job_shares (tenant_id, id, queue)
            select b.tenant_id, gen_random_uuid(), b.queue from backlog b
            cross join lateral (select from app.tenants t where t.id = b.tenant_id for key share skip locked) t
            where not exists (select from app.job_shares s where s.tenant_id = b.tenant_id and s.queue = b.queue)
            on conflict (tenant_id, queue) do nothing
            returning 1
        ), share as materialized (
            select b.tenant_id, b.queue, b.priority, b.id, b.known, s.weight, s.virtual_time,
                case when coalesce(s.cap, b.cap) is null then 2147483647 else coalesce(s.cap, b.cap) - coalesce((
                    select a.jobs from active a where a.tenant_id = b.tenant_id and a.queue = b.queue), 0) end as free
            from backlog b cross join lateral (
                select s.weight, s.virtual_time, s.cap from app.job_shares s
                where s.tenant_id = b.tenant_id and s.queue = b.queue for no key update skip locked) s
        ), room as materialized (
            select s.tenant_id, s.queue, s.priority, s.id, s.known, greatest(s.virtual_time, line.now) as begins, ? / s.weight as step,
                asked.take + greatest(asked.leave - line.jobs, 0) as places,
                least(s.free, asked.take + asked.leave, greatest(8, 20 * (asked.take + asked.leave) * s.weight
                    / sum(s.weight) over (partition by s.queue)))::integer as jobs
            from asked cross join share s join line on line.name = s.queue
        ), candidate as materialized (
            select room.tenant_id, room.queue, room.step, room.places, j.priority, j.id, room.begins + room.step * (row_number() over (
                partition by room.tenant_id, room.queue order by j.priority, j.id) - 1) as tag
            from room cross join lateral (
                select j.id, j.priority from app.jobs j
                where j.tenant_id = room.tenant_id and j.queue = room.queue and j.state = 'HELD' and not j.parked
                and (j.priority, j.id) >= (room.priority, room.id)
                order by j.priority, j.id limit room.jobs) j
            where room.jobs > 0
        ), ranked as materialized (
            select c.*, row_number() over (partition by c.queue order by c.tag, c.id) as place from candidate c
        ), chosen as materialized (
            select r.tenant_id, r.queue, r.step, r.priority, r.id, r.tag, row_number() over (order by r.place, r.queue) as place
            from ranked r where r.place <= r.places
            order by r.place, r.queue limit (select take + leave from asked)
        ), next as materialized (
            select c.*, j.paused from chosen c left join lateral (
                select j.type in (select p.type from app.paused_job_types p) as paused from app.jobs j
                where j.tenant_id = c.tenant_id and j.queue = c.queue and j.priority = c.priority and j.id = c.id
                and j.state::text = 'HELD' and not j.parked
                for update skip locked) j on true
        ), parked as (
            update app.jobs j set parked = true, updated_at = now() from next
            where next.paused and j.tenant_id = next.tenant_id and j.id = next.id
            returning 1
        ), lined as (
            update app.jobs j set state = 'PENDING', updated_at = now(), fair_tag = next.tag from next
            where not next.paused and next.place > (select take from asked) and j.tenant_id = next.tenant_id and j.id = next.id
            returning 1
        ), claimed as (
            update app.jobs j
            set fair_tag = next.tag, %4$s
            from next
            where not next.paused and next.place <= (select take from asked) and j.tenant_id = next.tenant_id and j.id = next.id
            returning j.tenant_id, j.id, j.type, j.payload, j.attempts, j.max_attempts, true as runnable,
                j.started_at, next.place
        ), seen as materialized (
            select all_of.tenant_id, all_of.queue, bool_or(known) as known, max(asked) as asked, count(candidate) as found,
                count(chosen) as chosen, max(tag) as tag, max(ends) as ends, bool_or(waiting) as waiting,
                coalesce(max(priority) filter (where chosen is not null), max(priority)) as head_priority,
                coalesce((array_agg(chosen order by place desc) filter (where chosen is not null))[1],
                    (array_agg(first) filter (where first is not null))[1]) as head_id
            from (
                select r.tenant_id, r.queue, r.known, r.jobs as asked, r.priority, r.id as first, null::uuid as candidate,
                    null::uuid as chosen, null::bigint as place, null::bigint as tag, null::bigint as ends, null::boolean as waiting
                from room r
                union all
                select c.tenant_id, c.queue, null, null, null, null, c.id, null, null, null, null, null from candidate c
                union all
                select n.tenant_id, n.queue, null, null, n.priority, null, null, n.id, n.place,
                    case when n.paused is not true then n.tag end, case when n.paused is not true then n.tag + n.step end,
                    not coalesce(n.paused, true) and n.place > (select take from asked)
                from next n) all_of
            group by all_of.tenant_id, all_of.queue
        ), shared as (
            update app.job_shares s set virtual_time = coalesce(seen.ends, s.virtual_time),
                is_long = s.is_long or seen.found >= least(seen.asked, %5$d),
                head_priority = seen.head_priority, head_id = seen.head_id,
                next_look_at = case when s.is_long and seen.found > 0 then s.next_look_at else now() + interval '1 second' end
            from seen
            where s.tenant_id = seen.tenant_id and s.queue = seen.queue
            and (seen.chosen > 0 or not seen.known
                or (seen.found = 0 and seen.asked > 0 and s.next_look_at > now() + interval '1 second'))
        ), turned as (
            update app.job_queues q set virtual_time = line.now, last_tag = greatest(q.last_tag, given.tag)
            from line left join (select queue, max(tag) as tag, bool_or(waiting) as waiting from seen group by queue) given
                on given.queue = line.name
            where q.name = line.name and (given.waiting or given.tag > q.last_tag or q.virtual_time <> line.now)
        )
        select claimed.*, done.* from (select exists (select from turn) as is_turn, (select count(*) from made) as made,
            (select count(*) from lined) + (select count(*) from parked) as moved,
            coalesce((select sum(jobs) from line), 0) as in_line) done
        left join claimed on true order by claimed.place
        """.formatted(LEAST, GREATEST, LongBacklogs.NEXT, Claims.TAKEN, MANY);

    private final String[] queues;
    private final String worker;
    private final Duration lease;

    Admission(String[] queues, String worker, Duration lease) {
        this.queues = queues.clone();
        this.worker = worker;
        this.lease = lease;
    }

    /**
     * Admits the jobs whose turns are next.
     *
     * @param take how many this worker claims at once
     * @param leave how many should be in line besides, for other workers and for the next claims
     */
    Admitted admit(Connection platform, int take, int leave) throws SQLException {
        Array names = platform.createArrayOf("text", queues);
        try (PreparedStatement statement = platform.prepareStatement(ADMIT)) {
            statement.setLong(1, take);
            statement.setLong(2, leave);
            statement.setArray(3, names);
            statement.setLong(4, UNIT);
            statement.setString(5, worker);
            statement.setLong(6, lease.toMillis());
            List<Claim> claims = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                Admitted admitted = null;
                while (row.next()) {
                    if (row.getObject(1) != null) {
                        claims.add(Claims.claim(row));
                    }
                    admitted = new Admitted(row.getBoolean(10), row.getInt(11), row.getInt(12), row.getInt(13), claims);
                }
                return Objects.requireNonNull(admitted);
            }
        }
    }
}
