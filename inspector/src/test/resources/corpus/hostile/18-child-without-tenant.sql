-- Hibernate collection-table style: the order is walled, one child goes through its parent as it should, the other is an open table of everybody's items.
-- expect: B8 public.order_items
-- expect: C4 database
-- expect: C33 setting app.tenant_id
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role store_18h login nosuperuser nobypassrls;

create table tenants (
    id uuid primary key,
    name text not null
);
create table orders (
    id uuid primary key default gen_random_uuid(),
    tenant_id uuid not null references tenants (id),
    placed_at timestamptz not null default now()
);
create index orders_tenant on orders (tenant_id, placed_at);

create table order_notes (
    order_id uuid not null references orders (id),
    line integer not null,
    note text not null,
    primary key (order_id, line)
);
create table order_items (
    order_id uuid not null references orders (id),
    line integer not null,
    sku text not null,
    quantity integer not null,
    primary key (order_id, line)
);

alter table orders enable row level security;
alter table orders force row level security;
create policy orders_tenant on orders to store_18h
    using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
    with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
alter table order_notes enable row level security;
alter table order_notes force row level security;
create policy order_notes_by_order on order_notes to store_18h
    using (order_id in (select o.id from orders o))
    with check (order_id in (select o.id from orders o));

grant select, insert, delete on orders, order_notes, order_items to store_18h;
grant update (placed_at) on orders to store_18h;
grant update (quantity) on order_items to store_18h;

insert into tenants values
    ('10000000-0000-4000-8000-000000000001', 'Acme'), ('20000000-0000-4000-8000-000000000002', 'Globex');
insert into orders (tenant_id) select t.id from tenants t, generate_series(1, 2);
insert into order_notes select id, 1, 'ring twice' from orders;
insert into order_items select id, 1, 'bolt', 4 from orders;
