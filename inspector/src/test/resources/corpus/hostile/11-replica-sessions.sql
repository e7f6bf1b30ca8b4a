-- A bulk-load shortcut left in production: sessions of the app start as replicas (no foreign keys, no triggers) and may switch it by themselves.
-- expect: A13 setting session_replication_role
-- expect: A14 parameter session_replication_role
-- expect: C4 database
-- expect: C33 setting app.org
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role loader_11h login nosuperuser nobypassrls;
alter role loader_11h set session_replication_role = replica;
grant set on parameter session_replication_role to loader_11h;

create table orgs (
    id integer primary key,
    name text not null
);

create table devices (
    org_id integer not null references orgs (id),
    serial text not null,
    model text not null,
    primary key (org_id, serial)
);

create table readings (
    org_id integer not null references orgs (id),
    serial text not null,
    taken_at timestamptz not null,
    celsius real not null,
    primary key (org_id, serial, taken_at),
    foreign key (org_id, serial) references devices (org_id, serial)
);

alter table devices enable row level security;
alter table devices force row level security;
alter table readings enable row level security;
alter table readings force row level security;
create policy devices_org on devices to loader_11h
    using (org_id = (select nullif(current_setting('app.org', true), '')::integer))
    with check (org_id = (select nullif(current_setting('app.org', true), '')::integer));
create policy readings_org on readings to loader_11h
    using (org_id = (select nullif(current_setting('app.org', true), '')::integer))
    with check (org_id = (select nullif(current_setting('app.org', true), '')::integer));

grant select, insert on devices, readings to loader_11h;
grant update (model) on devices to loader_11h;

insert into orgs values (1, 'Acme'), (2, 'Globex');
insert into devices values (1, 's1', 'm1'), (1, 's2', 'm1'), (2, 's1', 'm2'), (2, 's3', 'm2');
insert into readings select org_id, serial, '2026-03-01 00:00+00', 20.5 from devices;
