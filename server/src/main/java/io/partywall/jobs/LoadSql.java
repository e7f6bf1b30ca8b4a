package io.partywall.jobs;

/**
 * Counts of jobs by tenant and queue, as rows (tenant_id, queue, what, jobs, oldest). Each part takes as long as there are rows
 * of its kind; the backlog is the one that may be long.
 */
final class LoadSql {

    private LoadSql() {}

    /** What runs and what is in line, of which there is little, and the head of each backlog. */
    static final String PULSE = """
        with recursive lane as (
            select %1$s as tenant_id, '' as queue, 32767::smallint as priority, null::timestamptz as run_at
            union all
            select coalesce(j.tenant_id, s.tenant_id), coalesce(j.queue, s.queue), coalesce(j.priority, first.priority, 32767::smallint),
                coalesce(j.run_at, first.run_at)
            from lane left join lateral (
                %3$s) s on true
            left join lateral (
                select j.tenant_id, j.queue, j.priority, j.run_at from app.jobs j where j.state = 'HELD' and not j.parked
                and (j.tenant_id, j.queue, j.priority) > (lane.tenant_id, lane.queue, lane.priority)
                and (j.tenant_id, j.queue) < (coalesce(s.tenant_id, %2$s), coalesce(s.queue, ''))
                order by j.tenant_id, j.queue, j.priority, j.id limit 1) j on true
            left join lateral (
                select j.priority, j.run_at from app.jobs j where j.state = 'HELD' and not j.parked
                and j.tenant_id = s.tenant_id and j.queue = s.queue and (j.priority, j.id) >= (s.head_priority, s.head_id)
                order by j.priority, j.id limit 1) first on j.tenant_id is null
            where j.tenant_id is not null or s.tenant_id is not null
        )
        select j.tenant_id, j.queue, 'RUNNING' as what, count(*) as jobs, null::timestamptz as oldest from app.jobs j
            where j.state = 'PROCESSING' and j.lease_until > '-infinity' group by 1, 2
        union all
        select j.tenant_id, j.queue, 'IN_LINE', count(*), min(j.run_at) from app.job_queues q
            join app.jobs j on j.queue = q.name and j.state = 'PENDING' and j.fair_tag >= q.virtual_time group by 1, 2
        union all
        select lane.tenant_id, lane.queue, 'HEAD', count(*), min(lane.run_at) from lane where lane.run_at is not null group by 1, 2
        """.formatted(LongBacklogs.LEAST, LongBacklogs.GREATEST, LongBacklogs.NEXT);

    /** The backlog, all of it. */
    static final String BACKLOG = """
        select j.tenant_id, j.queue, 'HELD' as what, count(*) as jobs, null::timestamptz as oldest from app.jobs j
            where j.state = 'HELD' and not j.parked group by 1, 2
        union all
        select j.tenant_id, j.queue, 'PARKED', count(*), min(j.run_at) from app.jobs j
            where j.parked group by 1, 2
        union all
        select j.tenant_id, j.queue, j.state::text, count(*), null from app.jobs j
            where j.state in ('SCHEDULED', 'FAILED') group by 1, 2, 3
        """;

    /** What died since then. */
    static final String DEAD = """
        select j.tenant_id, j.queue, 'DEAD' as what, count(*) as jobs, null::timestamptz as oldest from app.finished_jobs j
            where j.state = 'DEAD' and j.finished_at >= ? group by 1, 2
        """;

    /** What was completed after one time and until another. */
    static final String COMPLETED = """
        select j.tenant_id, j.queue, 'COMPLETED' as what, count(*) as jobs, null::timestamptz as oldest from app.finished_jobs j
            where j.finished_at > ? and j.finished_at <= ? and j.state = 'COMPLETED' group by 1, 2
        """;

    static final String NOW = "select now()";

    static final String SLUGS = "select id, slug from app.tenants where id = any (?)";
}
