-- Soft delete by a rewrite rule, and stock kept by a SECURITY DEFINER trigger that forgets whose stock it is.
-- expect: B14 rule orders_soft_delete on public.orders
-- expect: B15 trigger orders_take_stock on public.orders
-- expect: C4 database
-- expect: C33 setting app.tenant
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role shop_22h login nosuperuser nobypassrls;

create table tenants (
    tenant text primary key,
    name text not null
);
create table stock (
    tenant text not null references tenants (tenant),
    sku text not null,
    on_hand integer not null,
    primary key (tenant, sku)
);
create table orders (
    tenant text not null references tenants (tenant),
    order_no uuid not null default gen_random_uuid(),
    sku text not null,
    quantity integer not null,
    deleted_at timestamptz,
    primary key (tenant, order_no)
);

create rule orders_soft_delete as on delete to orders
    do instead update orders set deleted_at = now() where order_no = old.order_no;

create function take_stock() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp
    as $$
begin
    update public.stock set on_hand = on_hand - new.quantity where sku = new.sku;
    return new;
end $$;
create trigger orders_take_stock after insert on orders for each row execute function take_stock();

alter table stock enable row level security;
alter table stock force row level security;
alter table orders enable row level security;
alter table orders force row level security;
create policy stock_tenant on stock to shop_22h
    using (tenant = (select current_setting('app.tenant', true)));
create policy orders_tenant on orders to shop_22h
    using (tenant = (select current_setting('app.tenant', true)));
grant select, insert, delete on orders, stock to shop_22h;
grant update (on_hand) on stock to shop_22h;

insert into tenants values ('acme', 'Acme'), ('globex', 'Globex');
insert into stock values ('acme', 'bolt', 100), ('acme', 'nut', 50), ('globex', 'bolt', 7), ('globex', 'gear', 9);
insert into orders (tenant, sku, quantity) values ('acme', 'nut', 5), ('globex', 'gear', 1);
