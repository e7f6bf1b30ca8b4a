-- Background work.
--
-- Jobs that wait or run are in app.jobs, which stays small and hot; finished ones move to app.finished_jobs. A job is
--
--   SCHEDULED  waits for run_at                     FAILED     an attempt failed; waits for run_at to try again
--   PENDING    may run now                          COMPLETED  done
--   HELD       waits for its tenant's turn          CANCELLED  called off
--   PROCESSING runs, on a worker, until lease_until DEAD       failed max_attempts times

create type app.job_state as enum (
    'SCHEDULED', 'PENDING', 'HELD', 'PROCESSING', 'FAILED', 'COMPLETED', 'CANCELLED', 'DEAD');

create table app.jobs (
    tenant_id uuid not null,
    id uuid not null,
    queue text not null default 'default',
    type text not null,
    payload jsonb not null default '{}',
    state app.job_state not null default 'PENDING',
    priority smallint not null default 0,
    attempts integer not null default 0,
    max_attempts integer not null default 3,
    result jsonb,
    error text,
    progress numeric,
    module_slug text,
    connector_id uuid,
    run_at timestamptz not null default now(),
    unique_key text,
    worker text,
    lease_until timestamptz,
    fair_tag bigint not null default 0,
    weight integer not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint jobs_pkey primary key (tenant_id, id),
    constraint jobs_unique_key unique (tenant_id, queue, unique_key),
    constraint jobs_tenant_fkey foreign key (tenant_id) references app.tenants on delete cascade,
    constraint jobs_connector_fkey foreign key (tenant_id, connector_id)
        references app.connectors (tenant_id, id) on delete set null (connector_id),
    constraint jobs_unfinished check (state in ('SCHEDULED', 'PENDING', 'HELD', 'PROCESSING', 'FAILED')),
    constraint jobs_processing_is_leased check (num_nonnulls(worker, lease_until) = case when state = 'PROCESSING' then 2 else 0 end),
    constraint jobs_processing_is_an_attempt check (state <> 'PROCESSING' or attempts > 0),
    constraint jobs_failed_tells_why check (state <> 'FAILED' or (error is not null and attempts between 1 and max_attempts - 1)),
    constraint jobs_result_comes_last check (result is null),
    constraint jobs_attempts_in_range check (attempts >= 0 and attempts <= max_attempts and max_attempts > 0),
    constraint jobs_progress_range check (progress between 0 and 1),
    constraint jobs_weight_positive check (weight > 0)
);
create index jobs_connector_idx on app.jobs (tenant_id, connector_id);
-- The claim asks for the next job of a queue, whosever it is, as the platform role: the tenant does not lead here.
create index jobs_claim_idx on app.jobs (queue, priority, fair_tag, id) where state = 'PENDING';
create index jobs_due_idx on app.jobs (run_at) where state in ('SCHEDULED', 'FAILED');
create index jobs_lease_idx on app.jobs (lease_until) where state = 'PROCESSING';
comment on table app.jobs is 'Background work that is not finished.';
comment on column app.jobs.priority is 'Lower runs first.';
comment on column app.jobs.unique_key is 'At most one unfinished job of the tenant''s queue has it.';
comment on column app.jobs.fair_tag is 'Virtual time at which the job is due among its tenant''s and the others'' (start-time fair queueing).';
comment on column app.jobs.weight is 'The tenant''s share of the queue.';
comment on column app.jobs.progress is 'From 0 to 1.';
call app.keep_updated_at('app.jobs');
call isolation.protect('app.jobs', updatable => '{state, run_at, priority, progress}');
create policy platform on app.jobs to partywall_platform using (true) with check (true);
grant select, insert, update, delete on app.jobs to partywall_platform;

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
    module_slug text,
    connector_id uuid,
    run_at timestamptz not null,
    unique_key text,
    worker text,
    finished_at timestamptz not null,
    created_at timestamptz not null,
    updated_at timestamptz not null default now(),
    constraint finished_jobs_pkey primary key (tenant_id, id),
    constraint finished_jobs_tenant_fkey foreign key (tenant_id) references app.tenants on delete cascade,
    constraint finished_jobs_connector_fkey foreign key (tenant_id, connector_id)
        references app.connectors (tenant_id, id) on delete set null (connector_id),
    constraint finished_jobs_finished check (state in ('COMPLETED', 'CANCELLED', 'DEAD')),
    constraint finished_jobs_dead_tells_why check (state <> 'DEAD' or error is not null),
    constraint finished_jobs_completed_was_tried check (state <> 'COMPLETED' or attempts > 0)
);
create index finished_jobs_finished_idx on app.finished_jobs (tenant_id, finished_at);
create index finished_jobs_connector_idx on app.finished_jobs (tenant_id, connector_id);
comment on table app.finished_jobs is 'Background work that is done, called off or dead.';
call app.keep_updated_at('app.finished_jobs');
call isolation.protect('app.finished_jobs', insertable => '{}', updatable => '{}', deletable => false);
create policy platform on app.finished_jobs to partywall_platform using (true) with check (true);
grant select, insert, delete on app.finished_jobs to partywall_platform;
