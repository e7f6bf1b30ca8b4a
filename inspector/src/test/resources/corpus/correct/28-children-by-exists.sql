-- Order lines and their serials lack the tenant column and are confined by exists() over the parent, whose own policies apply in there. Unsigned.
-- expect: C27 policy lines_of_order on public.order_lines
-- expect: C27 policy serials_of_line on public.line_serials
-- expect: C33 setting app.customer
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;

create role app_28c login nosuperuser nobypassrls;

create table customers (
    id int primary key,
    name text not null
);
create table orders (
    id uuid primary key default gen_random_uuid(),
    customer_id int not null references customers (id),
    placed_at timestamptz not null default now()
);
create index orders_customer on orders (customer_id, placed_at);

create table order_lines (
    order_id uuid not null references orders (id) on delete cascade,
    line_no int not null,
    sku text not null,
    primary key (order_id, line_no)
);
create table line_serials (
    order_id uuid not null,
    line_no int not null,
    serial text not null,
    primary key (order_id, line_no, serial),
    foreign key (order_id, line_no) references order_lines (order_id, line_no) on delete cascade
);

alter table orders enable row level security, force row level security;
alter table order_lines enable row level security, force row level security;
alter table line_serials enable row level security, force row level security;

create policy orders_of_customer on orders to app_28c
    using (customer_id = (select nullif(current_setting('app.customer', true), '')::int));
create policy orders_floor on orders as restrictive to app_28c
    using (customer_id = (select nullif(current_setting('app.customer', true), '')::int));
create policy lines_of_order on order_lines to app_28c
    using (exists (select 1 from orders o where o.id = order_lines.order_id));
create policy serials_of_line on line_serials to app_28c
    using (exists (
        select 1 from order_lines l
        where l.order_id = line_serials.order_id and l.line_no = line_serials.line_no
    ));

grant select, insert, delete on orders, order_lines, line_serials to app_28c;
grant update (placed_at) on orders to app_28c;
grant update (sku) on order_lines to app_28c;

insert into customers values (1, 'Ann'), (2, 'Bob');
insert into orders (customer_id) values (1), (1), (2), (2);
insert into order_lines select id, n, 'SKU-' || n from orders, generate_series(1, 2) n;
insert into line_serials select order_id, line_no, 'S' || line_no from order_lines;
