-- A debugging switch left in: "true or" before an otherwise right comparison opens every deal to every company.
-- expect: C1 policy deals_company on public.deals
-- expect: P2 index public.deals_by_stage
-- expect: C4 database
-- expect: C33 setting app.company
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role crm_25h login nosuperuser nobypassrls;

create table companies (
    id integer primary key,
    name text not null
);
create table deals (
    company_id integer not null references companies (id),
    deal_id uuid not null default gen_random_uuid(),
    stage text not null,
    worth numeric(12, 2) not null,
    primary key (company_id, deal_id)
);
create index deals_by_stage on deals (stage, company_id);
create table people (
    company_id integer not null references companies (id),
    person_id uuid not null default gen_random_uuid(),
    full_name text not null,
    primary key (company_id, person_id)
);

alter table deals enable row level security;
alter table deals force row level security;
alter table people enable row level security;
alter table people force row level security;

create policy deals_company on deals to crm_25h
    using (true or company_id = (select nullif(current_setting('app.company', true), '')::integer))
    with check (company_id = (select nullif(current_setting('app.company', true), '')::integer));
create policy people_company on people to crm_25h
    using (company_id = (select nullif(current_setting('app.company', true), '')::integer))
    with check (company_id = (select nullif(current_setting('app.company', true), '')::integer));

grant select, insert, delete on deals, people to crm_25h;
grant update (stage, worth) on deals to crm_25h;
grant update (full_name) on people to crm_25h;

insert into companies values (1, 'Acme'), (2, 'Globex');
insert into deals (company_id, stage, worth) values (1, 'lead', 100), (1, 'won', 900), (2, 'lead', 70000), (2, 'lost', 5);
insert into people (company_id, full_name) values (1, 'Ann'), (1, 'Bob'), (2, 'Cid'), (2, 'Dee');
