-- Membership by a correlated exists() over members, which is itself confined by a definer helper and read-only. Unsigned.
-- expect: C27 policy pages_of_my_workspaces on public.pages
-- expect: C33 setting app.user_id
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;

create role app_45c login nosuperuser nobypassrls;

create schema private;

create table workspaces (
    id uuid primary key default gen_random_uuid(),
    name text not null
);
create table members (
    workspace_id uuid not null references workspaces (id) on delete cascade,
    user_id uuid not null,
    primary key (workspace_id, user_id)
);
create index members_user on members (user_id);
create table pages (
    id uuid primary key default gen_random_uuid(),
    workspace_id uuid not null references workspaces (id) on delete cascade,
    title text not null
);
create index pages_workspace on pages (workspace_id, title);

create function private.me() returns uuid language sql stable parallel safe
    return nullif(current_setting('app.user_id', true), '')::uuid;
create function private.my_workspaces() returns setof uuid
    language sql stable parallel safe security definer set search_path = ''
    begin atomic
        select m.workspace_id from public.members m where m.user_id = (select private.me());
    end;

alter table members enable row level security;
alter table pages enable row level security;

create policy members_of_my_workspaces on members for select to app_45c
    using (workspace_id in (select private.my_workspaces()));
create policy members_floor on members as restrictive to app_45c
    using (workspace_id in (select private.my_workspaces()));
create policy pages_of_my_workspaces on pages to app_45c
    using (exists (
        select 1 from members m
        where m.workspace_id = pages.workspace_id and m.user_id = (select private.me())
    ));
create policy pages_floor on pages as restrictive to app_45c
    using (workspace_id in (select private.my_workspaces()));

grant select on members to app_45c;
grant select, insert, delete on pages to app_45c;
grant update (title) on pages to app_45c;

insert into workspaces values ('45000000-0000-4000-8000-00000000000a', 'A'), ('45000000-0000-4000-8000-00000000000b', 'B');
insert into members values
    ('45000000-0000-4000-8000-00000000000a', '11111111-1111-4111-8111-111111111111'),
    ('45000000-0000-4000-8000-00000000000b', '22222222-2222-4222-8222-222222222222');
insert into pages (workspace_id, title) select id, name || n from workspaces, generate_series(1, 3) n;
