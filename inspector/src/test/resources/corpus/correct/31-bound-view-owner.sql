-- Views without security_invoker, but their owner is an ordinary role that the policies name: row security applies through them. Unsigned.
-- expect: C33 setting crm.tenant
-- app: app_31c
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;

create role owner_31c nologin nosuperuser nobypassrls;
create role view_owner_31c nologin nosuperuser nobypassrls;
create role app_31c login nosuperuser nobypassrls;

create schema crm authorization owner_31c;
create schema crm_api authorization view_owner_31c;
set role owner_31c;

create table crm.tenants (
    id int primary key,
    name text not null
);
create table crm.contacts (
    tenant_id int not null references crm.tenants (id),
    id int not null,
    full_name text not null,
    born date,
    primary key (tenant_id, id)
);
alter table crm.contacts enable row level security;
alter table crm.contacts force row level security;

create policy contacts_tenant on crm.contacts to app_31c, view_owner_31c
    using (tenant_id = (select nullif(current_setting('crm.tenant', true), '')::int))
    with check (tenant_id = (select nullif(current_setting('crm.tenant', true), '')::int));
create policy contacts_tenant_floor on crm.contacts as restrictive to app_31c, view_owner_31c
    using (tenant_id = (select nullif(current_setting('crm.tenant', true), '')::int))
    with check (tenant_id = (select nullif(current_setting('crm.tenant', true), '')::int));

grant usage on schema crm to app_31c, view_owner_31c;
grant select on crm.contacts to view_owner_31c;
grant select, insert, delete on crm.contacts to app_31c;
grant update (full_name, born) on crm.contacts to app_31c;

reset role;
set role view_owner_31c;
create view crm_api.birthdays as
    select full_name, born from crm.contacts where born is not null;
create view crm_api.birthdays_this_month as
    select full_name from crm_api.birthdays where extract(month from born) = extract(month from now());
grant usage on schema crm_api to app_31c;
grant select on crm_api.birthdays, crm_api.birthdays_this_month to app_31c;
reset role;

insert into crm.tenants values (1, 'one'), (2, 'two');
insert into crm.contacts
select t.id, n, 'contact ' || n, date '1980-01-01' + 31 * n from crm.tenants t, generate_series(1, 4) n;
