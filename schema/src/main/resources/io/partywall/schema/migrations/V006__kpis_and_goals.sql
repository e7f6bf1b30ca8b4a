-- Figures that a tenant watches, and what it wants of them.

create type app.kpi_category as enum ('REVENUE', 'GROWTH', 'ENGAGEMENT', 'EFFICIENCY', 'OTHER');
create type app.kpi_direction as enum ('UP', 'DOWN');

-- Deleted KPIs stay, so that what was reported once can be explained later.
create table app.kpis (
    tenant_id uuid not null,
    id uuid not null,
    name text not null,
    description text,
    target_value numeric,
    current_value numeric not null default 0,
    unit text,
    category app.kpi_category not null default 'OTHER',
    direction app.kpi_direction not null default 'UP',
    metric_code text,
    is_active boolean not null default true,
    deleted_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint kpis_pkey primary key (tenant_id, id),
    constraint kpis_tenant_fkey foreign key (tenant_id) references app.tenants on delete cascade,
    constraint kpis_name_not_blank check (name ~ '\S')
);
comment on table app.kpis is 'Figures that a tenant tracks.';
comment on column app.kpis.current_value is 'The value of the newest data point, kept by a trigger; 0 without one.';
comment on column app.kpis.direction is 'Which way is better.';
comment on column app.kpis.metric_code is 'The metric that computes it; null where its points are given.';
call app.keep_updated_at('app.kpis');
call isolation.protect('app.kpis');

create table app.kpi_data_points (
    tenant_id uuid not null,
    id uuid not null,
    kpi_id uuid not null,
    value numeric not null,
    "timestamp" timestamptz not null,
    source text not null default 'manual',
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint kpi_data_points_pkey primary key (tenant_id, id),
    constraint kpi_data_points_moment_key unique (tenant_id, kpi_id, "timestamp", source),
    constraint kpi_data_points_tenant_fkey foreign key (tenant_id) references app.tenants on delete cascade,
    constraint kpi_data_points_kpi_fkey foreign key (tenant_id, kpi_id)
        references app.kpis (tenant_id, id) on delete cascade
);
create index kpi_data_points_newest_idx on app.kpi_data_points (tenant_id, kpi_id, "timestamp" desc);
comment on table app.kpi_data_points is 'The history of a KPI.';
call app.keep_updated_at('app.kpi_data_points');
call isolation.protect('app.kpi_data_points');

-- Whatever is written into current_value, the newest point decides. The row is locked before this looks, so that points that
-- are added at the same time are all seen by the last of their transactions.
create function app.derive_current_value() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    new.current_value := coalesce((
        select p.value from app.kpi_data_points p
            where p.tenant_id = new.tenant_id and p.kpi_id = new.id
            order by p."timestamp" desc, p.source desc limit 1), 0);
    return new;
end
$$;
create trigger derive_current_value before insert or update of current_value on app.kpis
    for each row execute function app.derive_current_value();

create function app.refresh_current_value() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    if tg_op <> 'DELETE' then
        update app.kpis k set current_value = k.current_value where k.tenant_id = new.tenant_id and k.id = new.kpi_id;
    end if;
    -- With the tenant, its KPIs go: whoever deletes it need not be allowed to change them, and up to PostgreSQL 17 it is asked.
    if tg_op = 'DELETE' and not exists (select from app.tenants t where t.id = old.tenant_id) then
        return null;
    end if;
    if tg_op = 'DELETE' or tg_op = 'UPDATE' and old.kpi_id is distinct from new.kpi_id then
        update app.kpis k set current_value = k.current_value where k.tenant_id = old.tenant_id and k.id = old.kpi_id;
    end if;
    return null;
end
$$;
create trigger refresh_current_value after insert or update or delete on app.kpi_data_points
    for each row execute function app.refresh_current_value();

-- What a KPI shall reach in a period. Periods of one KPI do not overlap: an exclusion constraint would need the extension
-- btree_gist to compare the keys, so a trigger looks, while it holds the KPI's row. It holds it by an update: a transaction
-- with an older snapshot then fails, where by a lock alone it would look and miss what was added since.
create table app.kpi_targets (
    tenant_id uuid not null,
    id uuid not null,
    kpi_id uuid not null,
    period daterange not null,
    value numeric not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint kpi_targets_pkey primary key (tenant_id, id),
    constraint kpi_targets_tenant_fkey foreign key (tenant_id) references app.tenants on delete cascade,
    constraint kpi_targets_kpi_fkey foreign key (tenant_id, kpi_id)
        references app.kpis (tenant_id, id) on delete cascade,
    constraint kpi_targets_period_bounded
        check (coalesce(isfinite(lower(period)) and isfinite(upper(period)), false))
);
create index kpi_targets_kpi_idx on app.kpi_targets (tenant_id, kpi_id);
comment on table app.kpi_targets is 'What a KPI shall reach, by period; periods do not overlap.';
call app.keep_updated_at('app.kpi_targets');
call isolation.protect('app.kpi_targets');

create function app.refuse_overlapping_targets() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    update app.kpis k set current_value = k.current_value where k.tenant_id = new.tenant_id and k.id = new.kpi_id;
    if exists (select from app.kpi_targets t
            where t.tenant_id = new.tenant_id and t.kpi_id = new.kpi_id and t.id <> new.id and t.period && new.period) then
        raise exception 'the period % overlaps another target of the KPI', new.period
            using errcode = '23P01', constraint = 'kpi_targets_periods_do_not_overlap';
    end if;
    return new;
end
$$;
create trigger refuse_overlapping_targets before insert or update of kpi_id, period on app.kpi_targets
    for each row execute function app.refuse_overlapping_targets();

create type app.goal_status as enum ('ACTIVE', 'COMPLETED', 'PAUSED');

create table app.goals (
    tenant_id uuid not null,
    id uuid not null,
    title text not null,
    description text,
    start_date date,
    target_date date,
    status app.goal_status not null default 'ACTIVE',
    deleted_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint goals_pkey primary key (tenant_id, id),
    constraint goals_tenant_fkey foreign key (tenant_id) references app.tenants on delete cascade,
    constraint goals_title_not_blank check (title ~ '\S'),
    constraint goals_dates_ordered check (start_date <= target_date)
);
create index goals_status_idx on app.goals (tenant_id, status);
comment on table app.goals is 'Targets over weighted KPIs.';
call app.keep_updated_at('app.goals');
call isolation.protect('app.goals');

create table app.goal_kpis (
    tenant_id uuid not null,
    id uuid not null,
    goal_id uuid not null,
    kpi_id uuid not null,
    weight numeric not null default 1,
    baseline numeric,
    target numeric,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint goal_kpis_pkey primary key (tenant_id, id),
    constraint goal_kpis_pair_key unique (tenant_id, goal_id, kpi_id),
    constraint goal_kpis_tenant_fkey foreign key (tenant_id) references app.tenants on delete cascade,
    constraint goal_kpis_goal_fkey foreign key (tenant_id, goal_id)
        references app.goals (tenant_id, id) on delete cascade,
    constraint goal_kpis_kpi_fkey foreign key (tenant_id, kpi_id)
        references app.kpis (tenant_id, id) on delete cascade,
    constraint goal_kpis_weight_positive check (weight > 0)
);
create index goal_kpis_kpi_idx on app.goal_kpis (tenant_id, kpi_id);
comment on table app.goal_kpis is 'Which KPIs a goal is made of, and how much each weighs.';
comment on column app.goal_kpis.baseline is 'The KPI''s value where progress is 0 %.';
comment on column app.goal_kpis.target is 'The KPI''s value where progress is 100 %.';
call app.keep_updated_at('app.goal_kpis');
call isolation.protect('app.goal_kpis');
revoke execute on function app.derive_current_value(), app.refresh_current_value(), app.refuse_overlapping_targets() from public;
