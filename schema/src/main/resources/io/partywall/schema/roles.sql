-- What an administrator prepares once: the roles, the two schemas, and a database that PUBLIC cannot write into.
-- May be run again. ${…} is filled in by `partywall migrate`.

do $$
begin
    -- Owns everything, logs in nowhere: migrations become it for as long as they run.
    if not exists (select from pg_catalog.pg_roles where rolname = 'partywall_owner') then
        create role partywall_owner nologin;
    end if;
    -- The application: what a request or a job does for its tenant.
    if not exists (select from pg_catalog.pg_roles where rolname = 'partywall_app') then
        create role partywall_app login;
    end if;
    -- The platform: what belongs to no tenant, such as the login and the claim of a job.
    if not exists (select from pg_catalog.pg_roles where rolname = 'partywall_platform') then
        create role partywall_platform login;
    end if;
end
$$;

grant partywall_owner to ${migrator};
grant connect on database ${database} to partywall_app, partywall_platform;
-- A temporary table could stand in front of a real one, and stay on a pooled connection.
revoke create, temporary on database ${database} from public;
revoke create on schema public from public;
create schema if not exists app authorization partywall_owner;
create schema if not exists isolation authorization partywall_owner;
