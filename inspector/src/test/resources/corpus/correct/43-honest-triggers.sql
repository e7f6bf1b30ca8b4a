-- Definer triggers that copy the tenant into the audit trail, notify an id only and lock by tenant; one keeps the tenant. Unsigned.
-- expect: C33 setting app.tenant_id
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;

create role app_43c login nosuperuser nobypassrls;

create table tenants (id int primary key, name text not null);
create table assets (
    tenant_id int not null references tenants (id),
    id int not null,
    name text not null,
    primary key (tenant_id, id)
);
create table assets_audit (
    tenant_id int not null references tenants (id),
    seq bigint generated always as identity,
    asset_id int not null,
    what text not null,
    at timestamptz not null default now(),
    primary key (tenant_id, seq)
);

create function audit_asset() returns trigger language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    insert into public.assets_audit (tenant_id, asset_id, what)
    values (new.tenant_id, new.id, lower(tg_op));
    perform pg_notify('assets', new.id::text);
    return null;
end $$;
create function number_asset() returns trigger language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform pg_advisory_xact_lock(hashtext('assets'), new.tenant_id);
    new.id := coalesce(new.id, (select coalesce(max(a.id), 0) + 1 from public.assets a where a.tenant_id = new.tenant_id));
    return new;
end $$;
create function keep_tenant() returns trigger language plpgsql as $$
begin
    if new.tenant_id <> old.tenant_id then
        raise exception 'the tenant of a row never changes' using errcode = '42501';
    end if;
    return new;
end $$;

create trigger assets_number before insert on assets for each row execute function number_asset();
create trigger assets_audit after insert or update on assets for each row execute function audit_asset();
create trigger assets_keep_tenant before update on assets for each row execute function keep_tenant();
create trigger assets_audit_keep_tenant before update on assets_audit for each row execute function keep_tenant();

alter table assets enable row level security;
alter table assets_audit enable row level security;
create policy assets_tenant on assets to app_43c
    using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::int));
create policy assets_floor on assets as restrictive to app_43c
    using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::int));
create policy assets_audit_tenant on assets_audit for select to app_43c
    using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::int));
create policy assets_audit_floor on assets_audit as restrictive to app_43c
    using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::int));

grant select, insert, update (name), delete on assets to app_43c;
grant select on assets_audit to app_43c;

insert into tenants values (1, 'one'), (2, 'two');
insert into assets (tenant_id, name) values (1, 'drill'), (1, 'saw'), (2, 'crane'), (2, 'truck');
