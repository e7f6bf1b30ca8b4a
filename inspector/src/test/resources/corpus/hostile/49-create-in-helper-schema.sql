-- The app may create in the schema its definer helper is pinned to, pg_temp is not named last, and its own search_path begins there.
-- expect: E6 schema app
-- expect: C23 function app.current_org()
-- expect: A13 setting search_path
-- expect: C4 database
-- expect: C33 setting app.session
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role node_49h login nosuperuser nobypassrls;
alter role node_49h set search_path = app, public;

create schema app;
grant usage, create on schema app to node_49h;

create table app.organizations (
    id uuid primary key,
    name text not null
);
create table app.sessions (
    org_id uuid not null references app.organizations (id),
    sid text not null,
    primary key (org_id, sid)
);
create table app.polls (
    org_id uuid not null references app.organizations (id),
    question text not null,
    closes_at timestamptz,
    primary key (org_id, question)
);

create function app.current_org() returns uuid
    language sql stable parallel safe security definer set search_path = app, pg_catalog
    as $$ select s.org_id from sessions s where s.sid = current_setting('app.session', true) $$;

alter table app.polls enable row level security;
alter table app.polls force row level security;
create policy polls_org on app.polls to node_49h
    using (org_id = (select app.current_org()))
    with check (org_id = (select app.current_org()));
grant select, insert, delete on app.polls to node_49h;
grant update (closes_at) on app.polls to node_49h;

insert into app.organizations values
    ('d1000000-0000-4000-8000-000000000001', 'Acme'), ('d2000000-0000-4000-8000-000000000002', 'Globex');
insert into app.sessions values
    ('d1000000-0000-4000-8000-000000000001', 'sid-a'), ('d2000000-0000-4000-8000-000000000002', 'sid-g');
insert into app.polls (org_id, question) select id, q from app.organizations, (values ('Lunch?'), ('Layoffs?')) v (q);
