-- Payroll is only reached through definer functions that take the tenant from the context, never from an argument. Unsigned.
-- expect: C33 setting payroll.company
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;

create role app_29c login nosuperuser nobypassrls;

create schema payroll_data;
create schema payroll;
grant usage on schema payroll to app_29c;

create table payroll.employees (
    company_id int not null,
    id int not null,
    full_name text not null,
    primary key (company_id, id)
);
create table payroll_data.salaries (
    company_id int not null,
    employee_id int not null,
    month date not null,
    gross numeric(10, 2) not null,
    primary key (company_id, employee_id, month),
    foreign key (company_id, employee_id) references payroll.employees (company_id, id)
);

create function payroll.company() returns int language sql stable parallel safe
    as $$ select nullif(current_setting('payroll.company', true), '')::int $$;

create function payroll.salaries_of(wanted_employee int)
    returns table (month date, gross numeric)
    language sql stable parallel safe security definer
    set search_path = pg_catalog, pg_temp
as $$
    select s.month, s.gross
    from payroll_data.salaries s
    where s.company_id = (select payroll.company()) and s.employee_id = wanted_employee
$$;

create function payroll.raise_salary(wanted_employee int, wanted_month date, new_gross numeric)
    returns void
    language sql security definer
    set search_path = pg_catalog, pg_temp
as $$
    update payroll_data.salaries
    set gross = new_gross
    where company_id = payroll.company() and employee_id = wanted_employee and month = wanted_month
$$;
revoke execute on function payroll.raise_salary(int, date, numeric) from public;
grant execute on function payroll.raise_salary(int, date, numeric) to app_29c;

alter table payroll.employees enable row level security;
alter table payroll.employees force row level security;
create policy employees_company on payroll.employees to app_29c
    using (company_id = (select payroll.company())) with check (company_id = (select payroll.company()));
create policy employees_floor on payroll.employees as restrictive to app_29c
    using (company_id = (select payroll.company())) with check (company_id = (select payroll.company()));
grant select, insert on payroll.employees to app_29c;
grant update (full_name) on payroll.employees to app_29c;

insert into payroll.employees values (1, 1, 'Ann'), (1, 2, 'Bob'), (2, 1, 'Cyd'), (2, 2, 'Dan');
insert into payroll_data.salaries select company_id, id, '2026-01-01', 3000 + 100 * id from payroll.employees;
