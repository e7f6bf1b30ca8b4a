-- A columnar-like access method that nobody checked against RLS under a walled table, and scanned contracts kept as large objects.
-- expect: B19 public.measurements
-- expect: B20 database
-- expect: C33 setting app.org
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role app_24h login nosuperuser nobypassrls;

create access method columnarish type table handler heap_tableam_handler;

create table organizations (
    id integer primary key,
    name text not null
);
create table measurements (
    org_id integer not null references organizations (id),
    measured_at timestamptz not null,
    probe text not null,
    value numeric not null,
    primary key (org_id, probe, measured_at)
) using columnarish;
create table contracts (
    org_id integer not null references organizations (id),
    contract_no text not null,
    scan oid not null,
    primary key (org_id, contract_no)
);

do $$
declare t text;
begin
    foreach t in array array['measurements', 'contracts'] loop
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format($p$create policy org_rows on %I to app_24h
            using (org_id = (select nullif(current_setting('app.org', true), '')::integer))$p$, t);
        execute format($p$create policy org_floor on %I as restrictive to app_24h
            using (org_id = (select nullif(current_setting('app.org', true), '')::integer))$p$, t);
    end loop;
end $$;
grant select, insert on measurements, contracts to app_24h;

insert into organizations values (1, 'Acme'), (2, 'Globex');
insert into measurements values
    (1, '2026-01-01 00:00+00', 'p', 1), (1, '2026-01-02 00:00+00', 'p', 2),
    (2, '2026-01-01 00:00+00', 'p', 3), (2, '2026-01-02 00:00+00', 'q', 4);
insert into contracts values
    (1, 'C-1', lo_from_bytea(0, 'contract of Acme')), (2, 'C-1', lo_from_bytea(0, 'contract of Globex'));
