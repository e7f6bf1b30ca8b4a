-- One login for each shop, current_user is the tenant and even the column's default: nobody can forge it, nothing to find.
-- app: app_12c (group), shop_red_12c, shop_blue_12c
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;

create role app_12c nologin nosuperuser nobypassrls;
create role shop_red_12c login nosuperuser nobypassrls in role app_12c;
create role shop_blue_12c login nosuperuser nobypassrls in role app_12c;

create table products (
    tenant text not null default current_user,
    sku text not null,
    title text not null,
    price_cents int not null check (price_cents >= 0),
    primary key (tenant, sku)
);

create table orders (
    tenant text not null default current_user,
    number int not null,
    sku text not null,
    amount int not null default 1,
    primary key (tenant, number),
    foreign key (tenant, sku) references products (tenant, sku) on update cascade on delete restrict
);
create index orders_product on orders (tenant, sku);

alter table products enable row level security;
alter table products force row level security;
alter table orders enable row level security;
alter table orders force row level security;

create policy own_rows on products to app_12c
    using (tenant = (select current_user::text)) with check (tenant = (select current_user::text));
create policy own_rows_floor on products as restrictive to app_12c
    using (tenant = (select current_user::text)) with check (tenant = (select current_user::text));
create policy own_rows on orders to app_12c
    using (tenant = (select current_user::text)) with check (tenant = (select current_user::text));
create policy own_rows_floor on orders as restrictive to app_12c
    using (tenant = (select current_user::text)) with check (tenant = (select current_user::text));

grant select, insert, delete on products, orders to app_12c;
grant update (title, price_cents) on products to app_12c;
grant update (amount) on orders to app_12c;

insert into products values
    ('shop_red_12c', 'A', 'Apples', 300), ('shop_red_12c', 'B', 'Bread', 250),
    ('shop_blue_12c', 'A', 'Anchors', 9900), ('shop_blue_12c', 'C', 'Chains', 4900);
insert into orders values
    ('shop_red_12c', 1, 'A', 3), ('shop_red_12c', 2, 'B', 1), ('shop_blue_12c', 1, 'C', 2);
