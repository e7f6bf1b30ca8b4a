-- A reporting schema of views over views: the outer one is all the app may read, and the chain ends as the superuser who owns both.
-- expect: B9 reporting.projects_by_month
-- expect: B9 app.open_projects
-- expect: C4 database
-- expect: C33 setting app.workspace_id
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role bi_19h login nosuperuser nobypassrls;

create schema app;
create schema reporting;
grant usage on schema app, reporting to bi_19h;

create table app.workspaces (
    id bigint primary key,
    name text not null
);
create table app.projects (
    workspace_id bigint not null references app.workspaces (id),
    code text not null,
    started_on date not null,
    budget numeric not null,
    closed boolean not null default false,
    primary key (workspace_id, code)
);
alter table app.projects enable row level security;
alter table app.projects force row level security;
create policy projects_workspace on app.projects to bi_19h
    using (workspace_id = (select nullif(current_setting('app.workspace_id', true), '')::bigint))
    with check (workspace_id = (select nullif(current_setting('app.workspace_id', true), '')::bigint));

-- inner view, not granted; outer view, granted
create view app.project_facts as
    select date_trunc('month', started_on)::date as month, budget from app.projects;
create view reporting.projects_by_month as
    select month, count(*) as projects, sum(budget) as budget from app.project_facts group by month;

-- an invoker view on top heals nothing when the one below it is a definer view
create view app.open_projects as
    select workspace_id, code, budget from app.projects where not closed;
create view reporting.big_projects with (security_invoker = true) as
    select code, budget from app.open_projects where budget > 1000;
create view reporting.own_projects with (security_invoker = true) as
    select code, started_on from app.projects;

grant select on app.projects to bi_19h;
grant select on app.open_projects, reporting.projects_by_month, reporting.big_projects, reporting.own_projects to bi_19h;

insert into app.workspaces values (1, 'Acme'), (2, 'Globex');
insert into app.projects values
    (1, 'P1', '2026-01-10', 500, false), (1, 'P2', '2026-02-11', 2500, false),
    (2, 'P1', '2026-01-15', 9000, false), (2, 'P7', '2026-03-01', 100, true);
