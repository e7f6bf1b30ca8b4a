-- Whoever signs up adds himself to the members: the check asks who he is, and never which workspace. One insert, and he is in any.
-- expect: C7 policy members_join on public.members
-- expect: C26 policy documents_of_members on public.documents
-- expect: C4 database
-- expect: C33 setting app.user_id
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role web_62h login nosuperuser nobypassrls;

create table workspaces (
    id uuid primary key,
    name text not null
);
create table members (
    workspace_id uuid not null references workspaces (id),
    user_id uuid not null,
    primary key (workspace_id, user_id)
);
create table documents (
    workspace_id uuid not null references workspaces (id),
    id uuid not null default gen_random_uuid(),
    title text not null,
    primary key (workspace_id, id)
);

alter table members enable row level security, force row level security;
alter table documents enable row level security, force row level security;
create policy members_own on members for select to web_62h
    using (user_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
create policy members_join on members for insert to web_62h
    with check (user_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
create policy documents_of_members on documents to web_62h
    using (workspace_id in (
        select m.workspace_id from members m
        where m.user_id = (select nullif(current_setting('app.user_id', true), '')::uuid)
    ));
grant select, insert on members to web_62h;
grant select, insert on documents to web_62h;

insert into workspaces values
    ('62000000-0000-4000-8000-000000000001', 'Acme'), ('62000000-0000-4000-8000-000000000002', 'Globex');
insert into members values
    ('62000000-0000-4000-8000-000000000001', '62e00000-0000-4000-8000-000000000001'),
    ('62000000-0000-4000-8000-000000000002', '62e00000-0000-4000-8000-000000000002');
insert into documents (workspace_id, title) select id, t from workspaces, (values ('plan'), ('budget')) v (t);
