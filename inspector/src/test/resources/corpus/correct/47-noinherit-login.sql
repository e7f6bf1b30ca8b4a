-- A NOINHERIT login that must SET ROLE to work, to the confined role and to nothing stronger; the floor names both. Unsigned.
-- expect: C33 setting app.company
-- app: app_47c, login_47c
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;

create role owner_47c nologin nosuperuser nobypassrls;
create role app_47c nologin nosuperuser nobypassrls;
create role login_47c login noinherit nosuperuser nobypassrls;
grant app_47c to login_47c;

create schema erp authorization owner_47c;
set role owner_47c;

create table erp.company (
    id uuid primary key,
    name text not null
);
create table erp.article (
    company_id uuid not null references erp.company (id),
    number varchar(20) not null,
    name text not null,
    primary key (company_id, number)
);
create table erp.stock (
    company_id uuid not null references erp.company (id),
    number varchar(20) not null,
    place varchar(20) not null,
    quantity numeric(12, 3) not null default 0,
    primary key (company_id, number, place),
    foreign key (company_id, number) references erp.article (company_id, number)
);

create function erp.context_company() returns uuid language sql stable parallel safe
    as $$ select nullif(current_setting('app.company', true), '')::uuid $$;

alter table erp.article enable row level security, force row level security;
alter table erp.stock enable row level security, force row level security;

create policy article_company on erp.article to app_47c
    using (company_id = (select erp.context_company())) with check (company_id = (select erp.context_company()));
create policy article_floor on erp.article as restrictive to app_47c, login_47c
    using (company_id = (select erp.context_company())) with check (company_id = (select erp.context_company()));
create policy stock_company on erp.stock to app_47c
    using (company_id = (select erp.context_company())) with check (company_id = (select erp.context_company()));
create policy stock_floor on erp.stock as restrictive to app_47c, login_47c
    using (company_id = (select erp.context_company())) with check (company_id = (select erp.context_company()));

grant usage on schema erp to app_47c;
grant select, insert, delete on erp.article, erp.stock to app_47c;
grant update (name) on erp.article to app_47c;
grant update (quantity) on erp.stock to app_47c;
reset role;

insert into erp.company values ('47000000-0000-4000-8000-000000000001', 'one'), ('47000000-0000-4000-8000-000000000002', 'two');
insert into erp.article select id, 'A-' || n, 'article ' || n from erp.company, generate_series(1, 3) n;
insert into erp.stock select company_id, number, 'main', 5 from erp.article;
