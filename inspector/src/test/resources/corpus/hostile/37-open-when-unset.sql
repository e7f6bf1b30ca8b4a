-- AWS sample habits: a missing tenant means "batch job, show everything", once by coalesce and once by is null, on settings read without a tenant.
-- expect: C13 policy usage_tenant on public.usage_records
-- expect: C13 policy plans_tenant on public.plan_changes
-- expect: C4 database
-- expect: C33 setting app.current_tenant
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role saas_37h login nosuperuser nobypassrls;

create table tenant (
    tenant_id uuid primary key,
    status text not null default 'active'
);
create table usage_records (
    tenant_id uuid not null references tenant (tenant_id),
    recorded_at timestamptz not null,
    metric text not null,
    amount bigint not null,
    primary key (tenant_id, metric, recorded_at)
);
create table plan_changes (
    tenant_id uuid not null references tenant (tenant_id),
    changed_at timestamptz not null,
    plan text not null,
    primary key (tenant_id, changed_at)
);

alter table usage_records enable row level security;
alter table usage_records force row level security;
alter table plan_changes enable row level security;
alter table plan_changes force row level security;

create policy usage_tenant on usage_records to saas_37h
    using (tenant_id = coalesce((select nullif(current_setting('app.current_tenant', true), '')::uuid), tenant_id))
    with check (tenant_id = (select nullif(current_setting('app.current_tenant', true), '')::uuid));
create policy plans_tenant on plan_changes for select to saas_37h
    using (
        (select nullif(current_setting('app.current_tenant', true), '')) is null
        or tenant_id = (select nullif(current_setting('app.current_tenant', true), '')::uuid)
    );

grant select, insert on usage_records to saas_37h;
grant select on plan_changes to saas_37h;

insert into tenant (tenant_id) values
    ('81000000-0000-4000-8000-000000000001'), ('82000000-0000-4000-8000-000000000002');
insert into usage_records
select tenant_id, '2026-01-01 00:00+00', m, 10 from tenant, (values ('api_calls'), ('storage')) v (m);
insert into plan_changes
select tenant_id, d::timestamptz, 'pro' from tenant, (values ('2026-01-01 00:00+00'), ('2026-06-01 00:00+00')) v (d);
