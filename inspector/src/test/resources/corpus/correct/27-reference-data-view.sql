-- Countries and tax rates are read-only for all; a security_invoker view joins them to the confined orders. Unsigned.
-- expect: C33 setting shop.account
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;

create role app_27c login nosuperuser nobypassrls;

create table countries (
    code char(2) primary key,
    name text not null
);
create table tax_rates (
    country char(2) not null references countries (code),
    valid_from date not null,
    percent numeric(4, 2) not null,
    primary key (country, valid_from)
);
create table accounts (
    id bigint primary key,
    name text not null
);
create table orders (
    account_id bigint not null references accounts (id),
    id bigint not null,
    ship_to char(2) not null references countries (code),
    ordered_on date not null,
    net numeric(12, 2) not null,
    primary key (account_id, id)
);
create index orders_ship_to on orders (ship_to);

alter table orders enable row level security;
alter table orders force row level security;
create policy orders_account on orders to app_27c
    using (account_id = (select nullif(current_setting('shop.account', true), '')::bigint))
    with check (account_id = (select nullif(current_setting('shop.account', true), '')::bigint));
create policy orders_account_floor on orders as restrictive to app_27c
    using (account_id = (select nullif(current_setting('shop.account', true), '')::bigint))
    with check (account_id = (select nullif(current_setting('shop.account', true), '')::bigint));

create view orders_with_tax with (security_invoker = true, security_barrier = true) as
    select o.account_id, o.id, o.net, round(o.net * (1 + r.percent / 100), 2) as gross
    from orders o
    cross join lateral (
        select t.percent from tax_rates t
        where t.country = o.ship_to and t.valid_from <= o.ordered_on
        order by t.valid_from desc limit 1
    ) r;

grant select on countries, tax_rates, orders_with_tax to app_27c;
grant select, insert, delete on orders to app_27c;
grant update (ship_to, net) on orders to app_27c;

insert into countries values ('DE', 'Germany'), ('FR', 'France');
insert into tax_rates values ('DE', '2007-01-01', 19), ('DE', '2020-07-01', 16), ('DE', '2021-01-01', 19), ('FR', '2014-01-01', 20);
insert into accounts values (1, 'one'), (2, 'two');
insert into orders values
    (1, 1, 'DE', '2020-08-01', 100), (1, 2, 'FR', '2022-01-01', 50), (2, 1, 'DE', '2022-05-05', 10), (2, 2, 'FR', '2023-05-05', 20);
