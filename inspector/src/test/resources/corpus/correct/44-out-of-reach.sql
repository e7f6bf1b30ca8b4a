-- Tables without row security that nobody can reach, a publication of reference data and one with a row filter: no way in. Unsigned.
-- expect: C33 setting feed.customer_id
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;

create role app_44c login nosuperuser nobypassrls;

create table customers (
    id int primary key,
    name text not null
);
create table orders (
    customer_id int not null references customers (id),
    id int not null,
    item text not null,
    placed date not null default current_date,
    primary key (customer_id, id)
);

-- a copy for imports, in the same schema, granted to nobody
create table orders_import (like orders including all);
alter table orders_import add foreign key (customer_id) references customers (id);

-- a table that is granted, in a schema that is not
create schema attic;
create table attic.orders_2019 (like public.orders including all);
alter table attic.orders_2019 add foreign key (customer_id) references public.customers (id);
grant select on attic.orders_2019 to app_44c;

create table currencies (
    code char(3) primary key,
    digits int not null default 2
);

alter table orders enable row level security;
alter table orders force row level security;
create policy orders_customer on orders to app_44c
    using (customer_id = (select nullif(current_setting('feed.customer_id', true), '')::int))
    with check (customer_id = (select nullif(current_setting('feed.customer_id', true), '')::int));
create policy orders_customer_floor on orders as restrictive to app_44c
    using (customer_id = (select nullif(current_setting('feed.customer_id', true), '')::int))
    with check (customer_id = (select nullif(current_setting('feed.customer_id', true), '')::int));

create publication reference_data for table currencies;
create publication orders_of_customer_one for table orders where (customer_id = 1);

grant select, insert, delete on orders to app_44c;
grant update (item) on orders to app_44c;
grant select on currencies to app_44c;

insert into currencies values ('EUR', 2), ('JPY', 0);
insert into customers values (1, 'one'), (2, 'two');
insert into orders select id, n, 'item ' || n from customers, generate_series(1, 3) n;
insert into orders_import select * from orders;
insert into attic.orders_2019 select customer_id, id, item, date '2019-05-01' from orders;
