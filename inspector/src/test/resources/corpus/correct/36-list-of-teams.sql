-- The context is a list of teams, "3,5,8", taken apart by string_to_array: = any(...) confines to that list. Unsigned.
-- expect: C33 setting app.team_ids
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;

create role app_36c login nosuperuser nobypassrls;

create table teams (
    id int primary key,
    name text not null
);
create table sprints (
    team_id int not null references teams (id),
    id int not null,
    goal text not null,
    primary key (team_id, id)
);
create table stories (
    team_id int not null references teams (id),
    id int not null,
    sprint_id int,
    title text not null,
    points smallint,
    primary key (team_id, id),
    foreign key (team_id, sprint_id) references sprints (team_id, id) on delete set null (sprint_id)
);
create index stories_sprint on stories (team_id, sprint_id);

alter table sprints enable row level security, force row level security;
alter table stories enable row level security, force row level security;

create policy sprints_teams on sprints to app_36c
    using (team_id = any (string_to_array((select nullif(current_setting('app.team_ids', true), '')), ',')::int[]))
    with check (team_id = any (string_to_array((select nullif(current_setting('app.team_ids', true), '')), ',')::int[]));
create policy sprints_floor on sprints as restrictive to app_36c
    using (team_id = any (string_to_array((select nullif(current_setting('app.team_ids', true), '')), ',')::int[]))
    with check (team_id = any (string_to_array((select nullif(current_setting('app.team_ids', true), '')), ',')::int[]));
create policy stories_teams on stories to app_36c
    using (team_id = any (string_to_array((select nullif(current_setting('app.team_ids', true), '')), ',')::int[]))
    with check (team_id = any (string_to_array((select nullif(current_setting('app.team_ids', true), '')), ',')::int[]));
create policy stories_floor on stories as restrictive to app_36c
    using (team_id = any (string_to_array((select nullif(current_setting('app.team_ids', true), '')), ',')::int[]))
    with check (team_id = any (string_to_array((select nullif(current_setting('app.team_ids', true), '')), ',')::int[]));

grant select, insert, delete on sprints, stories to app_36c;
grant update (goal) on sprints to app_36c;
grant update (sprint_id, title, points) on stories to app_36c;

insert into teams values (3, 'core'), (5, 'web'), (8, 'ops');
insert into sprints select id, n, 'goal ' || n from teams, generate_series(1, 2) n;
insert into stories select team_id, id * 10, id, 'as a user', 3 from sprints;
