-- A Flyway shop where the runtime login inherits the migration role "for convenience": FORCE holds, but an owner may drop the policies at any time.
-- expect: A5 billing.invoices
-- expect: A5 billing.payments
-- expect: C33 setting app.company
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role flyway_05h nologin nosuperuser nobypassrls;
create role runtime_05h login nosuperuser nobypassrls inherit;
grant flyway_05h to runtime_05h;

create schema billing;
grant usage on schema billing to runtime_05h;

create table billing.companies (
    id integer primary key,
    name text not null
);

create table billing.invoices (
    company_id integer not null references billing.companies (id),
    number text not null,
    total numeric(10, 2) not null,
    primary key (company_id, number)
);

create table billing.payments (
    company_id integer not null references billing.companies (id),
    id uuid not null default gen_random_uuid(),
    invoice_number text not null,
    paid numeric(10, 2) not null,
    primary key (company_id, id),
    foreign key (company_id, invoice_number) references billing.invoices (company_id, number)
);
create index payments_invoice on billing.payments (company_id, invoice_number);

alter table billing.invoices owner to flyway_05h;
alter table billing.payments owner to flyway_05h;
revoke all on billing.invoices, billing.payments from flyway_05h;
grant usage on schema billing to flyway_05h;
grant select, update (total) on billing.invoices to flyway_05h;
grant select, insert on billing.invoices, billing.payments to runtime_05h;
grant update (total) on billing.invoices to runtime_05h;

do $$
declare t text;
begin
    foreach t in array array['invoices', 'payments'] loop
        execute format('alter table billing.%I enable row level security', t);
        execute format('alter table billing.%I force row level security', t);
        execute format($p$create policy %I on billing.%I to runtime_05h
            using (company_id = (select nullif(current_setting('app.company', true), '')::integer))$p$, t || '_company', t);
        execute format($p$create policy %I on billing.%I as restrictive to runtime_05h
            using (company_id = (select nullif(current_setting('app.company', true), '')::integer))$p$, t || '_floor', t);
    end loop;
end $$;

insert into billing.companies values (1, 'Acme'), (2, 'Globex');
insert into billing.invoices values (1, 'A-1', 100), (1, 'A-2', 50), (2, 'A-1', 700), (2, 'G-9', 20);
insert into billing.payments (company_id, invoice_number, paid) select company_id, number, total / 2 from billing.invoices;
