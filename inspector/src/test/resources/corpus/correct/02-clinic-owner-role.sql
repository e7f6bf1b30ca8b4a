-- A clinic with an owner role that cannot log in, forced row security and one context function: right but unsigned.
-- expect: C33 setting clinic.tenant
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;

create role owner_02c nologin nosuperuser nobypassrls;
create role app_02c login nosuperuser nobypassrls;
create schema clinic authorization owner_02c;

set role owner_02c;

create function clinic.tenant() returns uuid
    language sql stable parallel safe
    return nullif(current_setting('clinic.tenant', true), '')::uuid;

create table clinic.practices (
    id uuid primary key,
    name text not null
);
create table clinic.patients (
    tenant_id uuid not null references clinic.practices (id),
    id uuid not null default gen_random_uuid(),
    name text not null,
    born date,
    primary key (tenant_id, id)
);
create table clinic.visits (
    tenant_id uuid not null references clinic.practices (id),
    patient_id uuid not null,
    visited_at timestamptz not null default now(),
    note text not null default '',
    primary key (tenant_id, patient_id, visited_at),
    foreign key (tenant_id, patient_id) references clinic.patients (tenant_id, id)
);

alter table clinic.patients enable row level security, force row level security;
alter table clinic.visits enable row level security, force row level security;

create policy walls on clinic.patients to app_02c
    using (tenant_id = (select clinic.tenant())) with check (tenant_id = (select clinic.tenant()));
create policy floor on clinic.patients as restrictive to app_02c
    using (tenant_id = (select clinic.tenant())) with check (tenant_id = (select clinic.tenant()));
create policy walls on clinic.visits to app_02c
    using (tenant_id = (select clinic.tenant())) with check (tenant_id = (select clinic.tenant()));
create policy floor on clinic.visits as restrictive to app_02c
    using (tenant_id = (select clinic.tenant())) with check (tenant_id = (select clinic.tenant()));

grant usage on schema clinic to app_02c;
grant select, insert on clinic.patients, clinic.visits to app_02c;
grant update (name, born) on clinic.patients to app_02c;
grant update (note) on clinic.visits to app_02c;

reset role;

insert into clinic.practices values
    ('00000000-0000-4000-8000-0000000000a1', 'North'), ('00000000-0000-4000-8000-0000000000b2', 'South');
insert into clinic.patients (tenant_id, id, name)
select p.id, gen_random_uuid(), p.name || ' patient ' || n from clinic.practices p, generate_series(1, 3) n;
insert into clinic.visits (tenant_id, patient_id, note) select tenant_id, id, 'first visit' from clinic.patients;
