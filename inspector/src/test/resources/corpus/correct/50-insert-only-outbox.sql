-- A transactional outbox that tenants only insert into (a relay with BYPASSRLS reads it): closed, though odd without a SELECT policy. Unsigned.
-- expect: K3 public.outbox
-- expect: C33 setting app.account_id
-- app: app_50c
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;

create role app_50c login nosuperuser nobypassrls;
create role service_relay_50c login nosuperuser bypassrls;

create table accounts (
    id uuid primary key,
    name text not null
);
create table orders (
    account_id uuid not null references accounts (id),
    id uuid not null default gen_random_uuid(),
    total numeric(12, 2) not null,
    primary key (account_id, id)
);
create table outbox (
    account_id uuid not null references accounts (id),
    id uuid not null default gen_random_uuid(),
    topic text not null,
    payload jsonb not null,
    primary key (account_id, id)
);

alter table orders enable row level security, force row level security;
alter table outbox enable row level security, force row level security;

create policy orders_account on orders to app_50c
    using (account_id = (select nullif(current_setting('app.account_id', true), '')::uuid))
    with check (account_id = (select nullif(current_setting('app.account_id', true), '')::uuid));
create policy orders_floor on orders as restrictive to app_50c
    using (account_id = (select nullif(current_setting('app.account_id', true), '')::uuid))
    with check (account_id = (select nullif(current_setting('app.account_id', true), '')::uuid));
create policy outbox_add on outbox for insert to app_50c
    with check (account_id = (select nullif(current_setting('app.account_id', true), '')::uuid));
create policy outbox_floor on outbox as restrictive to app_50c
    using (account_id = (select nullif(current_setting('app.account_id', true), '')::uuid))
    with check (account_id = (select nullif(current_setting('app.account_id', true), '')::uuid));

grant select, insert, delete on orders to app_50c;
grant update (total) on orders to app_50c;
grant insert on outbox to app_50c;
grant select, delete on outbox to service_relay_50c;

insert into accounts values ('50000000-0000-4000-8000-000000000001', 'one'), ('50000000-0000-4000-8000-000000000002', 'two');
insert into orders (account_id, total) select id, n * 10 from accounts, generate_series(1, 2) n;
insert into outbox (account_id, topic, payload) select account_id, 'order.placed', jsonb_build_object('total', total) from orders;
