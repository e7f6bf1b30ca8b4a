-- Views whose WHERE names the tenant, of one of the tables that they read: what stands beside it shows every tenant's. And a log that a trigger fills.
-- expect: B9 public.joined
-- expect: B9 public.listed
-- expect: B9 public.averaged
-- expect: B9 public.ranked
-- expect: B8 public.changes
-- expect: C4 database
-- expect: C33 setting app.tenant_id
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role web_64h login nosuperuser nobypassrls;

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
create table changes (
    id bigint generated always as identity primary key,
    entry jsonb not null
);
alter table orders enable row level security, force row level security;
alter table invoices enable row level security, force row level security;
create policy orders_tenant on orders to web_64h
    using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
create policy invoices_tenant on invoices to web_64h
    using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));

create function log_change() returns trigger language plpgsql security definer
    set search_path = pg_catalog, pg_temp
    as $$ begin insert into public.changes (entry) values (to_jsonb(new)); return new; end $$;
revoke execute on function log_change() from public;
create trigger log_change after insert on orders for each row execute function log_change();

create view joined with (security_barrier) as
    select i.no, i.amount from invoices i, orders o
    where o.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid);
create view listed with (security_barrier) as
    select o.no, (select jsonb_agg(i) from invoices i) as invoices from orders o
    where o.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid);
create view averaged with (security_barrier) as
    select o.no, o.total, a.average from orders o, (select avg(total) as average from orders) a
    where o.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid);
create view ranked with (security_barrier) as
    select * from (select tenant_id, no, sum(total) over () as of_all from orders) r
    where tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid);

grant select on orders, invoices, changes, joined, listed, averaged, ranked to web_64h;

insert into tenants values
    ('64000000-0000-4000-8000-000000000001', 'Acme'), ('64000000-0000-4000-8000-000000000002', 'Globex');
insert into orders select id, n, n * 10 from tenants, generate_series(1, 2) n;
insert into invoices select id, n, n * 10 from tenants, generate_series(1, 2) n;
