-- An agency that spells everything out: schema, tables, policies and the role have names of up to 63 bytes. Right but unsigned.
-- expect: C33 setting department_for_the_administration_of_long_names.organization_identifier
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;

create role app_of_the_department_for_the_administration_of_long_names_41c login nosuperuser nobypassrls;

create schema department_for_the_administration_of_unreasonably_long_names_01;
set search_path = department_for_the_administration_of_unreasonably_long_names_01;

create function the_organization_that_this_very_transaction_has_been_opened_for() returns uuid
    language sql stable parallel safe
    set search_path = pg_catalog, pg_temp
as $$
    select nullif(current_setting('department_for_the_administration_of_long_names.organization_identifier', true), '')::uuid
$$;

create table organizations_that_take_part_in_the_administrative_procedure_01 (
    id uuid primary key,
    name text not null
);
create table applications_received_by_an_organization_in_the_current_period1 (
    organization_id uuid not null references organizations_that_take_part_in_the_administrative_procedure_01 (id),
    number_of_the_application_within_the_organization_and_period_01 int not null,
    subject text not null,
    primary key (organization_id, number_of_the_application_within_the_organization_and_period_01)
);
create table applications_received_by_an_organization_in_the_current_period2 (
    organization_id uuid not null references organizations_that_take_part_in_the_administrative_procedure_01 (id),
    number_of_the_application_within_the_organization_and_period_01 int not null,
    subject text not null,
    primary key (organization_id, number_of_the_application_within_the_organization_and_period_01)
);

do $$
declare
    t text;
    own text := 'organization_id = (select the_organization_that_this_very_transaction_has_been_opened_for())';
    app text := 'app_of_the_department_for_the_administration_of_long_names_41c';
begin
    for n in 1..2 loop
        t := 'applications_received_by_an_organization_in_the_current_period' || n;
        execute format('alter table %I enable row level security, force row level security', t);
        execute format('create policy %I on %I to %I using (%s) with check (%s)',
            'rows_of_the_organization_that_the_transaction_has_been_opened_1', t, app, own, own);
        execute format('create policy %I on %I as restrictive to %I using (%s) with check (%s)',
            'rows_of_the_organization_that_the_transaction_has_been_opened_2', t, app, own, own);
        execute format('grant select, insert, delete, update (subject) on %I to %I', t, app);
        execute format('grant usage on schema %I to %I', current_schema(), app);
    end loop;
end $$;

insert into organizations_that_take_part_in_the_administrative_procedure_01
values ('41000000-0000-4000-8000-000000000001', 'first'), ('41000000-0000-4000-8000-000000000002', 'second');
insert into applications_received_by_an_organization_in_the_current_period1
select id, n, 'a matter of ' || name from organizations_that_take_part_in_the_administrative_procedure_01, generate_series(1, 3) n;
insert into applications_received_by_an_organization_in_the_current_period2
select * from applications_received_by_an_organization_in_the_current_period1;
reset search_path;
