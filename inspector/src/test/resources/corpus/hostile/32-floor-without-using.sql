-- A careful team wrote restrictive floors, but the write floor has only WITH CHECK, so a DELETE passes it; and the cleanup policy asks for age alone.
-- expect: C7b policy sessions_write_floor on public.sessions
-- expect: C2 policy sessions_cleanup on public.sessions
-- expect: C33 setting app.customer
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role auth_32h login nosuperuser nobypassrls;

create table customers (
    id bigint primary key,
    name text not null
);
create table sessions (
    customer_id bigint not null references customers (id),
    session_id uuid not null default gen_random_uuid(),
    user_name text not null,
    expires_at timestamptz not null,
    primary key (customer_id, session_id)
);

alter table sessions enable row level security;
alter table sessions force row level security;

create policy sessions_read on sessions for select to auth_32h
    using (customer_id = (select nullif(current_setting('app.customer', true), '')::bigint));
create policy sessions_start on sessions for insert to auth_32h
    with check (customer_id = (select nullif(current_setting('app.customer', true), '')::bigint));
create policy sessions_cleanup on sessions for delete to auth_32h
    using (expires_at < now());
create policy sessions_read_floor on sessions as restrictive for select to auth_32h
    using (customer_id = (select nullif(current_setting('app.customer', true), '')::bigint));
create policy sessions_write_floor on sessions as restrictive for all to auth_32h
    with check (customer_id = (select nullif(current_setting('app.customer', true), '')::bigint));

grant select, insert, delete on sessions to auth_32h;

insert into customers values (1, 'Acme'), (2, 'Globex');
insert into sessions (customer_id, user_name, expires_at) values
    (1, 'ann', '2020-01-01 00:00+00'), (1, 'bob', '2099-01-01 00:00+00'),
    (2, 'cid', '2020-01-01 00:00+00'), (2, 'dee', '2099-01-01 00:00+00');
