-- Everyone reads their own membership rows (by the context's user), and = any(array(select ...)) over these confines the rest. No floor, unsigned.
-- expect: C4 database
-- expect: C33 setting portal.user_name
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;

create role app_46c login nosuperuser nobypassrls;

create table customers (
    id text primary key,
    name text not null
);
create table customer_users (
    customer_id text not null references customers (id),
    user_name text not null,
    primary key (customer_id, user_name)
);
create index customer_users_user on customer_users (user_name);
create table shipments (
    customer_id text not null references customers (id),
    no int not null,
    destination text not null,
    eta date,
    primary key (customer_id, no)
);

alter table customer_users enable row level security, force row level security;
alter table shipments enable row level security, force row level security;

create policy own_memberships on customer_users for select to app_46c
    using (user_name = (select current_setting('portal.user_name', true)));
create policy shipments_of_my_customers on shipments to app_46c
    using (customer_id = any (array(
        select m.customer_id from customer_users m
        where m.user_name = (select current_setting('portal.user_name', true))
    )));

grant select on customer_users to app_46c;
grant select, insert on shipments to app_46c;
grant update (destination, eta) on shipments to app_46c;

insert into customers values ('acme', 'Acme'), ('globex', 'Globex');
insert into customer_users values ('acme', 'ann'), ('acme', 'bob'), ('globex', 'cyd');
insert into shipments (customer_id, no, destination) values
    ('acme', 1, 'Oslo'), ('acme', 2, 'Rome'), ('globex', 1, 'Oslo'), ('globex', 2, 'Bern');
