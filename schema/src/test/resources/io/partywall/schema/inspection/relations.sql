-- sabotage: row security is disabled
-- finds: B2 app.kpis
-- walks: L4
alter table app.kpis disable row level security;

-- sabotage: row security is disabled on the partitioned table
-- finds: B2 app.analytics_events
-- walks: L4
alter table app.analytics_events disable row level security;

-- sabotage: row security and its policies are gone
-- finds: B1 app.kpis
-- walks: L4
do $$ declare p name; begin
    for p in select polname from pg_policy where polrelid = 'app.kpis'::regclass loop
        execute format('drop policy %I on app.kpis', p);
    end loop;
end $$;
alter table app.kpis disable row level security;

-- sabotage: all policies are gone
-- finds: B3 app.kpis
do $$ declare p name; begin
    for p in select polname from pg_policy where polrelid = 'app.kpis'::regclass loop
        execute format('drop policy %I on app.kpis', p);
    end loop;
end $$;

-- sabotage: the owner is let off
-- finds: B4 app.kpis
alter table app.kpis no force row level security;

-- sabotage: a partition is granted
-- finds: B3 app.analytics_events_2026_03
select app.ensure_event_partitions('2026-03-10', '2026-03-20');
grant select on app.analytics_events_2026_03 to partywall_app;

-- sabotage: a partition without row security is granted
-- finds: B5 app.analytics_events_2026_03
-- walks: L4
select app.ensure_event_partitions('2026-03-10', '2026-03-20');
alter table app.analytics_events_2026_03 disable row level security;
grant select on app.analytics_events_2026_03 to partywall_app;

-- sabotage: a classic child without row security
-- finds: B6 app.kpis_of_2025
-- walks: L4
create table app.kpis_of_2025 (
    primary key (tenant_id, id), foreign key (tenant_id) references app.tenants) inherits (app.kpis);
grant select on app.kpis_of_2025 to partywall_app;

-- sabotage: every new table, and so every new partition, is the application's
-- finds: B7 app.analytics_events
-- finds: B7 app.finished_jobs
-- finds: E9 schema app
alter default privileges for role partywall_owner in schema app grant select on tables to partywall_app;

-- sabotage: a table without a tenant
-- finds: B8 app.notes
create table app.notes (id uuid primary key, body text);
grant select, insert on app.notes to partywall_app;

-- sabotage: a read-only table that belongs to tenants by its key
-- finds: B8 app.kpi_scores
create table app.kpi_scores (kpi_tenant uuid, kpi_id uuid, score integer,
    foreign key (kpi_tenant, kpi_id) references app.kpis (tenant_id, id));
create index on app.kpi_scores (kpi_tenant, kpi_id);
grant select on app.kpi_scores to partywall_app;

-- sabotage: a view of a superuser
-- finds: B9 app.all_kpis
-- walks: L4
create view app.all_kpis as select * from app.kpis;
grant select on app.all_kpis to partywall_app;

-- sabotage: a view over a view of a superuser
-- finds: B9 app.some_kpis
-- walks: L4
create view app.all_kpis as select * from app.kpis;
create view app.some_kpis as select * from app.all_kpis where is_active;
grant select on app.some_kpis to partywall_app;

-- sabotage: a view of an owner to whom no policy applies
-- finds: B10 app.no_kpis
create view app.no_kpis as select * from app.kpis;
alter view app.no_kpis owner to partywall_owner;
grant select on app.no_kpis to partywall_app;

-- sabotage: a view that filters without a barrier
-- finds: B11 app.my_kpis
create view app.my_kpis as select * from app.kpis where tenant_id = (select isolation.verified_tenant());
grant select on app.my_kpis to partywall_app;

-- sabotage: a materialised view
-- finds: B12 app.kpi_cache
-- walks: L4
create materialized view app.kpi_cache as select tenant_id, id, name from app.kpis;
grant select on app.kpi_cache to partywall_app;

-- sabotage: a foreign table of tenants
-- finds: B13 app.remote_kpis
create foreign data wrapper nowhere;
create server elsewhere foreign data wrapper nowhere;
create foreign table app.remote_kpis (tenant_id uuid, name text) server elsewhere;
grant select on app.remote_kpis to partywall_app;

-- sabotage: a rule on a tenant table
-- finds: B14 rule spread on app.kpis
create rule spread as on insert to app.kpis do also select 1;

-- sabotage: a trigger of a superuser writes elsewhere
-- finds: B15 trigger copy_everything on app.kpis
create function app.copy_everything() returns trigger language plpgsql security definer
    set search_path = pg_catalog, pg_temp
    as $$ begin update app.goals set name = new.name; return new; end $$;
revoke execute on function app.copy_everything() from public;
create trigger copy_everything before insert on app.kpis for each row execute function app.copy_everything();

-- sabotage: a copy that lost its tenant
-- finds: B16 app.kpis_export
create table app.kpis_export as select * from app.kpis;
alter table app.kpis_export drop column tenant_id;
grant select on app.kpis_export to partywall_app;

-- sabotage: a publication of a tenant table
-- finds: B17 publication everything
create publication everything for table app.kpis;

-- sabotage: a tenant table in another storage
-- finds: B19 app.kpis
create access method other_heap type table handler heap_tableam_handler;
alter table app.kpis set access method other_heap;

-- sabotage: large objects
-- finds: B20 database
select lo_create(0);
