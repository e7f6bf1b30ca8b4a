-- sabotage: a tenant that may be missing
-- finds: D1 column app.kpis.tenant_id
alter table app.kpis drop constraint kpis_pkey cascade;
alter table app.kpis alter column tenant_id drop not null;
create index on app.kpis (tenant_id);

-- sabotage: the tenant of a row may be changed
-- finds: D2 column app.kpis.tenant_id
grant update (tenant_id) on app.kpis to partywall_app;

-- sabotage: nothing keeps the tenant of a row
-- finds: D2 column app.kpis.tenant_id
drop trigger kpis_tenant_isolation_immovable on app.kpis;

-- sabotage: a tenant of another type
-- finds: B8 app.scores
create table app.scores (tenant text not null, id uuid, primary key (tenant, id));
grant select, insert on app.scores to partywall_app;

-- sabotage: a default tenant
-- finds: D4 column app.kpis.tenant_id
alter table app.kpis alter column tenant_id set default '00000000-0000-7000-8000-00000000000b';

-- sabotage: a foreign key without the tenant
-- finds: D5 constraint goal_kpis_plain on app.goal_kpis
create unique index kpis_plain on app.kpis (id);
create index on app.goal_kpis (kpi_id);
alter table app.goal_kpis add constraint goal_kpis_plain foreign key (kpi_id) references app.kpis (id);

-- sabotage: a foreign key without the tenant that deletes along
-- finds: D6 constraint goal_kpis_plain on app.goal_kpis
create unique index kpis_plain on app.kpis (id);
create index on app.goal_kpis (kpi_id);
alter table app.goal_kpis add constraint goal_kpis_plain foreign key (kpi_id) references app.kpis (id) on delete cascade;

-- sabotage: a tenant that need not exist
-- finds: D7 column app.kpis.tenant_id
alter table app.kpis drop constraint kpis_tenant_fkey;

-- sabotage: a name that only one tenant may use
-- finds: D8 index app.kpis_name
update app.kpis set name = name || tenant_id;
create unique index kpis_name on app.kpis (name);

-- sabotage: keys from one sequence for all tenants
-- finds: D10 column app.kpis.number
alter table app.kpis add column number bigint generated always as identity unique;

-- sabotage: the trigger that keeps the tenant is disabled
-- finds: D2 column app.kpis.tenant_id
-- finds: D11 trigger kpis_tenant_isolation_immovable on app.kpis
alter table app.kpis disable trigger kpis_tenant_isolation_immovable;

-- sabotage: a check that was never made
-- finds: D11 constraint kpis_named on app.kpis
alter table app.kpis add constraint kpis_named check (name <> 'x') not valid;

-- sabotage: a foreign key that was never checked
-- finds: D12 constraint goal_kpis_late on app.goal_kpis
alter table app.goal_kpis add constraint goal_kpis_late
    foreign key (tenant_id, kpi_id) references app.kpis (tenant_id, id) not valid;

-- sabotage: no index leads by the tenant
-- finds: P1 app.kpis
-- finds: P6 constraint kpis_tenant_fkey on app.kpis
alter table app.kpis drop constraint kpis_pkey cascade;

-- sabotage: an index that holds the tenant behind another column
-- finds: P2 index app.kpis_by_name
create index kpis_by_name on app.kpis (name, tenant_id);

-- sabotage: an index that row security cannot use
-- finds: P4 index app.events_properties
create index events_properties on app.analytics_events using gin (properties);

-- sabotage: a foreign key without an index
-- finds: P6 constraint invitations_invited_by_fkey on app.invitations
drop index app.invitations_invited_by_idx;
