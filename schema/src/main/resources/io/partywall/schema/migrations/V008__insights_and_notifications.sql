-- What is worth saying, and to whom it was said.

create type app.insight_severity as enum ('INFO', 'WARNING', 'CRITICAL');

create table app.module_insights (
    tenant_id uuid not null,
    id uuid not null,
    module_slug text not null,
    severity app.insight_severity not null,
    summary text not null,
    highlights text[] not null default '{}',
    action_items jsonb not null default '[]',
    score numeric,
    metadata jsonb not null default '{}',
    period daterange,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint module_insights_pkey primary key (tenant_id, id),
    constraint module_insights_tenant_fkey foreign key (tenant_id) references app.tenants on delete cascade,
    constraint module_insights_score_range check (score between 0 and 100)
);
create index module_insights_module_idx on app.module_insights (tenant_id, module_slug);
create index module_insights_created_idx on app.module_insights (tenant_id, created_at);
create index module_insights_severity_idx on app.module_insights (tenant_id, severity);
comment on table app.module_insights is 'What a module, such as growth-pulse, found worth saying.';
comment on column app.module_insights.action_items is 'What could be done: title, priority, due date.';
comment on column app.module_insights.period is 'The days that the insight speaks of.';
call app.keep_updated_at('app.module_insights');
call isolation.protect('app.module_insights');

-- When to tell people without being asked: about a KPI or about a metric, never both.
create table app.alert_rules (
    tenant_id uuid not null,
    id uuid not null,
    kpi_id uuid,
    metric_code text,
    condition jsonb not null,
    channels text[] not null default '{}',
    snoozed_until timestamptz,
    enabled boolean not null default true,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint alert_rules_pkey primary key (tenant_id, id),
    constraint alert_rules_tenant_fkey foreign key (tenant_id) references app.tenants on delete cascade,
    constraint alert_rules_kpi_fkey foreign key (tenant_id, kpi_id)
        references app.kpis (tenant_id, id) on delete cascade,
    constraint alert_rules_one_subject check (num_nonnulls(kpi_id, metric_code) = 1)
);
create index alert_rules_kpi_idx on app.alert_rules (tenant_id, kpi_id);
comment on table app.alert_rules is 'Conditions on a KPI or a metric that people want to be told about.';
call app.keep_updated_at('app.alert_rules');
call isolation.protect('app.alert_rules');

create table app.notifications (
    tenant_id uuid not null,
    id uuid not null,
    user_id uuid not null,
    kind text not null,
    subject text not null,
    body text not null default '',
    link text,
    read_at timestamptz,
    delivered_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint notifications_pkey primary key (tenant_id, id),
    constraint notifications_tenant_fkey foreign key (tenant_id) references app.tenants on delete cascade,
    constraint notifications_user_fkey foreign key (user_id) references app.users on delete cascade
);
create index notifications_user_idx on app.notifications (tenant_id, user_id, created_at);
comment on table app.notifications is 'Messages to members.';
call app.keep_updated_at('app.notifications');
call isolation.protect('app.notifications', updatable => '{read_at, delivered_at}');
