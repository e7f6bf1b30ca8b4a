-- A Laravel schema: bigserial keys, grants on everything, policies to public and no floor. Nothing leaks, but much is looser than it need be.
-- expect: C4 database
-- expect: C10 policy tenant_isolation on public.orders
-- expect: C10 policy tenant_isolation on public.order_items
-- expect: C33 setting app.tenant_id
-- expect: D2 column public.orders.tenant_id
-- expect: D2 column public.order_items.tenant_id
-- expect: D10 column public.orders.id
-- expect: D10 column public.order_items.id
-- expect: E14 sequence public.orders_id_seq
-- expect: E14 sequence public.order_items_id_seq
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;

create role app_52c login nosuperuser nobypassrls;

create table tenants (
    id bigint primary key,
    name varchar(255) not null
);
create table orders (
    id bigserial primary key,
    tenant_id bigint not null constraint orders_tenant_id_foreign references tenants (id),
    reference varchar(255) not null,
    created_at timestamp(0),
    updated_at timestamp(0),
    constraint orders_tenant_id_reference_unique unique (tenant_id, reference),
    constraint orders_tenant_id_id_unique unique (tenant_id, id)
);
create table order_items (
    id bigserial primary key,
    tenant_id bigint not null constraint order_items_tenant_id_foreign references tenants (id),
    order_id bigint not null,
    sku varchar(255) not null,
    quantity int not null default 1,
    constraint order_items_order_id_foreign foreign key (tenant_id, order_id) references orders (tenant_id, id) on delete cascade
);
create index order_items_order_id_index on order_items (tenant_id, order_id);

alter table orders enable row level security;
alter table orders force row level security;
alter table order_items enable row level security;
alter table order_items force row level security;

create policy tenant_isolation on orders
    using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint))
    with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));
create policy tenant_isolation on order_items
    using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint))
    with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));

grant select, insert, update, delete on orders, order_items to app_52c;
grant usage, select on all sequences in schema public to app_52c;

insert into tenants values (1, 'one'), (2, 'two');
insert into orders (tenant_id, reference) values (1, 'R1'), (1, 'R2'), (2, 'R1'), (2, 'R2');
insert into order_items (tenant_id, order_id, sku) select tenant_id, id, 'SKU-' || reference from orders;
