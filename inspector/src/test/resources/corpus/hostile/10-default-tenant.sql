-- A support ticket "solved" by a role default: a connection without a context is tenant Acme instead of nobody.
-- expect: A12 setting app.tenant_id
-- expect: C33 setting app.tenant_id
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role app_10h login nosuperuser nobypassrls;
alter role app_10h set app.tenant_id = '7';

create table tenants (
    id bigint primary key,
    name text not null
);

create table shipments (
    tenant_id bigint not null references tenants (id),
    tracking_code text not null,
    destination text not null,
    delivered boolean not null default false,
    primary key (tenant_id, tracking_code)
);

alter table shipments enable row level security;
alter table shipments force row level security;
create policy shipments_tenant on shipments to app_10h
    using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint))
    with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));
create policy shipments_floor on shipments as restrictive to app_10h
    using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint))
    with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::bigint));

grant select, insert, delete on shipments to app_10h;
grant update (destination, delivered) on shipments to app_10h;

insert into tenants values (7, 'Acme'), (8, 'Globex');
insert into shipments values
    (7, 'T-1', 'Oslo', false), (7, 'T-2', 'Rome', true),
    (8, 'T-1', 'Bonn', false), (8, 'T-9', 'Lima', false);
