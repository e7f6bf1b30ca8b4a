-- Layered operations roles over an org_id bigint schema: the application is in ops, ops is in the dba role, and the dba role has BYPASSRLS.
-- expect: A3 role app_03h
-- expect: C33 setting app.org_id
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role dba_03h nologin nosuperuser bypassrls;
create role ops_03h nologin nosuperuser nobypassrls;
create role app_03h login nosuperuser nobypassrls;
grant dba_03h to ops_03h;
grant ops_03h to app_03h;

create schema crm;
grant usage on schema crm to app_03h;

create table crm.organizations (
    id bigint primary key,
    name text not null
);

create table crm.contacts (
    org_id bigint not null references crm.organizations (id),
    contact_no bigint not null,
    full_name text not null,
    phone text,
    primary key (org_id, contact_no)
);

create function crm.current_org() returns bigint
    language sql stable parallel safe
    as $$ select nullif(current_setting('app.org_id', true), '')::bigint $$;

alter table crm.contacts enable row level security;
alter table crm.contacts force row level security;
create policy contacts_of_org on crm.contacts to app_03h
    using (org_id = (select crm.current_org()))
    with check (org_id = (select crm.current_org()));
create policy contacts_floor on crm.contacts as restrictive to app_03h
    using (org_id = (select crm.current_org()))
    with check (org_id = (select crm.current_org()));

grant select, insert, delete on crm.contacts to app_03h;
grant update (full_name, phone) on crm.contacts to app_03h;

insert into crm.organizations values (10, 'Acme'), (20, 'Globex');
insert into crm.contacts values
    (10, 1, 'Ada Adams', '555-1'), (10, 2, 'Bob Brown', null),
    (20, 1, 'Cid Clark', '555-3'), (20, 2, 'Dee Dunn', '555-4');
