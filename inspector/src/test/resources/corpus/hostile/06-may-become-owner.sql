-- One login for deploys and for requests: NOINHERIT keeps the owner's rights away in daily work, but SET ROLE owner is one statement away.
-- expect: A6 role api_06h
-- expect: C33 setting app.workspace
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role owner_06h nologin nosuperuser nobypassrls;
create role api_06h login noinherit nosuperuser nobypassrls;
grant owner_06h to api_06h;

create table workspaces (
    id uuid primary key,
    title text not null
);

create table boards (
    workspace_id uuid not null references workspaces (id),
    id uuid not null default gen_random_uuid(),
    name text not null,
    archived boolean not null default false,
    primary key (workspace_id, id)
);

alter table boards enable row level security;
alter table boards force row level security;
create policy boards_in_workspace on boards to api_06h
    using (workspace_id = (select nullif(current_setting('app.workspace', true), '')::uuid))
    with check (workspace_id = (select nullif(current_setting('app.workspace', true), '')::uuid));
create policy boards_floor on boards as restrictive to api_06h
    using (workspace_id = (select nullif(current_setting('app.workspace', true), '')::uuid))
    with check (workspace_id = (select nullif(current_setting('app.workspace', true), '')::uuid));

grant select, insert, delete on boards to api_06h;
grant update (name, archived) on boards to api_06h;

insert into workspaces values
    ('aaaaaaaa-0000-4000-8000-000000000001', 'Acme'),
    ('bbbbbbbb-0000-4000-8000-000000000002', 'Globex');
insert into boards (workspace_id, name)
select w.id, n from workspaces w, (values ('Roadmap'), ('Hiring')) as names (n);

alter table boards owner to owner_06h;
