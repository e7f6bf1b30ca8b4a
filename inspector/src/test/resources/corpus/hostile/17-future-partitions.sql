-- Hash partitions that a job adds by night: default privileges hand every new table of the schema to the app, so tomorrow's partition is open.
-- expect: B7 telemetry.samples
-- expect: E9 schema telemetry
-- expect: C4 database
-- expect: C33 setting app.customer_id
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role collector_17h login nosuperuser nobypassrls;

create schema telemetry;
create schema registry;
grant usage on schema telemetry to collector_17h;

create table registry.customers (
    id integer primary key,
    name text not null
);
create table telemetry.samples (
    customer_id integer not null references registry.customers (id),
    sensor text not null,
    taken_at timestamptz not null,
    value double precision not null,
    primary key (customer_id, sensor, taken_at)
) partition by hash (customer_id);
create table telemetry.samples_h0 partition of telemetry.samples for values with (modulus 2, remainder 0);
create table telemetry.samples_h1 partition of telemetry.samples for values with (modulus 2, remainder 1);

alter table telemetry.samples enable row level security;
alter table telemetry.samples force row level security;
create policy samples_of_customer on telemetry.samples to collector_17h
    using (customer_id = (select nullif(current_setting('app.customer_id', true), '')::integer))
    with check (customer_id = (select nullif(current_setting('app.customer_id', true), '')::integer));
grant select, insert on telemetry.samples to collector_17h;

-- after the tables of today, so only those to come are handed out
alter default privileges in schema telemetry grant select, insert on tables to collector_17h;

insert into registry.customers values (1, 'Acme'), (2, 'Globex');
insert into telemetry.samples values
    (1, 'a', '2026-01-01 00:00+00', 1.5), (1, 'b', '2026-01-01 00:00+00', 2.5),
    (2, 'a', '2026-01-01 00:00+00', 9.5), (2, 'b', '2026-01-01 00:00+00', 8.5);
