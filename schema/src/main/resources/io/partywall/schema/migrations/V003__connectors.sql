-- Where a tenant's facts come from.

create type app.connector_status as enum ('PENDING', 'ACTIVE', 'ERROR', 'DISABLED');
create type app.sync_status as enum ('PENDING', 'RUNNING', 'SUCCESS', 'ERROR');

-- A configured source: an API with credentials, or files that somebody imports.
create table app.connectors (
    tenant_id uuid not null,
    id uuid not null,
    name text not null,
    provider text not null,
    description text,
    config jsonb not null default '{}',
    credentials bytea,
    status app.connector_status not null default 'PENDING',
    enabled boolean not null default true,
    last_sync_at timestamptz,
    sync_status app.sync_status not null default 'PENDING',
    sync_error text,
    cursor jsonb,
    schedule text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint connectors_pkey primary key (tenant_id, id),
    constraint connectors_name_key unique (tenant_id, provider, name),
    constraint connectors_tenant_fkey foreign key (tenant_id) references app.tenants on delete cascade,
    constraint connectors_name_not_blank check (name ~ '\S'),
    constraint connectors_error_told check (sync_status <> 'ERROR' or sync_error is not null)
);
comment on table app.connectors is 'Configured sources of data.';
comment on column app.connectors.credentials is 'Encrypted with the tenant''s own key; never plain.';
comment on column app.connectors.cursor is 'How far the source has been read.';
comment on column app.connectors.schedule is 'Cron expression in the tenant''s time zone; null is by hand.';
call app.keep_updated_at('app.connectors');
call isolation.protect('app.connectors');

create type app.run_state as enum ('RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED');

-- What each run of a connector did, in numbers that add up: what was read was inserted, updated, unchanged or rejected.
create table app.connector_runs (
    tenant_id uuid not null,
    id uuid not null,
    connector_id uuid not null,
    source_name text,
    started_at timestamptz not null default now(),
    finished_at timestamptz,
    state app.run_state not null default 'RUNNING',
    read_count bigint not null default 0,
    inserted_count bigint not null default 0,
    updated_count bigint not null default 0,
    removed_count bigint not null default 0,
    skipped_count bigint not null default 0,
    rejected_count bigint not null default 0,
    error text,
    reject_sample jsonb not null default '[]',
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint connector_runs_pkey primary key (tenant_id, id),
    constraint connector_runs_tenant_fkey foreign key (tenant_id) references app.tenants on delete cascade,
    constraint connector_runs_connector_fkey foreign key (tenant_id, connector_id)
        references app.connectors (tenant_id, id) on delete cascade,
    constraint connector_runs_finished check ((state = 'RUNNING') = (finished_at is null)),
    constraint connector_runs_error_told check (state <> 'FAILED' or error is not null),
    constraint connector_runs_counts_add_up check (state <> 'SUCCEEDED'
        or read_count = inserted_count + updated_count + skipped_count + rejected_count)
);
create index connector_runs_connector_idx on app.connector_runs (tenant_id, connector_id, started_at);
comment on table app.connector_runs is 'Runs of connectors, with their counts.';
comment on column app.connector_runs.source_name is 'What was read, such as the name of a file.';
comment on column app.connector_runs.skipped_count is 'Facts that stand as they were stated before.';
comment on column app.connector_runs.removed_count is 'Facts that the source no longer states.';
comment on column app.connector_runs.reject_sample is 'The first rejected lines: number, reason, text.';
call app.keep_updated_at('app.connector_runs');
call isolation.protect('app.connector_runs');
