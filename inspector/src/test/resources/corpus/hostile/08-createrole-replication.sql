-- A cloud bootstrap user kept as the runtime login: it may create roles and may open a replication stream that carries every team's rows.
-- expect: A8 role runtime_08h
-- expect: A9 role runtime_08h
-- expect: C4 database
-- expect: C33 setting app.team_id
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role runtime_08h login nosuperuser nobypassrls createrole replication;

create table teams (
    id integer primary key,
    name text not null
);

create table standups (
    team_id integer not null references teams (id),
    held_on date not null,
    author text not null,
    note text not null,
    primary key (team_id, held_on, author)
);

alter table standups enable row level security;
alter table standups force row level security;
create policy standups_team on standups to runtime_08h
    using (team_id = (select nullif(current_setting('app.team_id', true), '')::integer))
    with check (team_id = (select nullif(current_setting('app.team_id', true), '')::integer));

grant select, insert, delete on standups to runtime_08h;
grant update (note) on standups to runtime_08h;

insert into teams values (1, 'red'), (2, 'blue');
insert into standups values
    (1, '2026-01-05', 'ann', 'shipped'), (1, '2026-01-06', 'ann', 'rested'),
    (2, '2026-01-05', 'kim', 'merger talks'), (2, '2026-01-06', 'kim', 'signed');
