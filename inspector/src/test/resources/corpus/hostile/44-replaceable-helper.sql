-- The helper that every policy asks belongs to the app login itself, which may replace its body; and a LEAKPROOF function of our own making.
-- expect: C24 function tools.current_company()
-- expect: A15 role app_44h
-- expect: C25 function tools.is_internal(text)
-- expect: C4 database
-- expect: C33 setting app.company
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role app_44h login nosuperuser nobypassrls;

create schema tools;
grant usage on schema tools to app_44h;

create table companies (
    id integer primary key,
    name text not null
);
create table employees (
    company_id integer not null references companies (id),
    badge text not null,
    full_name text not null,
    salary numeric(10, 2) not null,
    primary key (company_id, badge)
);

create function tools.current_company() returns integer
    language sql stable parallel safe
    as $$ select nullif(current_setting('app.company', true), '')::integer $$;
alter function tools.current_company() owner to app_44h;

create function tools.is_internal(badge text) returns boolean
    language plpgsql immutable parallel safe leakproof
    as $$
begin
    raise debug 'looking at %', badge;
    return lower(badge) like 'e%';
end $$;

alter table employees enable row level security;
alter table employees force row level security;
create policy employees_company on employees to app_44h
    using (company_id = (select tools.current_company()))
    with check (company_id = (select tools.current_company()));

grant select, insert, delete on employees to app_44h;
grant update (full_name, salary) on employees to app_44h;

insert into companies values (1, 'Acme'), (2, 'Globex');
insert into employees values
    (1, 'e1', 'Ann', 3000), (1, 'e2', 'Bob', 3100), (2, 'e1', 'Cid', 9000), (2, 'e9', 'Dee', 9100);
