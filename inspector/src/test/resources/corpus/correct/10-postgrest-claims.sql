-- PostgREST: schema api with security_invoker views over schema data, the tenant from a JWT claim parsed once a statement. Unsigned.
-- expect: C33 setting request.jwt.claims
-- app: web_user_10c, web_anon_10c
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;

create role web_anon_10c nologin nosuperuser nobypassrls;
create role web_user_10c nologin nosuperuser nobypassrls;
create role authenticator_10c login noinherit nosuperuser nobypassrls;
grant web_anon_10c, web_user_10c to authenticator_10c;

create schema data;
create schema api;

create table data.tenant (
    id bigint primary key,
    name text not null
);
create table data.device (
    tenant bigint not null references data.tenant (id),
    serial text not null,
    label text,
    primary key (tenant, serial)
);
create table data.reading (
    tenant bigint not null references data.tenant (id),
    serial text not null,
    taken_at timestamptz not null,
    celsius numeric(5, 2) not null,
    primary key (tenant, serial, taken_at),
    foreign key (tenant, serial) references data.device (tenant, serial)
);

alter table data.device enable row level security, force row level security;
alter table data.reading enable row level security, force row level security;

create policy claim on data.device to web_user_10c
    using (tenant = (select (nullif(current_setting('request.jwt.claims', true), '')::json ->> 'tenant')::bigint));
create policy claim_floor on data.device as restrictive to web_user_10c
    using (tenant = (select (nullif(current_setting('request.jwt.claims', true), '')::json ->> 'tenant')::bigint));
create policy claim on data.reading to web_user_10c
    using (tenant = (select (nullif(current_setting('request.jwt.claims', true), '')::json ->> 'tenant')::bigint));
create policy claim_floor on data.reading as restrictive to web_user_10c
    using (tenant = (select (nullif(current_setting('request.jwt.claims', true), '')::json ->> 'tenant')::bigint));

create view api.devices with (security_invoker = true) as select tenant, serial, label from data.device;
create view api.latest with (security_invoker = on) as
    select distinct on (tenant, serial) tenant, serial, taken_at, celsius
    from data.reading order by tenant, serial, taken_at desc;

grant usage on schema api to web_anon_10c, web_user_10c;
grant usage on schema data to web_user_10c;
grant select, insert on data.device, data.reading to web_user_10c;
grant update (label) on data.device to web_user_10c;
grant select, insert on api.devices to web_user_10c;
grant update (label) on api.devices to web_user_10c;
grant select on api.latest to web_user_10c;

insert into data.tenant values (1, 'north'), (2, 'south');
insert into data.device values (1, 'T-1', 'door'), (1, 'T-2', 'roof'), (2, 'T-1', 'cellar');
insert into data.reading select tenant, serial, now() - n * interval '1 hour', 20 + n from data.device, generate_series(1, 3) n;
