-- dblink left to the app (a new connection has no context and maybe another role), and a definer function of a BYPASSRLS owner that sums everybody.
-- expect: E10 function ext.dblink_connect(text)
-- expect: E10 function ext.dblink(text)
-- expect: E15 extension dblink
-- expect: E12 function public.turnover()
-- expect: A13 setting row_security
-- expect: C33 setting app.company
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role app_51h login nosuperuser nobypassrls;
create role reports_51h nologin nosuperuser bypassrls;
alter role app_51h set row_security = off;

create schema ext;
create extension dblink schema ext;
revoke execute on all functions in schema ext from public;
grant usage on schema ext to app_51h;
grant execute on function ext.dblink_connect(text), ext.dblink(text) to app_51h;

create table companies (
    id integer primary key,
    name text not null
);
create table invoices (
    company_id integer not null references companies (id),
    number text not null,
    total numeric(12, 2) not null,
    primary key (company_id, number)
);

create function own_total() returns numeric
    language sql stable security definer set search_path = pg_catalog, pg_temp
    as $$
        select sum(i.total) from public.invoices i
        where i.company_id = (select nullif(current_setting('app.company', true), '')::integer)
    $$;
create function turnover() returns numeric
    language sql stable security definer set search_path = pg_catalog, pg_temp
    as $$ select sum(i.total) from public.invoices i $$;
alter function turnover() owner to reports_51h;
grant select on invoices to reports_51h;

alter table invoices enable row level security;
alter table invoices force row level security;
create policy invoices_company on invoices to app_51h
    using (company_id = (select nullif(current_setting('app.company', true), '')::integer))
    with check (company_id = (select nullif(current_setting('app.company', true), '')::integer));
create policy invoices_floor on invoices as restrictive to app_51h
    using (company_id = (select nullif(current_setting('app.company', true), '')::integer))
    with check (company_id = (select nullif(current_setting('app.company', true), '')::integer));
grant select, insert, delete on invoices to app_51h;

insert into companies values (1, 'Acme'), (2, 'Globex');
insert into invoices values (1, 'A-1', 100), (1, 'A-2', 50), (2, 'A-1', 700), (2, 'G-2', 20);
