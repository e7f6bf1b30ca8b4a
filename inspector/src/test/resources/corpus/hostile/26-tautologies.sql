-- Two comparisons that look like a wall: the workspace compared with itself, and the workspace "is not null"; and a view whose owner no policy names.
-- expect: C1 policy tasks_visible on public.tasks
-- expect: C1 policy labels_visible on public.labels
-- expect: B10 public.task_titles
-- expect: C4 database
-- expect: C33 setting app.workspace_id
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role api_26h login nosuperuser nobypassrls;
create role views_26h nologin nosuperuser nobypassrls;

create table workspaces (
    id uuid primary key,
    slug text not null
);
create table tasks (
    workspace_id uuid not null references workspaces (id),
    id uuid not null default gen_random_uuid(),
    title text not null,
    primary key (workspace_id, id)
);
create table labels (
    workspace_id uuid not null references workspaces (id),
    name text not null,
    colour text not null,
    primary key (workspace_id, name)
);

alter table tasks enable row level security;
alter table tasks force row level security;
alter table labels enable row level security;
alter table labels force row level security;

create policy tasks_visible on tasks for select to api_26h
    using (workspace_id = workspace_id);
create policy tasks_added on tasks for insert to api_26h
    with check (workspace_id = (select nullif(current_setting('app.workspace_id', true), '')::uuid));
create policy labels_visible on labels for select to api_26h
    using (workspace_id is not null);
create policy labels_added on labels for insert to api_26h
    with check (workspace_id = (select nullif(current_setting('app.workspace_id', true), '')::uuid));
grant select, insert on tasks, labels to api_26h;

create view task_titles as select title from tasks;
alter view task_titles owner to views_26h;
grant select on tasks to views_26h;
grant select on task_titles to api_26h;

insert into workspaces values
    ('41000000-0000-4000-8000-000000000001', 'acme'), ('42000000-0000-4000-8000-000000000002', 'globex');
insert into tasks (workspace_id, title) select id, slug || ' ' || t from workspaces, (values ('one'), ('two')) v (t);
insert into labels select id, l, 'red' from workspaces, (values ('bug'), ('idea')) v (l);
