package io.partywall.jobs;

/**
 * Pieces of the statements that jump from one tenant's backlog to the next, with the last one as {@code lane}. Before the first
 * job of a long backlog there may be a million index entries of jobs that are gone and not yet swept up: its share remembers
 * where it begins, and is believed for a second.
 */
final class LongBacklogs {

    /** Before any tenant, and behind all. */
    static final String LEAST = "'00000000-0000-0000-0000-000000000000'::uuid";

    static final String GREATEST = "'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid";

    /** The next long one whose beginning is known, if there is any. */
    static final String NEXT = """
        select s.tenant_id, s.queue, s.head_priority, s.head_id from app.job_shares s
        where s.is_long and (s.tenant_id, s.queue) > (lane.tenant_id, lane.queue)
        and s.looked_at > now() - interval '1 second'
        order by s.tenant_id, s.queue limit 1\
        """;

    private LongBacklogs() {}
}
