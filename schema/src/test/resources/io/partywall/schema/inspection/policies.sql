-- sabotage: a policy lets everything through
-- finds: C1 policy kpis_tenant_isolation_select on app.kpis
alter policy kpis_tenant_isolation_select on app.kpis using (true);

-- sabotage: both walls of a table let everything through
-- finds: C1 policy kpis_tenant_isolation_select on app.kpis
-- finds: C4 app.kpis
-- finds: C6 policy kpis_tenant_isolation_floor on app.kpis
-- walks: L4
alter policy kpis_tenant_isolation_select on app.kpis using (true);
alter policy kpis_tenant_isolation_floor on app.kpis using (true) with check (true);

-- sabotage: a tautology
-- finds: C1 policy kpis_tenant_isolation_select on app.kpis
alter policy kpis_tenant_isolation_select on app.kpis using (tenant_id = tenant_id);

-- sabotage: or true
-- finds: C1 policy kpis_tenant_isolation_select on app.kpis
alter policy kpis_tenant_isolation_select on app.kpis
    using (tenant_id = (select nullif(current_setting('app.current_tenant_id', true), '')::uuid) or 2 > 1);

-- sabotage: any tenant will do
-- finds: C1 policy kpis_tenant_isolation_select on app.kpis
alter policy kpis_tenant_isolation_select on app.kpis using (tenant_id is not null);

-- sabotage: a careless second policy
-- finds: C1 policy report on app.kpis
create policy report on app.kpis for select to partywall_app using (true);

-- sabotage: a policy that asks for something else
-- finds: C2 policy kpis_tenant_isolation_select on app.kpis
alter policy kpis_tenant_isolation_select on app.kpis using (is_active);

-- sabotage: a second policy that asks for something else
-- finds: C3 policy active on app.kpis
create policy active on app.kpis for select to partywall_app using (is_active);

-- sabotage: the floor of one table is gone
-- finds: C4 app.kpis
-- walks: L6
drop policy kpis_tenant_isolation_floor on app.kpis;

-- sabotage: all floors are gone
-- finds: C4 database
-- finds: C33 setting app.current_tenant_id
-- walks: L6
do $$ declare p record; begin
    for p in select polname, polrelid::regclass as t from pg_policy where not polpermissive loop
        execute format('drop policy %I on %s', p.polname, p.t);
    end loop;
end $$;

-- sabotage: the policy for reading is gone
-- finds: C5 app.kpis
drop policy kpis_tenant_isolation_select on app.kpis;

-- sabotage: the policy for adding is gone
-- finds: C5 app.kpis
drop policy kpis_tenant_isolation_insert on app.kpis;

-- sabotage: the policy for changing is gone
-- finds: C5 app.kpis
drop policy kpis_tenant_isolation_update on app.kpis;

-- sabotage: the policy for deleting is gone
-- finds: C5 app.kpis
drop policy kpis_tenant_isolation_delete on app.kpis;

-- sabotage: readers may add
-- finds: C30 app.kpis
drop policy kpis_tenant_isolation_floor_insert on app.kpis;

-- sabotage: readers may change
-- finds: C30 app.kpis
drop policy kpis_tenant_isolation_floor_update on app.kpis;

-- sabotage: readers may delete
-- finds: C30 app.kpis
drop policy kpis_tenant_isolation_floor_delete on app.kpis;

-- sabotage: a floor that bounds writing only
-- finds: C4 app.kpis
-- finds: C7b policy kpis_tenant_isolation_floor on app.kpis
drop policy kpis_tenant_isolation_floor on app.kpis;
create policy kpis_tenant_isolation_floor on app.kpis as restrictive to partywall_app
    with check (tenant_id = (select isolation.verified_tenant()));

-- sabotage: whatever is added is allowed
-- finds: C7 policy kpis_tenant_isolation_insert on app.kpis
alter policy kpis_tenant_isolation_insert on app.kpis with check (true);

-- sabotage: rows may be moved
-- finds: C8 policy kpis_tenant_isolation_update on app.kpis
alter policy kpis_tenant_isolation_update on app.kpis with check (true);

-- sabotage: a policy for a role that the application inherits
-- finds: C7c policy report on app.kpis
-- undo: drop owned by sabotage_reports; drop role sabotage_reports
create role sabotage_reports nologin;
create policy report on app.kpis for select to sabotage_reports using (true);
grant sabotage_reports to partywall_app;

-- sabotage: only reading has policies
-- finds: C9 app.kpis
do $$ declare p name; begin
    for p in select polname from pg_policy
            where polrelid = 'app.kpis'::regclass and polname not in ('kpis_tenant_isolation_select', 'kpis_tenant_isolation_floor') loop
        execute format('drop policy %I on app.kpis', p);
    end loop;
    drop policy kpis_tenant_isolation_floor on app.kpis;
    create policy kpis_tenant_isolation_floor on app.kpis as restrictive for select to partywall_app
        using (tenant_id = (select isolation.verified_tenant()));
end $$;

-- sabotage: a policy for everybody
-- finds: C10 policy kpis_tenant_isolation_select on app.kpis
alter policy kpis_tenant_isolation_select on app.kpis to public;

-- sabotage: policies for somebody else
-- finds: C11 app.kpis
do $$ declare p name; begin
    for p in select polname from pg_policy where polrelid = 'app.kpis'::regclass loop
        execute format('alter policy %I on app.kpis to partywall_owner', p);
    end loop;
end $$;

-- sabotage: a setting opens a policy
-- finds: C12 policy kpis_tenant_isolation_select on app.kpis
alter policy kpis_tenant_isolation_select on app.kpis
    using (tenant_id = (select nullif(current_setting('app.current_tenant_id', true), '')::uuid)
        or (select current_setting('app.bypass', true)) = 'on');

-- sabotage: a function opens a policy, two calls away from the setting
-- finds: C12 policy kpis_tenant_isolation_select on app.kpis
create function app.flag(wanted text) returns boolean language sql stable
    set search_path = pg_catalog, pg_temp return current_setting(wanted, true) = 'on';
create function app.is_support() returns boolean language plpgsql stable parallel safe set search_path = pg_catalog, pg_temp
    as $$ begin return app.flag('app.support'); end $$;
alter function app.flag(text) parallel safe;
alter policy kpis_tenant_isolation_select on app.kpis
    using (tenant_id = (select nullif(current_setting('app.current_tenant_id', true), '')::uuid)
        or (select app.is_support()));

-- sabotage: the root tenant opens a policy
-- finds: C12 policy kpis_tenant_isolation_select on app.kpis
alter policy kpis_tenant_isolation_select on app.kpis
    using (tenant_id = (select nullif(current_setting('app.current_tenant_id', true), '')::uuid)
        or (select current_setting('app.current_tenant_id', true)) = 'root');

-- sabotage: no context opens a policy
-- finds: C13 policy kpis_tenant_isolation_select on app.kpis
alter policy kpis_tenant_isolation_select on app.kpis
    using (tenant_id = (select nullif(current_setting('app.current_tenant_id', true), '')::uuid)
        or (select nullif(current_setting('app.current_tenant_id', true), '')) is null);

-- sabotage: the context is read so that it fails
-- finds: C15 policy kpis_tenant_isolation_select on app.kpis
alter policy kpis_tenant_isolation_select on app.kpis
    using (tenant_id = (select current_setting('app.current_tenant_id')::uuid));

-- sabotage: a beginning of the tenant will do
-- finds: C17 policy kpis_tenant_isolation_select on app.kpis
alter policy kpis_tenant_isolation_select on app.kpis
    using (tenant_id::text like (select current_setting('app.current_tenant_id', true)) || '%');

-- sabotage: a tenant written into the policy
-- finds: C18 policy kpis_tenant_isolation_select on app.kpis
alter policy kpis_tenant_isolation_select on app.kpis using (tenant_id = '00000000-0000-7000-8000-00000000000b');

-- sabotage: the verifying function becomes immutable
-- finds: C20 function isolation.verified_tenant()
alter function isolation.verified_tenant() immutable;

-- sabotage: the verifying function becomes volatile
-- finds: C21 function isolation.verified_tenant()
alter function isolation.verified_tenant() volatile;

-- sabotage: the verifying function becomes unsafe for parallel plans
-- finds: C22 function isolation.verified_tenant()
alter function isolation.verified_tenant() parallel unsafe;

-- sabotage: the verifying function loses its search path
-- finds: C23 function isolation.verified_tenant()
alter function isolation.verified_tenant() reset all;

-- sabotage: the application may replace the verifying function
-- finds: A15 role partywall_app
-- finds: C24 function isolation.verified_tenant()
alter function isolation.verified_tenant() owner to partywall_app;

-- sabotage: a function that claims to leak nothing
-- finds: C25 function app.shows(text)
create function app.shows(value text) returns boolean language sql stable leakproof
    set search_path = pg_catalog, pg_temp return value is not null;
revoke execute on function app.shows(text) from public;

-- sabotage: a policy that asks a table which the application fills
-- finds: B8 app.flags
-- finds: C26 policy flagged on app.kpis
-- finds: C27 policy flagged on app.kpis
create table app.flags (kpi uuid primary key);
grant select, insert on app.flags to partywall_app;
create policy flagged on app.kpis as restrictive for select to partywall_app
    using (exists (select from app.flags f where f.kpi = id));

-- sabotage: the tenant is compared as text
-- finds: C28 policy kpis_tenant_isolation_select on app.kpis
alter policy kpis_tenant_isolation_select on app.kpis
    using (tenant_id::text = (select nullif(current_setting('app.current_tenant_id', true), '')));

-- sabotage: the context is read for every row
-- finds: C29 policy kpis_tenant_isolation_select on app.kpis
alter policy kpis_tenant_isolation_select on app.kpis
    using (tenant_id = nullif(current_setting('app.current_tenant_id', true), '')::uuid);

-- sabotage: a policy twice
-- finds: C31 policy twice on app.kpis
-- finds: P7 app.kpis
create policy twice on app.kpis for select to partywall_app
    using (tenant_id = (select nullif(current_setting('app.current_tenant_id', true), '')::uuid));

-- sabotage: a policy for nobody
-- finds: C32 policy ghost on app.kpis
-- undo: drop owned by sabotage_ghost; drop role sabotage_ghost
create role sabotage_ghost nologin;
create policy ghost on app.kpis to sabotage_ghost using (true);

-- sabotage: a policy parses JSON for every row
-- finds: P8 policy kpis_tenant_isolation_select on app.kpis
alter policy kpis_tenant_isolation_select on app.kpis using (tenant_id =
    (nullif(current_setting('app.current_tenant_id', true), '')::json ->> 'tenant')::uuid);

-- sabotage: an OR in a policy
-- finds: P5 policy kpis_tenant_isolation_select on app.kpis
alter policy kpis_tenant_isolation_select on app.kpis
    using (tenant_id = (select nullif(current_setting('app.current_tenant_id', true), '')::uuid)
        and (is_active or deleted_at is not null));
