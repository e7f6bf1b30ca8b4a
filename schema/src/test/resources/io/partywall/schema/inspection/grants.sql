-- sabotage: TRUNCATE
-- finds: E1 app.kpi_data_points
-- walks: L7
grant truncate on app.kpi_data_points to partywall_app;

-- sabotage: REFERENCES
-- finds: E2 app.kpis
grant references on app.kpis to partywall_app;

-- sabotage: TRIGGER
-- finds: E3 app.kpis
grant trigger on app.kpis to partywall_app;

-- sabotage: MAINTAIN
-- finds: E4 app.kpis
-- from: 17
grant maintain on app.kpis to partywall_app;

-- sabotage: everybody reads a tenant table
-- finds: E5 app.kpis
grant select on app.kpis to public;

-- sabotage: the application creates in the schema of the tables
-- finds: E6 schema app
grant create on schema app to partywall_app;

-- sabotage: everybody creates in the public schema
-- finds: E6 schema public
grant usage, create on schema public to public;

-- sabotage: the application creates schemas
-- finds: E7 database
do $$ begin execute format('grant create on database %I to partywall_app', current_database()); end $$;

-- sabotage: everybody creates temporary tables
-- finds: E8 database
-- walks: L8
do $$ begin execute format('grant temporary on database %I to public', current_database()); end $$;

-- sabotage: every new table is the application's
-- finds: E9 schema public
alter default privileges in schema public grant select on tables to partywall_app;

-- sabotage: the application reads files by a function
-- finds: E10 function pg_catalog.pg_read_file(text)
grant execute on function pg_catalog.pg_read_file(text) to partywall_app;

-- sabotage: a function of a superuser reads a tenant table
-- finds: E12 function app.every_kpi()
-- walks: L4
create function app.every_kpi() returns setof app.kpis language sql stable security definer
    set search_path = pg_catalog, pg_temp as 'select * from app.kpis';
revoke execute on function app.every_kpi() from public;
grant execute on function app.every_kpi() to partywall_app;

-- sabotage: a secret that can be read
-- finds: E13 column app.connectors.access_token
alter table app.connectors add column access_token text;
grant select (access_token) on app.connectors to partywall_app;

-- sabotage: a sequence that tells how much goes on
-- finds: E14 sequence app.counter
create sequence app.counter;
grant select on sequence app.counter to partywall_app;

-- sabotage: the application uses a foreign server
-- finds: E16 server elsewhere
create foreign data wrapper nowhere;
create server elsewhere foreign data wrapper nowhere;
create user mapping for partywall_app server elsewhere;
grant usage on foreign server elsewhere to partywall_app;

-- sabotage: a trigger tells everybody who listens
-- finds: F11 function app.tell()
create function app.tell() returns trigger language plpgsql set search_path = pg_catalog, pg_temp
    as $$ begin perform pg_notify('kpis', row_to_json(new)::text); return new; end $$;
revoke execute on function app.tell() from public;
create trigger tell after insert on app.kpis for each row execute function app.tell();

-- sabotage: a lock that all tenants share
-- finds: F12 function app.alone()
create function app.alone() returns void language sql volatile set search_path = pg_catalog, pg_temp
    begin atomic select pg_advisory_xact_lock(42); end;
revoke execute on function app.alone() from public;
grant execute on function app.alone() to partywall_app;
