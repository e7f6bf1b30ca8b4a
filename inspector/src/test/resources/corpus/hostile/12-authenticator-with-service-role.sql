-- Supabase style, teams by membership: the authenticator login may become authenticated, as it must, but also the BYPASSRLS service role.
-- expect: G6 role authenticator_12h
-- expect: C4 database
-- expect: C33 setting request.jwt.claims
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role authenticated_12h nologin nosuperuser nobypassrls;
create role service_role_12h nologin nosuperuser bypassrls;
create role authenticator_12h login noinherit nosuperuser nobypassrls;
grant authenticated_12h to authenticator_12h;
grant service_role_12h to authenticator_12h;

create schema auth;
grant usage on schema auth to authenticated_12h;

create table teams (
    id uuid primary key,
    name text not null
);
create table team_members (
    team_id uuid not null references teams (id),
    user_id uuid not null,
    primary key (team_id, user_id)
);
create table todos (
    team_id uuid not null references teams (id),
    id uuid not null default gen_random_uuid(),
    task text not null,
    done boolean not null default false,
    primary key (team_id, id)
);

create function auth.uid() returns uuid
    language sql stable parallel safe
    as $$ select (nullif(current_setting('request.jwt.claims', true), '')::json ->> 'sub')::uuid $$;
create function auth.my_teams() returns setof uuid
    language sql stable parallel safe security definer set search_path = pg_catalog, pg_temp
    as $$ select m.team_id from public.team_members m where m.user_id = auth.uid() $$;

alter table todos enable row level security;
alter table todos force row level security;
create policy "members see the todos of their teams" on todos for select to authenticated_12h
    using (team_id in (select auth.my_teams()));
create policy "members add todos" on todos for insert to authenticated_12h
    with check (team_id in (select auth.my_teams()));
grant select, insert on todos to authenticated_12h;

insert into teams values
    ('0a000000-0000-4000-8000-00000000000a', 'red'), ('0b000000-0000-4000-8000-00000000000b', 'blue');
insert into team_members values
    ('0a000000-0000-4000-8000-00000000000a', 'e0000000-0000-4000-8000-000000000001'),
    ('0b000000-0000-4000-8000-00000000000b', 'e0000000-0000-4000-8000-000000000002');
insert into todos (team_id, task) select id, t from teams, (values ('paint'), ('sell')) v (t);
