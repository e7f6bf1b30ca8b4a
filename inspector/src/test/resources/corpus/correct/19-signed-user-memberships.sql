-- The signed thing is the user; a definer helper turns it into teams through a membership table nobody can reach. Nothing to find.
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;

create role app_19c login nosuperuser nobypassrls;

create schema secure;
create table secure.pads (i bytea not null, o bytea not null);
insert into secure.pads values (decode(repeat('5a', 64), 'hex'), decode(repeat('30', 64), 'hex'));

create table teams (
    id int primary key,
    name text not null
);
create table secure.team_members (
    team_id int not null references public.teams (id),
    user_name text not null,
    primary key (team_id, user_name)
);
create index team_members_user on secure.team_members (user_name);

create function secure.verified_user() returns text
    language sql stable parallel safe security definer
    set search_path = ''
as $$
    select current_setting('secure.user_name', true)
    from secure.pads p
    where encode(pg_catalog.sha256(p.o || pg_catalog.sha256(
        p.i || convert_to(current_setting('secure.user_name', true), 'UTF8'))), 'hex')
        = current_setting('secure.user_mac', true)
$$;
create function secure.my_teams() returns int[]
    language sql stable parallel safe security definer
    set search_path = ''
as $$
    select coalesce(array_agg(m.team_id), '{}')
    from secure.team_members m
    where m.user_name = (select secure.verified_user())
$$;

create table retros (
    team_id int not null references teams (id),
    id int not null,
    held_on date not null,
    primary key (team_id, id)
);
create table retro_notes (
    team_id int not null references teams (id),
    retro_id int not null,
    no int not null,
    mood text not null check (mood in ('glad', 'sad', 'mad')),
    note text not null,
    primary key (team_id, retro_id, no),
    foreign key (team_id, retro_id) references retros (team_id, id)
);

alter table retros enable row level security;
alter table retro_notes enable row level security;
create policy in_my_teams on retros to app_19c using (team_id = any ((select secure.my_teams())::int[]));
create policy never_outside on retros as restrictive to app_19c using (team_id = any ((select secure.my_teams())::int[]));
create policy in_my_teams on retro_notes to app_19c using (team_id = any ((select secure.my_teams())::int[]));
create policy never_outside on retro_notes as restrictive to app_19c using (team_id = any ((select secure.my_teams())::int[]));

grant select, insert on retros, retro_notes to app_19c;
grant update (held_on) on retros to app_19c;
grant update (mood, note) on retro_notes to app_19c;

insert into teams values (1, 'red'), (2, 'blue'), (3, 'green');
insert into secure.team_members values (1, 'ann'), (2, 'ann'), (3, 'bob');
insert into retros select id, 1, date '2026-02-01' from teams;
insert into retro_notes select team_id, id, n, 'glad', 'note ' || n from retros, generate_series(1, 2) n;
