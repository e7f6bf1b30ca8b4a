package io.partywall.jobs;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stores what attempts came to, many at once.
 *
 * <p>INVARIANT: a job is touched only if it still is this worker's, in this attempt and since the same moment. One that somebody else has taken over
 * (its lease had run out), or that is gone with its tenant, stays as it is.
 *
 * <p>INVARIANT: nothing waits for a lock, since whoever holds one on a job or its tenant (an erasure, for instance)
 * would then hold up the other tenants: what is locked is left for the next time. The foreign keys of history lock the tenant,
 * which is locked here beforehand, and the connector, which only its own tenant may lock: whoever settles has a lock_timeout.
 */
final class Settlement {

    /** An attempt and what it came to. */
    record Settled(Attempt attempt, Outcome outcome) {}

    /** What follows once {@code held} has locked the jobs that are settled, and says how: (tenant_id, id, outcome, result, error, delay). */
    private static final String FOLLOWS = """
        , free as materialized (
            select h.tenant_id from (select distinct held.tenant_id from held) h
            cross join lateral (select from app.tenants t where t.id = h.tenant_id for key share skip locked) t
        ), settled as materialized (
            select * from held where held.tenant_id in (select free.tenant_id from free)
        ), gone as (
            delete from app.jobs j using settled
            where settled.outcome in ('COMPLETED', 'CANCELLED', 'DEAD') and j.tenant_id = settled.tenant_id
            and j.id = settled.id
            returning j.*, settled.outcome, settled.result, settled.error as met
        ), finished as (
            insert into app.finished_jobs (tenant_id, id, queue, type, payload, state, priority, attempts, max_attempts, result,
                error, errors, module_slug, connector_id, run_at, unique_key, unique_until_start, worker, started_at,
                finished_at, created_at)
            select tenant_id, id, queue, type, payload, outcome::app.job_state, priority, attempts, max_attempts, result,
                coalesce(met, error), case when met is null then errors else %1$s end, module_slug, connector_id, run_at,
                unique_key, unique_until_start, worker, started_at, clock_timestamp(), created_at
            from gone
        ), failed as (
            update app.jobs j set state = 'FAILED', updated_at = now(), run_at = now() + settled.delay * interval '1 millisecond',
                error = settled.error, errors = %2$s, worker = null, lease_until = null, started_at = null, fair_tag = null,
                progress = null, progress_note = null
            from settled where settled.outcome = 'FAILED' and j.tenant_id = settled.tenant_id
            and j.id = settled.id
        ), returned as (
            update app.jobs j set state = 'HELD', updated_at = now(), attempts = j.attempts - 1, worker = null, lease_until = null,
                started_at = null, fair_tag = null, progress = null, progress_note = null
            from settled where settled.outcome = 'HELD' and j.tenant_id = settled.tenant_id
            and j.id = settled.id
        )
        """.formatted(
            JobErrors.appended("gone", "met", "gone.worker"), JobErrors.appended("j", "settled.error", "j.worker"));

    // A job whose tenant was suspended before it ended is as if it had not been tried: its statements may have met
    // closed walls.
    static final String SETTLE = """
        with told as materialized (
            select * from unnest(?::uuid[], ?::uuid[], ?::integer[], ?::timestamptz[], ?::text[], ?::jsonb[], ?::text[], ?::bigint[])
                with ordinality as told (tenant_id, id, attempt, started_at, outcome, result, error, delay, number)
        ), held as materialized (
            select told.number, told.tenant_id, told.id, told.result, told.error, told.delay,
                case when j.called_off and (told.outcome in ('FAILED', 'HELD') or not j.runnable) then 'CANCELLED'
                    when told.outcome = 'CANCELLED' or j.runnable then told.outcome else 'HELD' end as outcome
            from told cross join lateral (
                select j.cancel_requested_at is not null as called_off, (select t.status in ('TRIAL', 'ACTIVE')
                    from app.tenants t where t.id = told.tenant_id) as runnable
                from app.jobs j where j.tenant_id = told.tenant_id and j.id = told.id
                and j.state::text = 'PROCESSING' and j.worker = ? and j.attempts = told.attempt and j.started_at = told.started_at for update skip locked) j
        )
        """ + FOLLOWS + """
        select told.number from told where told.number not in (select settled.number from settled)
        and exists (select from app.jobs j where j.tenant_id = told.tenant_id and j.id = told.id
            and j.state::text = 'PROCESSING' and j.worker = ? and j.attempts = told.attempt and j.started_at = told.started_at)
        """;

    /** Jobs whose worker has not been heard of for as long as their lease. They come back at different times: one of them may have taken the others' worker down. */
    static final String RESCUE = """
        with held as materialized (
            select j.tenant_id, j.id, null::jsonb as result,
                'the worker ' || j.worker || ' was not heard of any more while the job ran' as error,
                (1000 * power(2, least(j.attempts, 8)) * (0.5 + random()))::bigint as delay,
                case when j.cancel_requested_at is not null then 'CANCELLED' when j.attempts < j.max_attempts then 'FAILED'
                    else 'DEAD' end as outcome
            from app.jobs j where j.state = 'PROCESSING' and j.lease_until < now()
            order by j.lease_until limit 500 for update of j skip locked
        )
        """ + FOLLOWS + "select count(*) from settled";

    /** Calls off one job of a tenant that does not run. */
    static final String CALL_OFF = """
        with held as materialized (
            select j.tenant_id, j.id, null::jsonb as result, null::text as error,
                0::bigint as delay, 'CANCELLED' as outcome
            from app.jobs j where j.tenant_id = ? and j.id = ? and j.state <> 'PROCESSING'
            for update of j skip locked
        )
        """ + FOLLOWS + "select count(*) from settled";

    /** Calls off jobs that do not run; returns which. */
    static final String CALL_OFF_ALL = """
        with held as materialized (
            select told.tenant_id, told.id, null::jsonb as result, null::text as error,
                0::bigint as delay, 'CANCELLED' as outcome
            from unnest(?::uuid[], ?::uuid[]) as told (tenant_id, id) cross join lateral (
                select from app.jobs j where j.tenant_id = told.tenant_id and j.id = told.id and j.state <> 'PROCESSING' for update skip locked) j
        )
        """ + FOLLOWS + "select id from settled";

    private final String worker;

    Settlement(String worker) {
        this.worker = worker;
    }

    /** Stores them, and returns those that were locked and remain to be stored. */
    Set<Settled> settle(Connection platform, List<Settled> settled) throws SQLException {
        int count = settled.size();
        Object[] tenants = new Object[count];
        Object[] ids = new Object[count];
        Integer[] attempts = new Integer[count];
        String[] starts = new String[count];
        String[] outcomes = new String[count];
        @Nullable String[] results = new @Nullable String[count];
        @Nullable String[] errors = new @Nullable String[count];
        Long[] delays = new Long[count];
        for (int i = 0; i < count; i++) {
            Claim claim = settled.get(i).attempt().claim();
            tenants[i] = claim.tenant().value();
            ids[i] = claim.id().value();
            attempts[i] = claim.attempt();
            starts[i] = claim.startedAt().toString();
            delays[i] = 0L;
            switch (settled.get(i).outcome()) {
                case Outcome.Completed(var result) -> {
                    outcomes[i] = "COMPLETED";
                    results[i] = result;
                }
                case Outcome.Cancelled _ -> outcomes[i] = "CANCELLED";
                case Outcome.Failed(var error, var retryAfter) -> {
                    outcomes[i] = "FAILED";
                    errors[i] = error;
                    delays[i] = retryAfter.toMillis();
                }
                case Outcome.Dead(var error) -> {
                    outcomes[i] = "DEAD";
                    errors[i] = error;
                }
                case Outcome.HandedBack _ -> outcomes[i] = "HELD";
            }
        }
        try (PreparedStatement statement = platform.prepareStatement(SETTLE)) {
            statement.setArray(1, platform.createArrayOf("uuid", tenants));
            statement.setArray(2, platform.createArrayOf("uuid", ids));
            statement.setArray(3, platform.createArrayOf("integer", attempts));
            statement.setArray(4, platform.createArrayOf("timestamptz", starts));
            statement.setArray(5, platform.createArrayOf("text", outcomes));
            statement.setArray(6, platform.createArrayOf("text", results));
            statement.setArray(7, platform.createArrayOf("text", errors));
            statement.setArray(8, platform.createArrayOf("bigint", delays));
            statement.setString(9, worker);
            statement.setString(10, worker);
            Set<Settled> left = new HashSet<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    left.add(settled.get(row.getInt(1) - 1));
                }
            }
            return left;
        }
    }
}
