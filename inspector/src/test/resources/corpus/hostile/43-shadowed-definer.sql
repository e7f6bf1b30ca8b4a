-- A session look-up in a SECURITY DEFINER helper without a search_path, in a database where PUBLIC may still make temporary tables: create temp table logins wins.
-- expect: C23 function public.session_account()
-- expect: E8 database
-- expect: C4 database
-- expect: C33 setting app.sid
create role web_43h login nosuperuser nobypassrls;

create table accounts (
    id bigint primary key,
    name text not null
);
create table logins (
    account_id bigint not null references accounts (id),
    sid uuid not null default gen_random_uuid(),
    primary key (account_id, sid)
);
create table orders (
    account_id bigint not null references accounts (id),
    order_no integer not null,
    total numeric(10, 2) not null,
    primary key (account_id, order_no)
);

create function session_account() returns bigint
    language sql stable parallel safe security definer
    as $$ select account_id from logins where sid = nullif(current_setting('app.sid', true), '')::uuid $$;

alter table orders enable row level security;
alter table orders force row level security;
create policy orders_account on orders to web_43h
    using (account_id = (select session_account()))
    with check (account_id = (select session_account()));

grant select, insert, delete on orders to web_43h;
grant update (total) on orders to web_43h;

insert into accounts values (1, 'Acme'), (2, 'Globex');
insert into logins values
    (1, 'a5000000-0000-4000-8000-000000000001'), (2, 'a5000000-0000-4000-8000-000000000002');
insert into orders values (1, 1, 10), (1, 2, 20), (2, 1, 3000), (2, 2, 4000);
