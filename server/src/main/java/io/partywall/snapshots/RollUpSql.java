package io.partywall.snapshots;

import io.partywall.events.Days;

/** The statements of a {@link RollUp}; what derives also removes what has no ground any more, in the same look. */
final class RollUpSql {

    /**
     * Until the transaction ends, nobody else derives this tenant's snapshots: of two connectors that state one day at the same
     * time, the second waits here, and then sees what the first has contributed.
     */
    static final String TAKE_TURNS =
            "select pg_advisory_xact_lock(hashtextextended('app.analytics_snapshots/' || ?, 0))";

    /** Each day's snapshot from what connectors contribute, and none where none does. */
    static final String DERIVE = """
        with wanted as (
            select * from unnest(?::uuid[], ?::date[]) as wanted (id, date)
        ), contribution as (
            select * from app.analytics_contributions where tenant_id = ?::uuid and date = any (?::date[])
        ), share as (
            select date, jsonb_object_agg(source, revenue) as breakdown
            from (select c.date, s.key as source, sum(s.value::numeric) as revenue
                from contribution c cross join jsonb_each_text(c.source_breakdown) s group by c.date, s.key) by_source
            group by date
        ), derived as (
            select date, case when count(*) = 1 then (array_agg(connector_id))[1] end as connector_id,
                sum(sessions)::bigint as sessions, sum(users)::bigint as users,
                sum(conversions)::bigint as conversions, sum(revenue) as revenue
            from contribution group by date
        ), written as (
            insert into app.analytics_snapshots as old
                (tenant_id, id, connector_id, date, sessions, users, conversions, revenue, source_breakdown)
            select ?::uuid, wanted.id, connector_id, date, sessions, users, conversions, revenue,
                coalesce(breakdown, '{}')
            from wanted join derived using (date) left join share using (date)
            on conflict (tenant_id, date) do update
            set connector_id = excluded.connector_id, sessions = excluded.sessions, users = excluded.users,
                conversions = excluded.conversions, revenue = excluded.revenue,
                source_breakdown = excluded.source_breakdown
            where (old.connector_id, old.sessions, old.users, old.conversions, old.revenue, old.source_breakdown)
                is distinct from (excluded.connector_id, excluded.sessions, excluded.users, excluded.conversions,
                    excluded.revenue, excluded.source_breakdown)
        )
        delete from app.analytics_snapshots s
        where s.tenant_id = ?::uuid and s.date = any (?::date[])
        and not exists (select from derived where derived.date = s.date)
        """;

    private RollUpSql() {}

    /**
     * The connector's share of each day, and none for a day that has no facts left. Distinct texts are counted in byte order,
     * which is the same number and much faster than the order of a language.
     */
    static String contribute(Days days) {
        return """
            with wanted as (
                select * from unnest(?::uuid[], ?::date[]) as wanted (id, day)
            ), line as (
                select event.day, event.event_name, event.value, event.subject_id collate "C" as subject_id,
                    (event.properties ->> 'invoice') collate "C" as invoice,
                    coalesce(event.properties ->> 'country', event.properties ->> 'channel', 'other') as origin
                from app.analytics_events event
                where event.tenant_id = ?::uuid and event.connector_id = ?::uuid and event.day = any (?::date[]) and %s
            ), total as (
                select day, coalesce(sum(value), 0) as revenue,
                    count(*) filter (where event_name = 'session_started') as sessions,
                    count(distinct invoice) filter (where invoice not like 'C%%')
                        + count(*) filter (where invoice is null and event_name = 'order_completed') as conversions,
                    count(distinct subject_id) filter (where invoice not like 'C%%'
                        or (invoice is null and event_name = 'order_completed')) as users
                from line group by day
            ), share as (
                select day, jsonb_object_agg(origin, revenue) as breakdown
                from (select day, origin, sum(value) as revenue from line where value is not null group by day, origin) by_origin
                group by day
            ), contributed as (
                insert into app.analytics_contributions as old
                    (tenant_id, id, connector_id, date, sessions, users, conversions, revenue, source_breakdown)
                select ?::uuid, wanted.id, ?::uuid, day, total.sessions, total.users, total.conversions, total.revenue,
                    coalesce(share.breakdown, '{}')
                from wanted join total using (day) left join share using (day)
                on conflict (tenant_id, connector_id, date) do update
                set sessions = excluded.sessions, users = excluded.users, conversions = excluded.conversions,
                    revenue = excluded.revenue, source_breakdown = excluded.source_breakdown
                where (old.sessions, old.users, old.conversions, old.revenue, old.source_breakdown) is distinct from
                    (excluded.sessions, excluded.users, excluded.conversions, excluded.revenue, excluded.source_breakdown)
            )
            delete from app.analytics_contributions c
            where c.tenant_id = ?::uuid and c.connector_id = ?::uuid and c.date = any (?::date[])
            and not exists (select from total where total.day = c.date)
            """.formatted(days.moments());
    }
}
