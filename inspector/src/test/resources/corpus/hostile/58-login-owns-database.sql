-- A managed host where the app's login was made owner of the database, and with it of schema public; a floor was also written twice.
-- expect: A7 database
-- expect: A7 schema public
-- expect: C31 policy invites_floor_again on public.invites
-- expect: C33 setting app.workspace_id
create role heroku_58h login nosuperuser nobypassrls;
do $$ begin
    execute format('alter database %I owner to heroku_58h', current_database());
    execute format('revoke temporary on database %I from public', current_database());
    execute format('revoke create, temporary on database %I from heroku_58h', current_database());
end $$;

create table workspaces (
    id uuid primary key,
    name text not null
);
create table invites (
    workspace_id uuid not null references workspaces (id),
    email text not null,
    accepted boolean not null default false,
    primary key (workspace_id, email)
);

alter table invites enable row level security;
alter table invites force row level security;
create policy invites_workspace on invites to heroku_58h
    using (workspace_id = (select nullif(current_setting('app.workspace_id', true), '')::uuid))
    with check (workspace_id = (select nullif(current_setting('app.workspace_id', true), '')::uuid));
create policy invites_floor on invites as restrictive to heroku_58h
    using (workspace_id = (select nullif(current_setting('app.workspace_id', true), '')::uuid))
    with check (workspace_id = (select nullif(current_setting('app.workspace_id', true), '')::uuid));
create policy invites_floor_again on invites as restrictive to heroku_58h
    using (workspace_id = (select nullif(current_setting('app.workspace_id', true), '')::uuid))
    with check (workspace_id = (select nullif(current_setting('app.workspace_id', true), '')::uuid));
grant select, insert, delete on invites to heroku_58h;
grant update (accepted) on invites to heroku_58h;

insert into workspaces values
    ('a8000000-0000-4000-8000-000000000001', 'Acme'), ('b8000000-0000-4000-8000-000000000002', 'Globex');
insert into invites (workspace_id, email) select id, e from workspaces, (values ('x@a.test'), ('y@b.test')) v (e);
