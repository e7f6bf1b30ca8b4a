-- sabotage: the application becomes a superuser
-- finds: A1 role partywall_app
-- undo: alter role partywall_app nosuperuser
alter role partywall_app superuser;

-- sabotage: the application gets BYPASSRLS
-- finds: A2 role partywall_app
-- undo: alter role partywall_app nobypassrls
-- walks: L4
alter role partywall_app bypassrls;

-- sabotage: BYPASSRLS through two memberships
-- finds: A3 role partywall_app
-- undo: drop role sabotage_far; drop role sabotage_near
create role sabotage_far nologin bypassrls;
create role sabotage_near nologin;
grant sabotage_far to sabotage_near;
grant sabotage_near to partywall_app;

-- sabotage: the application owns a table whose row security is not forced
-- finds: A4 app.kpis
-- walks: L4
alter table app.kpis owner to partywall_app;
alter table app.kpis no force row level security;

-- sabotage: the application owns a table
-- finds: A5 app.kpis
-- walks: L7
alter table app.kpis owner to partywall_app;

-- sabotage: the application may become the owner
-- finds: A6 role partywall_app
-- undo: revoke partywall_owner from partywall_app; alter role partywall_app inherit
alter role partywall_app noinherit;
grant partywall_owner to partywall_app;

-- sabotage: the application owns a schema
-- finds: A7 schema app
alter schema app owner to partywall_app;

-- sabotage: the application may create roles
-- finds: A8 role partywall_app
-- undo: alter role partywall_app nocreaterole
alter role partywall_app createrole;

-- sabotage: the application may replicate
-- finds: A9 role partywall_app
-- undo: alter role partywall_app noreplication
alter role partywall_app replication;

-- sabotage: the application reads files of the server
-- finds: A10 role partywall_app
-- undo: revoke pg_read_server_files from partywall_app
grant pg_read_server_files to partywall_app;

-- sabotage: the application reads every session's statements
-- finds: A10 role partywall_app
-- undo: revoke pg_monitor from partywall_app
grant pg_monitor to partywall_app;

-- sabotage: the application ends other sessions
-- finds: A10 role partywall_app
-- undo: revoke pg_signal_backend from partywall_app
grant pg_signal_backend to partywall_app;

-- sabotage: the application hands out a membership
-- finds: A11 membership partywall_app in sabotage_group
-- undo: drop role sabotage_group
create role sabotage_group nologin;
grant sabotage_group to partywall_app with admin option;

-- sabotage: the application hands out a right
-- finds: A11 app.kpis
grant select on app.kpis to partywall_app with grant option;

-- sabotage: a role's default names a tenant
-- finds: A12 setting app.current_tenant_id
-- undo: alter role partywall_app reset app.current_tenant_id
alter role partywall_app set app.current_tenant_id = '00000000-0000-7000-8000-00000000000b';

-- sabotage: a database's default names a tenant
-- finds: A12 setting app.current_tenant_id
do $$ begin
    execute format('alter database %I set app.current_tenant_id = %L', current_database(), '00000000-0000-7000-8000-00000000000b');
end $$;

-- sabotage: a role's default turns triggers and foreign keys off
-- finds: A13 setting session_replication_role
-- undo: alter role partywall_app reset session_replication_role
alter role partywall_app set session_replication_role = replica;

-- sabotage: a role's default turns row security off
-- finds: A13 setting row_security
-- undo: alter role partywall_app reset row_security
alter role partywall_app set row_security = off;

-- sabotage: a role's search path begins where the application may create
-- finds: A13 setting search_path
-- finds: E6 schema loose
-- undo: alter role partywall_app reset search_path
create schema loose;
grant usage, create on schema loose to partywall_app;
alter role partywall_app set search_path = loose, app;

-- sabotage: the application may turn triggers and foreign keys off
-- finds: A14 parameter session_replication_role
-- undo: revoke set on parameter session_replication_role from partywall_app
grant set on parameter session_replication_role to partywall_app;

-- sabotage: the application owns a function
-- finds: A15 role partywall_app
create function app.left_over() returns integer language sql stable return 1;
alter function app.left_over() owner to partywall_app;

-- sabotage: a login without rights of its own can be the application or pass all policies
-- finds: G6 role sabotage_login
-- undo: drop role sabotage_login; drop role sabotage_admin
create role sabotage_admin nologin bypassrls;
create role sabotage_login login noinherit;
grant partywall_app, sabotage_admin to sabotage_login;
