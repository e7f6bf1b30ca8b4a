-- The queue that is fair between tenants.
--
--   SCHEDULED ──run_at──▶ HELD ──its tenant's turn──▶ PENDING ──claim──▶ PROCESSING ──▶ COMPLETED, CANCELLED, DEAD
--                          ▲                                                 │
--                          └──────run_at────── FAILED ◀──────────────────────┘
--
-- A tenant adds jobs, SCHEDULED or HELD, and touches nothing else: an insert waits for no one, however long the transaction
-- around it lasts. A few of each tenant's jobs at a time are admitted into the line, in the order of their priority: they
-- become PENDING, with a tag that says when their turn is among all tenants' (start-time fair queueing). The line stays short
-- whatever is behind it, so that a claim is one look at the head of one small index.

alter table app.jobs
    drop column result,
    drop column weight,
    drop constraint jobs_unique_key,
    alter column fair_tag drop default,
    alter column fair_tag drop not null,
    alter column state set default 'HELD',
    add column unique_until_start boolean not null default false,
    add column parked boolean not null default false,
    add column started_at timestamptz,
    add column cancel_requested_at timestamptz,
    add column progress_note text,
    add column errors jsonb not null default '[]';
-- What is there already waits for its turn like any other, whoever may have begun it. The owner is held by the walls, too.
alter table app.jobs no force row level security;
update app.jobs set fair_tag = null, worker = null, lease_until = null, progress = null,
    attempts = least(attempts, max_attempts - 1),
    state = case when state in ('PENDING', 'PROCESSING') then 'HELD' else state end;
alter table app.jobs force row level security;
alter table app.jobs
    drop constraint jobs_processing_is_leased,
    add constraint jobs_processing_is_leased check (
        num_nonnulls(worker, lease_until, started_at) = case when state = 'PROCESSING' then 3 else 0 end),
    add constraint jobs_in_line_has_its_turn check ((state in ('PENDING', 'PROCESSING')) = (fair_tag is not null)),
    add constraint jobs_parked_is_held check (not parked or state = 'HELD'),
    -- One job that could not be claimed would stop the whole line.
    add constraint jobs_waiting_has_an_attempt_left check (state = 'PROCESSING' or attempts < max_attempts),
    add constraint jobs_run_at_comes check (isfinite(run_at)),
    add constraint jobs_max_attempts_bounded check (max_attempts <= 100),
    add constraint jobs_payload_bounded check (pg_column_size(payload) <= 2097152),
    add constraint jobs_names_bounded check (
        length(queue) between 1 and 100 and length(type) between 1 and 100 and length(unique_key) between 1 and 500);
drop index app.jobs_connector_idx;
drop index app.jobs_claim_idx;
drop index app.jobs_due_idx;
-- A job changes its state several times, and every index is written each time: those of what few jobs have leave the others out.
create index jobs_connector_idx on app.jobs (tenant_id, connector_id) where connector_id is not null;
create unique index jobs_unique_key on app.jobs (tenant_id, queue, unique_key) where unique_key is not null;
create index jobs_backlog_idx on app.jobs (tenant_id, queue, priority, id) where state = 'HELD' and not parked;
create index jobs_due_idx on app.jobs (tenant_id, queue, run_at) where state in ('SCHEDULED', 'FAILED');
-- The claim asks for the next job of a queue, whosever it is, as the platform role: the tenant does not lead here.
create index jobs_claim_idx on app.jobs (queue, fair_tag, id) where state = 'PENDING';
create index jobs_cancelled_idx on app.jobs (worker) where cancel_requested_at is not null;
create index jobs_parked_idx on app.jobs (type) where parked;
-- Rows come and go by the thousand in a second: what is dead has to be swept early, and without a pause.
alter table app.jobs set (
    autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0,
    autovacuum_analyze_scale_factor = 0.1);
-- Whoever changes a job says when, which costs less than to have the trigger say it.
drop trigger touch_updated_at on app.jobs;
create trigger touch_updated_at before update on app.jobs
    for each row when (new.updated_at = old.updated_at) execute function app.touch_updated_at();
comment on column app.jobs.priority is 'Lower runs first, among the jobs of the same tenant.';
comment on column app.jobs.unique_until_start is 'Whether the unique key is given up when the job starts, and not when it finishes.';
comment on column app.jobs.parked is 'Its type is paused.';
comment on column app.jobs.fair_tag is 'When its turn is, in the virtual time of its queue (start-time fair queueing).';
comment on column app.jobs.errors is 'What each failed attempt met: attempt, at, worker, error; the last twenty.';
comment on column app.jobs.error is 'What the last attempt met, with its causes.';
call isolation.protect('app.jobs',
    insertable => '{id, queue, type, payload, state, priority, max_attempts, run_at, unique_key, unique_until_start,
        module_slug, connector_id}',
    updatable => '{}', deletable => false);

-- One row for each queue that a worker has served.
create table app.job_queues (
    name text not null,
    cap integer,
    paused_at timestamptz,
    virtual_time bigint not null default 0,
    last_tag bigint not null default 0,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint job_queues_pkey primary key (name),
    constraint job_queues_cap_positive check (cap > 0)
);
comment on table app.job_queues is 'Queues that workers serve.';
comment on column app.job_queues.cap is 'How many jobs of one tenant may run at once, unless its share says otherwise; null is no limit.';
comment on column app.job_queues.virtual_time is 'The tag that was at the head of the line when jobs were last admitted.';
comment on column app.job_queues.last_tag is 'The highest tag that was ever given.';
call app.keep_updated_at('app.job_queues');
call app.guard_global('app.job_queues');

-- Types of jobs that are not to run for now.
create table app.paused_job_types (
    type text not null,
    paused_at timestamptz not null default now(),
    constraint paused_job_types_pkey primary key (type)
);
comment on table app.paused_job_types is 'Types of jobs that do not run until they are resumed.';
call app.guard_global('app.paused_job_types');

-- What a tenant may take of a queue, and how far it has come.
create table app.job_shares (
    tenant_id uuid not null,
    id uuid not null,
    queue text not null,
    weight integer not null default 1,
    cap integer,
    virtual_time bigint not null default 0,
    is_long boolean not null default false,
    head_priority smallint,
    head_id uuid,
    next_look_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint job_shares_pkey primary key (tenant_id, id),
    constraint job_shares_queue_key unique (tenant_id, queue),
    constraint job_shares_tenant_fkey foreign key (tenant_id) references app.tenants on delete cascade,
    constraint job_shares_weight_range check (weight between 1 and 1000),
    constraint job_shares_cap_positive check (cap > 0),
    constraint job_shares_long_has_head check (not is_long or num_nonnulls(head_priority, head_id, next_look_at) = 3)
) with (fillfactor = 50);
create index job_shares_long_idx on app.job_shares (tenant_id, queue) where is_long;
comment on table app.job_shares is 'What a tenant may take of a queue.';
comment on column app.job_shares.weight is 'How much of a busy queue it gets, relative to the other tenants'' weights.';
comment on column app.job_shares.cap is 'How many of its jobs may run at once; null is what the queue says.';
comment on column app.job_shares.virtual_time is 'The tag of its next job, unless the queue is further on.';
comment on column app.job_shares.is_long is 'Whether a look at its backlog from the beginning may pass over much that is gone.';
comment on column app.job_shares.head_priority is 'The priority of the job with head_id.';
comment on column app.job_shares.head_id is 'The job where its backlog begins, as far as is known.';
comment on column app.job_shares.next_look_at is 'When a long one is to be looked at from the beginning again.';
call app.keep_updated_at('app.job_shares');
call isolation.protect('app.job_shares', insertable => '{}', updatable => '{}', deletable => false);
create policy platform on app.job_shares to partywall_platform using (true) with check (true);
grant select, insert, update, delete on app.job_shares to partywall_platform;

-- Jobs that come again and again.
create table app.job_schedules (
    tenant_id uuid not null,
    id uuid not null,
    name text not null,
    queue text not null default 'default',
    type text not null,
    payload jsonb not null default '{}',
    cron text not null,
    enabled boolean not null default true,
    next_run_at timestamptz,
    last_run_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint job_schedules_pkey primary key (tenant_id, id),
    constraint job_schedules_name_key unique (tenant_id, name),
    constraint job_schedules_tenant_fkey foreign key (tenant_id) references app.tenants on delete cascade,
    constraint job_schedules_name_not_blank check (name ~ '\S'),
    constraint job_schedules_payload_bounded check (pg_column_size(payload) <= 2097152)
);
-- The next that is due, whosever it is, as the platform role: the tenant does not lead here.
create index job_schedules_due_idx on app.job_schedules (next_run_at) where enabled;
comment on table app.job_schedules is 'Jobs that come again and again.';
comment on column app.job_schedules.cron is 'Cron expression in the tenant''s time zone.';
comment on column app.job_schedules.next_run_at is 'When it is due; null until a worker has read the expression.';
call app.keep_updated_at('app.job_schedules');
call isolation.protect('app.job_schedules',
    insertable => '{id, name, queue, type, payload, cron, enabled}',
    updatable => '{name, queue, type, payload, cron, enabled, next_run_at}');
create policy platform on app.job_schedules to partywall_platform using (true) with check (true);
grant select, insert, update, delete on app.job_schedules to partywall_platform;

-- A tenant that moves its clock moves what comes by it.
create function app.follow_time_zone() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    update app.job_schedules set next_run_at = null where tenant_id = new.id and next_run_at is not null;
    return null;
end
$$;
comment on function app.follow_time_zone() is 'Has the schedules of a tenant that moves to another zone read anew.';
revoke execute on function app.follow_time_zone() from public;
create trigger follow_time_zone after update of time_zone on app.tenants
    for each row when (old.time_zone is distinct from new.time_zone) execute function app.follow_time_zone();

-- History goes by age, a day at a time: a day is dropped, which takes as long for a million rows as for none. Nothing has
-- ever written the table that this one replaces.
drop table app.finished_jobs;
create table app.finished_jobs (
    tenant_id uuid not null,
    id uuid not null,
    queue text not null,
    type text not null,
    payload jsonb not null,
    state app.job_state not null,
    priority smallint not null,
    attempts integer not null,
    max_attempts integer not null,
    result jsonb,
    error text,
    errors jsonb not null default '[]',
    module_slug text,
    connector_id uuid,
    run_at timestamptz not null,
    unique_key text,
    unique_until_start boolean not null default false,
    worker text,
    started_at timestamptz,
    finished_at timestamptz not null,
    created_at timestamptz not null,
    updated_at timestamptz not null default now(),
    constraint finished_jobs_pkey primary key (tenant_id, id, finished_at),
    constraint finished_jobs_tenant_fkey foreign key (tenant_id) references app.tenants on delete cascade,
    constraint finished_jobs_connector_fkey foreign key (tenant_id, connector_id)
        references app.connectors (tenant_id, id) on delete set null (connector_id),
    constraint finished_jobs_finished check (state in ('COMPLETED', 'CANCELLED', 'DEAD')),
    constraint finished_jobs_dead_tells_why check (state <> 'DEAD' or error is not null),
    constraint finished_jobs_completed_was_tried check (state <> 'COMPLETED' or attempts > 0)
) partition by range (finished_at);
-- How fast jobs finish is asked for all tenants together; every entry goes to the end of the index. A tenant's own are found by
-- their ids, which are in the order of time.
create index finished_jobs_finished_idx on app.finished_jobs (finished_at);
create index finished_jobs_connector_idx on app.finished_jobs (tenant_id, connector_id) where connector_id is not null;
create index finished_jobs_dead_idx on app.finished_jobs (tenant_id, type) where state = 'DEAD';
comment on table app.finished_jobs is 'Background work that is done, called off or dead; partitioned by day.';
call app.keep_updated_at('app.finished_jobs');
call isolation.protect('app.finished_jobs', insertable => '{}', updatable => '{}', deletable => false);
create policy platform on app.finished_jobs to partywall_platform using (true) with check (true);
grant select, insert, delete on app.finished_jobs to partywall_platform;

-- The days of the history: those that come are made in time, those that are too old are dropped. A day is made apart and then
-- attached, as those of events are. Both lock app.tenants for a moment: it is tried for a short while, and again later.
create function app.keep_job_history(keep_days integer) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '300ms' set timezone = 'UTC'
as $$
declare
    day date := current_date - 1;
    partition text;
    changed integer := 0;
begin
    if keep_days is null or keep_days not between 1 and 36500 then
        raise exception 'history is kept for 1 to 36500 days, unlike %', keep_days using errcode = '22023';
    end if;
    perform pg_advisory_xact_lock(hashtextextended('app.finished_jobs', 0));
    while day <= current_date + 7 loop
        partition := 'finished_jobs_' || to_char(day, 'YYYY_MM_DD');
        if not exists (select from pg_class c where c.relnamespace = 'app'::regnamespace and c.relname = partition) then
            execute format('create table app.%I (like app.finished_jobs including defaults including constraints)', partition);
            execute format('comment on table app.%I is %L', partition, 'Jobs that finished on ' || day || '.');
            execute format('alter table app.%I enable row level security', partition);
            execute format('alter table app.%I force row level security', partition);
            execute format('alter table app.finished_jobs attach partition app.%I for values from (%L) to (%L)', partition,
                day || ' 00:00:00+00', day + 1 || ' 00:00:00+00');
            changed := changed + 1;
        end if;
        day := day + 1;
    end loop;
    for partition in
            select c.relname from pg_inherits h join pg_class c on c.oid = h.inhrelid
            where h.inhparent = 'app.finished_jobs'::regclass
            and c.relname < 'finished_jobs_' || to_char(current_date - keep_days, 'YYYY_MM_DD') loop
        execute format('drop table app.%I', partition);
        changed := changed + 1;
    end loop;
    return changed;
end
$$;
comment on function app.keep_job_history(integer) is
    'Makes the days of job history that come next and drops those older than that many days; returns how many changed.';
revoke execute on function app.keep_job_history(integer) from public;
grant execute on function app.keep_job_history(integer) to partywall_platform;
