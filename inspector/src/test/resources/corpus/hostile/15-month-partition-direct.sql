-- Time partitions with a dashboard that reads "last month" by name: the parent is walled, one partition was granted directly and has no RLS of its own.
-- expect: B5 public.events_2026_01
-- expect: C4 database
-- expect: C33 setting app.org_id
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role dash_15h login nosuperuser nobypassrls;

create table organizations (
    id uuid primary key,
    name text not null
);
create table events (
    org_id uuid not null references organizations (id),
    happened_at timestamptz not null,
    id uuid not null default gen_random_uuid(),
    kind text not null,
    payload jsonb not null default '{}',
    primary key (org_id, happened_at, id)
) partition by range (happened_at);
create table events_2026_01 partition of events for values from ('2026-01-01') to ('2026-02-01');
create table events_2026_02 partition of events for values from ('2026-02-01') to ('2026-03-01');
create table events_2026_03 partition of events for values from ('2026-03-01') to ('2026-04-01');

alter table events enable row level security;
alter table events force row level security;
create policy events_org on events to dash_15h
    using (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid))
    with check (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid));

-- February got its own wall before it was granted, January did not, March is not granted.
alter table events_2026_02 enable row level security;
alter table events_2026_02 force row level security;
create policy events_org on events_2026_02 to dash_15h
    using (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid))
    with check (org_id = (select nullif(current_setting('app.org_id', true), '')::uuid));

grant select, insert on events to dash_15h;
grant select on events_2026_01, events_2026_02 to dash_15h;

insert into organizations values
    ('d0000000-0000-4000-8000-000000000001', 'Acme'), ('d0000000-0000-4000-8000-000000000002', 'Globex');
insert into events (org_id, happened_at, kind)
select o.id, t::timestamptz, 'login' from organizations o, (values ('2026-01-10 00:00+00'), ('2026-02-10 00:00+00'), ('2026-03-10 00:00+00')) v (t);
