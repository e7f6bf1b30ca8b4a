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
            (select j.tenant_id, j.queue, j.priority, j.run_at from app.jobs j where j.state = 'HELD' and not j.parked
                order by j.tenant_id, j.queue, j.priority, j.id limit 1)
            union all
            select next.* from lane cross join lateral (
                select j.tenant_id, j.queue, j.priority, j.run_at from app.jobs j where j.state = 'HELD' and not j.parked
                and (j.tenant_id, j.queue, j.priority) > (lane.tenant_id, lane.queue, lane.priority)
                order by j.tenant_id, j.queue, j.priority, j.id limit 1) next
        )
        select j.tenant_id, j.queue, 'RUNNING' as what, count(*) as jobs, null::timestamptz as oldest from app.jobs j
            where j.state = 'PROCESSING' and j.lease_until > '-infinity' group by 1, 2
        union all
        select j.tenant_id, j.queue, 'IN_LINE', count(*), min(j.run_at) from app.job_queues q
            join app.jobs j on j.queue = q.name and j.state = 'PENDING' and j.fair_tag >= q.virtual_time group by 1, 2
        union all
        select lane.tenant_id, lane.queue, 'HEAD', count(*), min(lane.run_at) from lane group by 1, 2
        """;

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
