-- Reporting and back-office roles have policies that are true, but the application is a member of neither. Unsigned.
-- expect: C33 setting bank.branch
-- app: app_37c
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;

create role app_37c login nosuperuser nobypassrls;
create role reporting_37c login nosuperuser nobypassrls;
create role admin_37c nologin nosuperuser nobypassrls;
create role ops_37c login nosuperuser nobypassrls in role admin_37c;

create schema bank;
grant usage on schema bank to app_37c, reporting_37c, admin_37c;

create table bank.tenant (
    id int primary key,
    name text not null
);
create table bank.customer (
    tenant_id int not null references bank.tenant (id),
    no int not null,
    name text not null,
    primary key (tenant_id, no)
);
create table bank.transfer (
    tenant_id int not null references bank.tenant (id),
    id bigint generated always as identity,
    customer_no int not null,
    cents bigint not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, customer_no) references bank.customer (tenant_id, no)
);
create index on bank.transfer (tenant_id, customer_no);

do $$
declare
    t regclass;
    branch text := 'tenant_id = (select nullif(current_setting(''bank.branch'', true), '''')::int)';
begin
    foreach t in array array['bank.customer', 'bank.transfer']::regclass[] loop
        execute format('alter table %s enable row level security, force row level security', t);
        execute format('create policy branch on %s to app_37c using (%s) with check (%s)', t, branch, branch);
        execute format('create policy branch_floor on %s as restrictive to app_37c using (%s) with check (%s)', t, branch, branch);
        execute format('create policy reporting_reads_all on %s for select to reporting_37c using (true)', t);
        execute format('create policy admin_does_all on %s to admin_37c using (true) with check (true)', t);
        execute format('grant select, insert on %s to app_37c', t);
        execute format('grant select on %s to reporting_37c', t);
        execute format('grant select, insert, update, delete on %s to admin_37c', t);
    end loop;
end $$;
grant update (name) on bank.customer to app_37c;

insert into bank.tenant values (1, 'North'), (2, 'South');
insert into bank.customer select id, n, 'customer ' || n from bank.tenant, generate_series(1, 2) n;
insert into bank.transfer (tenant_id, customer_no, cents) select tenant_id, no, 100 * no from bank.customer;
