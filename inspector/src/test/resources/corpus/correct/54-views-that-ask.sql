-- Definer views that ask for the tenant and group, correlate or join by it what they read beside: a barrier, and nothing of others.
-- expect: C4 database
-- expect: C33 setting app.tenant_id
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role web_54c login nosuperuser nobypassrls;

create table tenants (
    id uuid primary key,
    name text not null
);
create table orders (
    tenant_id uuid not null references tenants (id),
    no int not null,
    total int not null,
    primary key (tenant_id, no)
);
create table invoices (
    tenant_id uuid not null references tenants (id),
    no int not null,
    amount int not null,
    primary key (tenant_id, no)
);
alter table orders enable row level security, force row level security;
alter table invoices enable row level security, force row level security;
create policy orders_tenant on orders to web_54c
    using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
create policy invoices_tenant on invoices to web_54c
    using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));

create view grouped with (security_barrier) as
    select tenant_id, count(*) as orders from orders group by tenant_id
    having tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid);
create view grouped_inside with (security_barrier) as
    select g.orders from (select tenant_id, count(*) as orders from orders group by tenant_id) g
    where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid);
create view correlated with (security_barrier) as
    select o.no, (select sum(i.amount) from invoices i where i.tenant_id = o.tenant_id and i.no = o.no) as paid, l.open
    from orders o
    cross join lateral (select count(*) as open from invoices i where i.tenant_id = o.tenant_id) l
    where o.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid);
create view joined with (security_barrier) as
    select no, total, amount from orders left join invoices using (tenant_id, no)
    where tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid);
grant select on orders, invoices, grouped, grouped_inside, correlated, joined to web_54c;

insert into tenants values
    ('54000000-0000-4000-8000-000000000001', 'Acme'), ('54000000-0000-4000-8000-000000000002', 'Globex');
insert into orders select id, n, n * 10 from tenants, generate_series(1, 2) n;
insert into invoices select id, n, n * 10 from tenants, generate_series(1, 2) n;
