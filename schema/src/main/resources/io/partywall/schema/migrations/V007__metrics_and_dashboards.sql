-- How figures are computed, and where they are shown.

-- A definition is changed by a new version, so that a figure can always be traced to the rule that made it.
create table app.metric_definitions (
    tenant_id uuid not null,
    id uuid not null,
    code text not null,
    name text not null,
    description text not null default '',
    formula jsonb,
    version integer not null default 1,
    effective_at timestamptz not null default now(),
    deprecated_at timestamptz,
    created_by_id uuid,
    created_by_name text not null default '',
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint metric_definitions_pkey primary key (tenant_id, id),
    constraint metric_definitions_version_key unique (tenant_id, code, version),
    constraint metric_definitions_tenant_fkey foreign key (tenant_id) references app.tenants on delete cascade,
    constraint metric_definitions_created_by_fkey foreign key (created_by_id)
        references app.users on delete set null (created_by_id),
    constraint metric_definitions_code_shape check (code ~ '^[a-z][a-z0-9_]{0,62}$'),
    constraint metric_definitions_version_positive check (version > 0)
);
create index metric_definitions_code_idx on app.metric_definitions (tenant_id, code);
create index metric_definitions_effective_idx on app.metric_definitions (tenant_id, effective_at);
create index metric_definitions_created_by_idx on app.metric_definitions (tenant_id, created_by_id);
comment on table app.metric_definitions is 'Versioned definitions of how a figure is computed.';
comment on column app.metric_definitions.created_by_name is 'The author''s name as known then: it stays when the author goes.';
call app.keep_updated_at('app.metric_definitions');
call isolation.protect('app.metric_definitions');

-- INVARIANT: a version never changes once effective. It may be deprecated, once, and lose its author.
create function app.keep_effective_metrics() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    if old.effective_at > now() then
        return case when tg_op = 'DELETE' then old else new end;
    end if;
    if tg_op = 'DELETE' then
        -- With the tenant, its definitions go.
        if not exists (select from app.tenants t where t.id = old.tenant_id) then
            return old;
        end if;
        raise exception 'metric % version % is effective and cannot be deleted', old.code, old.version
            using errcode = '23514', hint = 'Deprecate it.';
    end if;
    if (new.id, new.code, new.name, new.description, new.formula, new.version, new.effective_at, new.created_by_name, new.created_at)
            is distinct from
            (old.id, old.code, old.name, old.description, old.formula, old.version, old.effective_at, old.created_by_name, old.created_at)
        or (new.created_by_id is distinct from old.created_by_id and new.created_by_id is not null)
        or (old.deprecated_at is not null and new.deprecated_at is distinct from old.deprecated_at) then
        raise exception 'metric % version % is effective and cannot be changed', old.code, old.version
            using errcode = '23514', hint = 'Make a new version.';
    end if;
    return new;
end
$$;
revoke execute on function app.keep_effective_metrics() from public;
create trigger keep_effective_metrics before update or delete on app.metric_definitions
    for each row execute function app.keep_effective_metrics();

create type app.widget_size as enum ('SMALL', 'MEDIUM', 'LARGE');

-- A tile: the tenant's default where it names no user, that user's own otherwise.
create table app.dashboard_widgets (
    tenant_id uuid not null,
    id uuid not null,
    user_id uuid,
    widget_type text not null,
    position integer not null,
    size app.widget_size not null default 'MEDIUM',
    is_visible boolean not null default true,
    config jsonb not null default '{}',
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint dashboard_widgets_pkey primary key (tenant_id, id),
    constraint dashboard_widgets_type_key unique nulls not distinct (tenant_id, user_id, widget_type),
    constraint dashboard_widgets_tenant_fkey foreign key (tenant_id) references app.tenants on delete cascade,
    constraint dashboard_widgets_user_fkey foreign key (user_id) references app.users on delete cascade,
    constraint dashboard_widgets_position_not_negative check (position >= 0)
);
comment on table app.dashboard_widgets is 'Tiles on dashboards.';
comment on column app.dashboard_widgets.user_id is 'Whose tile it is; null is the tenant''s default.';
call app.keep_updated_at('app.dashboard_widgets');
call isolation.protect('app.dashboard_widgets');
