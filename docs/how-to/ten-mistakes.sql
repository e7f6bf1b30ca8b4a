-- A shop for many tenants with ten of the usual mistakes, to try the inspector on:
--
--     createdb ten_mistakes && psql -d ten_mistakes -f docs/how-to/ten-mistakes.sql
--     ./partywall inspect postgres://localhost/ten_mistakes
--
-- Everything else in it is as it should be.
create role ten_mistakes_owner nologin;
create role ten_mistakes_app login;
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create schema shop authorization ten_mistakes_owner;
grant usage on schema shop to ten_mistakes_app;
set role ten_mistakes_owner;

create table shop.tenants (id uuid primary key, name text not null);

-- A tenant table as it should be; the mistakes below differ from it.
create table shop.customers (
    tenant_id uuid not null references shop.tenants,
    id uuid not null,
    email text not null,
    primary key (tenant_id, id)
);
create policy customers_of_tenant on shop.customers to ten_mistakes_app
    using (tenant_id = (select nullif(current_setting('shop.tenant', true), '')::uuid))
    with check (tenant_id = (select nullif(current_setting('shop.tenant', true), '')::uuid));
create policy customers_floor on shop.customers as restrictive to ten_mistakes_app
    using (tenant_id = (select nullif(current_setting('shop.tenant', true), '')::uuid))
    with check (tenant_id = (select nullif(current_setting('shop.tenant', true), '')::uuid));
alter table shop.customers enable row level security;
alter table shop.customers force row level security;
grant select, insert (tenant_id, id, email), update (email), delete on shop.customers to ten_mistakes_app;

-- 1. An e-mail that only one tenant may have: it tells that another has it.
create unique index customers_email on shop.customers (email);

-- 2. A tenant table without row-level security.
create table shop.invoices (
    tenant_id uuid not null references shop.tenants,
    id uuid not null,
    amount numeric not null,
    primary key (tenant_id, id)
);
grant select, insert on shop.invoices to ten_mistakes_app;

-- 3. A policy that is open when no context is set.
create table shop.notes (
    tenant_id uuid not null references shop.tenants,
    id uuid not null,
    body text not null,
    primary key (tenant_id, id)
);
create policy notes_of_tenant on shop.notes to ten_mistakes_app
    using (tenant_id = (select nullif(current_setting('shop.tenant', true), '')::uuid)
        or (select nullif(current_setting('shop.tenant', true), '')) is null);
alter table shop.notes enable row level security;
alter table shop.notes force row level security;
grant select on shop.notes to ten_mistakes_app;

-- 4. Whatever is written is allowed.  5. A tenant that may be missing.
create table shop.orders (
    tenant_id uuid references shop.tenants,
    id uuid not null,
    customer_id uuid not null,
    primary key (id),
    unique (tenant_id, id)
);
create policy orders_of_tenant on shop.orders to ten_mistakes_app
    using (tenant_id = (select nullif(current_setting('shop.tenant', true), '')::uuid)) with check (true);
alter table shop.orders enable row level security;
alter table shop.orders force row level security;
grant select, insert, delete on shop.orders to ten_mistakes_app;

-- 6. A foreign key without the tenant, that deletes along.
create table shop.order_lines (
    tenant_id uuid not null references shop.tenants,
    id uuid not null,
    order_id uuid not null references shop.orders (id) on delete cascade,
    article text not null,
    primary key (tenant_id, id)
);
create index on shop.order_lines (order_id);
create policy order_lines_of_tenant on shop.order_lines to ten_mistakes_app
    using (tenant_id = (select nullif(current_setting('shop.tenant', true), '')::uuid))
    with check (tenant_id = (select nullif(current_setting('shop.tenant', true), '')::uuid));
create policy order_lines_floor on shop.order_lines as restrictive to ten_mistakes_app
    using (tenant_id = (select nullif(current_setting('shop.tenant', true), '')::uuid))
    with check (tenant_id = (select nullif(current_setting('shop.tenant', true), '')::uuid));
alter table shop.order_lines enable row level security;
-- 7. The owner is let off, and every function and view of the owner with him.
grant select, insert, delete on shop.order_lines to ten_mistakes_app;

reset role;
-- 8. A view with the rights of a superuser.
create view shop.customer_list as select tenant_id, id, email from shop.customers;
grant select on shop.customer_list to ten_mistakes_app;

-- 9. A materialised view: it knows no policies.
create materialized view shop.revenue as select tenant_id, sum(amount) as amount from shop.invoices group by tenant_id;
grant select on shop.revenue to ten_mistakes_app;

-- 10. TRUNCATE asks no policy either.
grant truncate on shop.customers to ten_mistakes_app;

insert into shop.tenants values
    ('00000000-0000-0000-0000-00000000000a', 'Acme'), ('00000000-0000-0000-0000-00000000000b', 'Beta');
insert into shop.customers values
    ('00000000-0000-0000-0000-00000000000a', gen_random_uuid(), 'ann@acme.test'),
    ('00000000-0000-0000-0000-00000000000b', gen_random_uuid(), 'bob@beta.test');
