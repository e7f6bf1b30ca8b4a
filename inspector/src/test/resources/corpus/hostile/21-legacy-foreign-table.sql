-- A legacy system hung in as a foreign table with the tenant in a column: no RLS exists on foreign tables, and its server is usable by the app.
-- expect: B13 legacy.bookings
-- expect: E16 server legacy_erp
-- expect: C33 setting app.tenant_id
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role portal_21h login nosuperuser nobypassrls;

create schema legacy;
grant usage on schema legacy to portal_21h;

create table tenants (
    id integer primary key,
    name text not null
);
create table bookings (
    tenant_id integer not null references tenants (id),
    booking_no text not null,
    guest text not null,
    nights integer not null,
    primary key (tenant_id, booking_no)
);
alter table bookings enable row level security;
alter table bookings force row level security;
create policy bookings_tenant on bookings to portal_21h
    using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::integer))
    with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::integer));
create policy bookings_floor on bookings as restrictive to portal_21h
    using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::integer))
    with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::integer));

create foreign data wrapper erp_wrapper;
create server legacy_erp foreign data wrapper erp_wrapper;
create user mapping for public server legacy_erp;
create foreign table legacy.bookings (
    tenant_id integer not null,
    booking_no text not null,
    guest text
) server legacy_erp;

grant usage on foreign server legacy_erp to portal_21h;
grant select on legacy.bookings to portal_21h;
grant select, insert, delete on bookings to portal_21h;
grant update (guest, nights) on bookings to portal_21h;

insert into tenants values (1, 'Seaside'), (2, 'Alpine');
insert into bookings values (1, 'B1', 'Ann', 2), (1, 'B2', 'Bob', 3), (2, 'B1', 'Cid', 7), (2, 'B5', 'Dee', 1);
