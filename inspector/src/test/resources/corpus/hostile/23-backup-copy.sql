-- A "create table as" before a risky migration, without the tenant and without RLS, left readable; and a publication that streams all rows.
-- expect: B16 public.patients_before_v42
-- expect: B17 publication warehouse_feed
-- expect: C4 database
-- expect: C33 setting clinic.id
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role clinic_23h login nosuperuser nobypassrls;

create table clinics (
    id uuid primary key,
    name text not null
);
create table patients (
    clinic_id uuid not null references clinics (id),
    id uuid not null default gen_random_uuid(),
    full_name text not null,
    born_on date not null,
    diagnosis text not null,
    primary key (clinic_id, id)
);
alter table patients enable row level security;
alter table patients force row level security;
create policy patients_of_clinic on patients to clinic_23h
    using (clinic_id = (select nullif(current_setting('clinic.id', true), '')::uuid))
    with check (clinic_id = (select nullif(current_setting('clinic.id', true), '')::uuid));
grant select, insert on patients to clinic_23h;
grant update (full_name, diagnosis) on patients to clinic_23h;

insert into clinics values
    ('31000000-0000-4000-8000-000000000001', 'North'), ('32000000-0000-4000-8000-000000000002', 'South');
insert into patients (clinic_id, full_name, born_on, diagnosis)
select c.id, n, '1980-01-01', 'flu' from clinics c, (values ('Ann'), ('Bob')) v (n);

create table patients_before_v42 as select id, full_name, born_on, diagnosis from patients;
grant select on patients_before_v42 to clinic_23h;

create publication warehouse_feed for table patients;
