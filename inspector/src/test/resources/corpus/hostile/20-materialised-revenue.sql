-- A nightly materialised view for the revenue chart: matviews have no RLS; beside it a view that filters by itself, but without security_barrier.
-- expect: B12 public.revenue_by_day
-- expect: B11 public.my_sales
-- expect: C4 database
-- expect: C33 setting app.account_id
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role web_20h login nosuperuser nobypassrls;

create table accounts (
    id uuid primary key,
    name text not null
);
create table sales (
    account_id uuid not null references accounts (id),
    id uuid not null default gen_random_uuid(),
    sold_on date not null,
    amount numeric(10, 2) not null,
    primary key (account_id, id)
);
create index sales_by_day on sales (account_id, sold_on);

alter table sales enable row level security;
alter table sales force row level security;
create policy sales_account on sales to web_20h
    using (account_id = (select nullif(current_setting('app.account_id', true), '')::uuid))
    with check (account_id = (select nullif(current_setting('app.account_id', true), '')::uuid));

insert into accounts values
    ('a1000000-0000-4000-8000-000000000001', 'Acme'), ('a2000000-0000-4000-8000-000000000002', 'Globex');
insert into sales (account_id, sold_on, amount)
select a.id, d::date, 10.00 from accounts a, (values ('2026-01-01'), ('2026-01-02')) v (d);

create materialized view revenue_by_day as
    select account_id, sold_on, sum(amount) as revenue from sales group by account_id, sold_on;
create view my_sales as
    select id, sold_on, amount from sales
    where account_id = (select nullif(current_setting('app.account_id', true), '')::uuid);

grant select, insert on sales to web_20h;
grant select on revenue_by_day, my_sales to web_20h;
