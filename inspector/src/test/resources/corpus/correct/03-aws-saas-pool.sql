-- The pooled model of cloud vendor guides (tenant, tenant_user, app.current_tenant); the root is confined by its own key. Unsigned.
-- expect: C33 setting app.current_tenant
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;

create role app_03c with login nosuperuser nobypassrls;

create table tenant (
    tenant_id uuid default gen_random_uuid() primary key,
    name varchar(255) not null,
    status varchar(64) not null check (status in ('active', 'suspended', 'disabled')),
    tier varchar(64) not null check (tier in ('gold', 'silver', 'bronze'))
);

create table tenant_user (
    user_id uuid default gen_random_uuid() primary key,
    tenant_id uuid not null references tenant (tenant_id) on delete restrict,
    email varchar(255) not null,
    given_name varchar(255),
    family_name varchar(255),
    unique (tenant_id, email)
);

alter table tenant enable row level security;
alter table tenant force row level security;
alter table tenant_user enable row level security;
alter table tenant_user force row level security;

create policy tenant_isolation_policy on tenant
    for select to app_03c
    using (tenant_id = (select nullif(current_setting('app.current_tenant', true), '')::uuid));

create policy tenant_isolation_floor on tenant
    as restrictive to app_03c
    using (tenant_id = (select nullif(current_setting('app.current_tenant', true), '')::uuid))
    with check (tenant_id = (select nullif(current_setting('app.current_tenant', true), '')::uuid));

create policy tenant_user_isolation_policy on tenant_user
    to app_03c
    using (tenant_id = (select nullif(current_setting('app.current_tenant', true), '')::uuid))
    with check (tenant_id = (select nullif(current_setting('app.current_tenant', true), '')::uuid));

create policy tenant_user_isolation_floor on tenant_user
    as restrictive to app_03c
    using (tenant_id = (select nullif(current_setting('app.current_tenant', true), '')::uuid))
    with check (tenant_id = (select nullif(current_setting('app.current_tenant', true), '')::uuid));

grant select on tenant to app_03c;
grant select, insert, delete on tenant_user to app_03c;
grant update (email, given_name, family_name) on tenant_user to app_03c;

insert into tenant (tenant_id, name, status, tier) values
    ('1cf1777a-0b1f-4b0d-9a6d-0d7d6b2f1a01', 'Tenant One', 'active', 'gold'),
    ('1cf1777a-0b1f-4b0d-9a6d-0d7d6b2f1a02', 'Tenant Two', 'active', 'bronze');
insert into tenant_user (tenant_id, email)
select tenant_id, 'user' || n || '@example.com' from tenant, generate_series(1, 3) n;
