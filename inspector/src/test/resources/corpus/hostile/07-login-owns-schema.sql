-- A tutorial's "create schema authorization": the tables belong to a superuser, but the app owns the schema and may drop or rename all in it.
-- expect: A7 schema shop
-- expect: C4 database
-- expect: C33 setting shop.customer
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role shop_07h login nosuperuser nobypassrls;
create schema shop authorization shop_07h;

create table shop.customers (
    id text primary key,
    display_name text not null
);

create table shop.baskets (
    customer_id text not null references shop.customers (id),
    basket_id uuid not null default gen_random_uuid(),
    sku text not null,
    quantity integer not null check (quantity > 0),
    primary key (customer_id, basket_id)
);

alter table shop.baskets enable row level security;
alter table shop.baskets force row level security;

create policy baskets_read on shop.baskets for select to shop_07h
    using (customer_id = (select current_setting('shop.customer', true)));
create policy baskets_add on shop.baskets for insert to shop_07h
    with check (customer_id = (select current_setting('shop.customer', true)));
create policy baskets_change on shop.baskets for update to shop_07h
    using (customer_id = (select current_setting('shop.customer', true)))
    with check (customer_id = (select current_setting('shop.customer', true)));
create policy baskets_remove on shop.baskets for delete to shop_07h
    using (customer_id = (select current_setting('shop.customer', true)));

grant select, insert, delete on shop.baskets to shop_07h;
grant update (sku, quantity) on shop.baskets to shop_07h;

insert into shop.customers values ('acme', 'Acme'), ('globex', 'Globex');
insert into shop.baskets (customer_id, sku, quantity) values
    ('acme', 'bolt', 3), ('acme', 'nut', 3), ('globex', 'laser', 1);
