-- Figures by day.

-- What one connector adds to a day. A connector restates its own share only, and the day is derived from all shares: so two
-- connectors do not overwrite each other.
create table app.analytics_contributions (
    tenant_id uuid not null,
    id uuid not null,
    connector_id uuid not null,
    date date not null,
    sessions bigint not null default 0,
    users bigint not null default 0,
    conversions bigint not null default 0,
    revenue numeric not null default 0,
    source_breakdown jsonb not null default '{}',
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint analytics_contributions_pkey primary key (tenant_id, id),
    constraint analytics_contributions_day_key unique (tenant_id, connector_id, date),
    constraint analytics_contributions_tenant_fkey foreign key (tenant_id) references app.tenants on delete cascade,
    constraint analytics_contributions_connector_fkey foreign key (tenant_id, connector_id)
        references app.connectors (tenant_id, id) on delete cascade,
    constraint analytics_contributions_counts_not_negative check (sessions >= 0 and users >= 0 and conversions >= 0)
);
create index analytics_contributions_date_idx on app.analytics_contributions (tenant_id, date);
comment on table app.analytics_contributions is 'Each connector''s share of a day''s figures.';
comment on column app.analytics_contributions.source_breakdown is 'Revenue by source, as exact decimals.';
call app.keep_updated_at('app.analytics_contributions');
call isolation.protect('app.analytics_contributions');

-- One tenant's figures for one day of its own. It stays when the connector goes.
create table app.analytics_snapshots (
    tenant_id uuid not null,
    id uuid not null,
    connector_id uuid,
    date date not null,
    sessions bigint not null default 0,
    users bigint not null default 0,
    conversions bigint not null default 0,
    revenue numeric not null default 0,
    source_breakdown jsonb not null default '{}',
    metadata jsonb not null default '{}',
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint analytics_snapshots_pkey primary key (tenant_id, id),
    constraint analytics_snapshots_date_key unique (tenant_id, date),
    constraint analytics_snapshots_tenant_fkey foreign key (tenant_id) references app.tenants on delete cascade,
    constraint analytics_snapshots_connector_fkey foreign key (tenant_id, connector_id)
        references app.connectors (tenant_id, id) on delete set null (connector_id),
    constraint analytics_snapshots_counts_not_negative check (sessions >= 0 and users >= 0 and conversions >= 0)
);
create index analytics_snapshots_connector_idx on app.analytics_snapshots (tenant_id, connector_id);
comment on table app.analytics_snapshots is 'A tenant''s figures by day, derived from the contributions.';
comment on column app.analytics_snapshots.connector_id is 'The only connector that contributed; null where there were several, or it is gone.';
comment on column app.analytics_snapshots.revenue is 'In the tenant''s currency.';
call app.keep_updated_at('app.analytics_snapshots');
call isolation.protect('app.analytics_snapshots');

-- What a tenant used of the platform on a day, for its bill and its limits.
create table app.usage_snapshots (
    tenant_id uuid not null,
    id uuid not null,
    date date not null,
    api_calls bigint not null default 0,
    tokens_used bigint not null default 0,
    storage_bytes bigint not null default 0,
    events_ingested bigint not null default 0,
    jobs_run bigint not null default 0,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint usage_snapshots_pkey primary key (tenant_id, id),
    constraint usage_snapshots_date_key unique (tenant_id, date),
    constraint usage_snapshots_tenant_fkey foreign key (tenant_id) references app.tenants on delete cascade,
    constraint usage_snapshots_not_negative check (api_calls >= 0 and tokens_used >= 0 and storage_bytes >= 0
        and events_ingested >= 0 and jobs_run >= 0)
);
comment on table app.usage_snapshots is 'What a tenant used of the platform, by day.';
call app.keep_updated_at('app.usage_snapshots');
call isolation.protect('app.usage_snapshots');
