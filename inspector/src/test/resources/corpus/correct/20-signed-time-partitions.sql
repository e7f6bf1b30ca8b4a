-- Events partitioned by month; the partitions are forced too and granted to nobody; the context is signed. Nothing to find.
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;

create role owner_20c nologin nosuperuser nobypassrls;
create role app_20c login nosuperuser nobypassrls;
create schema metrics authorization owner_20c;
create schema metrics_private authorization owner_20c;
set role owner_20c;

create table metrics_private.pad (ipad bytea not null, opad bytea not null);
create function metrics.tenant() returns int
    language sql stable parallel safe security definer
    set search_path = pg_catalog, pg_temp
as $$
    select nullif(split_part(c.token, '/', 1), '')::int
    from (select coalesce(current_setting('metrics.token', true), '') as token) c, metrics_private.pad p
    where encode(sha256(p.opad || sha256(p.ipad || convert_to(split_part(c.token, '/', 1), 'UTF8'))), 'hex')
        = split_part(c.token, '/', 2)
$$;

create table metrics.events (
    tenant_id int not null,
    at timestamptz not null,
    id uuid not null default gen_random_uuid(),
    kind text not null,
    payload jsonb not null default '{}',
    primary key (tenant_id, at, id)
) partition by range (at);
create table metrics.events_2026_01 partition of metrics.events for values from ('2026-01-01') to ('2026-02-01');
create table metrics.events_2026_02 partition of metrics.events for values from ('2026-02-01') to ('2026-03-01');
create table metrics.events_rest partition of metrics.events default;

alter table metrics.events enable row level security, force row level security;
alter table metrics.events_2026_01 enable row level security, force row level security;
alter table metrics.events_2026_02 enable row level security, force row level security;
alter table metrics.events_rest enable row level security, force row level security;

create policy events_select on metrics.events for select to app_20c using (tenant_id = (select metrics.tenant()));
create policy events_insert on metrics.events for insert to app_20c with check (tenant_id = (select metrics.tenant()));
create policy events_floor on metrics.events as restrictive to app_20c
    using (tenant_id = (select metrics.tenant()))
    with check (tenant_id = (select metrics.tenant()));

grant usage on schema metrics to app_20c;
grant select, insert on metrics.events to app_20c;
reset role;

insert into metrics_private.pad values (decode(repeat('5a', 64), 'hex'), decode(repeat('30', 64), 'hex'));
insert into metrics.events (tenant_id, at, kind)
select t, timestamptz '2026-01-15 12:00+00' + m * interval '1 month', 'click'
from generate_series(1, 2) t, generate_series(0, 2) m;
