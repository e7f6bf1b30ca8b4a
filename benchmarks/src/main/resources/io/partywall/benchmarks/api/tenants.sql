-- Tenants with members, KPIs, goals and figures of the last days; run by the superuser.
insert into app.tenants (id, name, slug, status)
    select app.new_id(), 'Tenant ' || n, 'tenant-' || n, 'ACTIVE' from generate_series(1, ${tenants}) n;
with people as (
    insert into app.users (id, email, name, email_verified)
        select app.new_id(), format('person-%s@%s.example', n, t.slug), format('Person %s', n), true
        from app.tenants t, generate_series(1, ${members}) n
        returning id, email
)
insert into app.tenant_members (tenant_id, id, user_id, role)
    select t.id, app.new_id(), p.id, case when p.email like 'person-1@%' then 'OWNER' else 'MEMBER' end::app.member_role
    from app.tenants t join people p on p.email like '%@' || t.slug || '.example';
insert into app.kpis (tenant_id, id, name, description, target_value, unit, category)
    select t.id, app.new_id(), 'KPI ' || n, 'What is counted as number ' || n || ', by week and by channel', n * 12.5, 'EUR', 'OTHER'
    from app.tenants t, generate_series(1, ${kpis}) n;
insert into app.kpi_data_points (tenant_id, id, kpi_id, value, "timestamp", source)
    select k.tenant_id, app.new_id(), k.id, n * 1.25, now() - make_interval(days => n), 'manual'
    from app.kpis k, generate_series(1, 3) n;
insert into app.goals (tenant_id, id, title, target_date)
    select t.id, app.new_id(), 'Goal ' || n, current_date + n from app.tenants t, generate_series(1, 10) n;
insert into app.goal_kpis (tenant_id, id, goal_id, kpi_id, baseline, target)
    select g.tenant_id, app.new_id(), g.id, k.id, 0, 100
    from app.goals g, lateral (select id from app.kpis where tenant_id = g.tenant_id order by id limit 3) k;
insert into app.analytics_snapshots (tenant_id, id, date, sessions, users, conversions, revenue, source_breakdown)
    select t.id, app.new_id(), current_date - n, n * 100, n * 70, n * 3, n * 99.95, '{"shop": 60.5, "mail": 30.25}'
    from app.tenants t, generate_series(0, 29) n;
