-- COALESCE to a tenant that a check forbids, COALESCE to false, CASE with a closed first branch: all fail closed. Unsigned.
-- expect: C33 setting depot.tenant
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;

create role app_34c login nosuperuser nobypassrls;

create table tenants (
    id uuid primary key check (id <> '00000000-0000-0000-0000-000000000000'),
    name text not null
);
create table shelves (
    tenant_id uuid not null references tenants (id),
    code text not null,
    primary key (tenant_id, code)
);
create table boxes (
    tenant_id uuid not null references tenants (id),
    barcode text not null,
    shelf text not null,
    primary key (tenant_id, barcode),
    foreign key (tenant_id, shelf) references shelves (tenant_id, code)
);
create index boxes_shelf on boxes (tenant_id, shelf);
create table movements (
    tenant_id uuid not null references tenants (id),
    barcode text not null,
    moved_at timestamptz not null,
    primary key (tenant_id, barcode, moved_at),
    foreign key (tenant_id, barcode) references boxes (tenant_id, barcode)
);

create function depot_tenant() returns uuid language sql stable parallel safe
    return nullif(current_setting('depot.tenant', true), '')::uuid;

alter table shelves enable row level security, force row level security;
alter table boxes enable row level security, force row level security;
alter table movements enable row level security, force row level security;

create policy shelves_tenant on shelves to app_34c
    using (tenant_id = (select coalesce(depot_tenant(), '00000000-0000-0000-0000-000000000000')));
create policy boxes_tenant on boxes to app_34c
    using (coalesce(tenant_id = (select depot_tenant()), false));
create policy movements_tenant on movements to app_34c
    using (case when (select depot_tenant()) is null then false else tenant_id = (select depot_tenant()) end);

create policy shelves_floor on shelves as restrictive to app_34c
    using (tenant_id = (select depot_tenant())) with check (tenant_id = (select depot_tenant()));
create policy boxes_floor on boxes as restrictive to app_34c
    using (tenant_id = (select depot_tenant())) with check (tenant_id = (select depot_tenant()));
create policy movements_floor on movements as restrictive to app_34c
    using (tenant_id = (select depot_tenant())) with check (tenant_id = (select depot_tenant()));

grant select, insert, delete on shelves, boxes to app_34c;
grant select, insert on movements to app_34c;
grant update (shelf) on boxes to app_34c;

insert into tenants values ('34000000-0000-4000-8000-000000000001', 'one'), ('34000000-0000-4000-8000-000000000002', 'two');
insert into shelves select id, 'S' || n from tenants, generate_series(1, 2) n;
insert into boxes select tenant_id, 'B-' || code, code from shelves;
insert into movements select tenant_id, barcode, timestamptz '2026-03-01 08:00+00' from boxes;
