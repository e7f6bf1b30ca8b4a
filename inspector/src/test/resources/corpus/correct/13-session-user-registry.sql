-- A hosting company maps every login to a tenant by session_user in a definer function over an unreachable table: nothing to find.
-- app: app_13c (group), site_one_13c, site_two_13c
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;

create role app_13c nologin nosuperuser nobypassrls;
create role site_one_13c login nosuperuser nobypassrls in role app_13c;
create role site_two_13c login nosuperuser nobypassrls in role app_13c;

create schema registry;
create schema hosting;

create table registry.tenants (
    id uuid primary key,
    login name not null,
    plan text not null
);
create index tenants_login on registry.tenants (login);

create function hosting.my_tenant() returns uuid
    language sql stable parallel safe security definer
    set search_path = pg_catalog, pg_temp
as $$
    -- current_user is the owner of the function in here, session_user is who logged in
    select t.id from registry.tenants t where t.login = session_user
$$;

create table hosting.sites (
    tenant_id uuid not null references registry.tenants (id),
    host text not null,
    created timestamptz not null default now(),
    primary key (tenant_id, host)
);
create table hosting.pages (
    tenant_id uuid not null references registry.tenants (id),
    host text not null,
    path text not null,
    html text not null default '',
    primary key (tenant_id, host, path),
    foreign key (tenant_id, host) references hosting.sites (tenant_id, host) on delete cascade
);

alter table hosting.sites enable row level security;
alter table hosting.pages enable row level security;

create policy mine on hosting.sites to app_13c using (tenant_id = (select hosting.my_tenant()));
create policy only_mine on hosting.sites as restrictive to app_13c using (tenant_id = (select hosting.my_tenant()));
create policy mine on hosting.pages to app_13c using (tenant_id = (select hosting.my_tenant()));
create policy only_mine on hosting.pages as restrictive to app_13c using (tenant_id = (select hosting.my_tenant()));

grant usage on schema hosting to app_13c;
grant select, insert, delete on hosting.sites, hosting.pages to app_13c;
grant update (html) on hosting.pages to app_13c;

insert into registry.tenants values
    ('13000000-0000-4000-8000-000000000001', 'site_one_13c', 'small'),
    ('13000000-0000-4000-8000-000000000002', 'site_two_13c', 'large');
insert into hosting.sites select id, 'www.example.com' from registry.tenants;
insert into hosting.pages select tenant_id, host, p from hosting.sites, unnest(array['/', '/about', '/contact']) p;
