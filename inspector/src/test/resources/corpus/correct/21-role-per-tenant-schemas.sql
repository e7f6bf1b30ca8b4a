-- Schemas app, private and reporting, a login for each tenant, a materialised view that no tenant reaches. Nothing to find.
-- app: app_21c (group), acme_21c, globex_21c
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;

create role app_21c nologin nosuperuser nobypassrls;
create role acme_21c login nosuperuser nobypassrls in role app_21c;
create role globex_21c login nosuperuser nobypassrls in role app_21c;

create schema app;
create schema private;
create schema reporting;
grant usage on schema app, reporting to app_21c;

create table app.contract (
    tenant text not null,
    no int not null,
    partner text not null,
    monthly numeric(10, 2) not null,
    primary key (tenant, no)
);
create table private.import_raw (
    line text not null,
    received timestamptz not null default now()
);

alter table app.contract enable row level security, force row level security;
create policy tenant_is_login on app.contract to app_21c
    using (tenant = (select current_user::text)) with check (tenant = (select current_user::text));
create policy tenant_is_login_always on app.contract as restrictive to app_21c
    using (tenant = (select current_user::text)) with check (tenant = (select current_user::text));

create view reporting.monthly with (security_invoker = true) as
    select tenant, count(*) as contracts, sum(monthly) as total
    from app.contract
    group by tenant;

create materialized view private.all_contracts as
    select tenant, sum(monthly) as total from app.contract group by tenant;

create function reporting.top_contracts(how_many int) returns setof app.contract
    language sql stable parallel safe
as $$ select * from app.contract order by monthly desc limit how_many $$;

grant select, insert, delete on app.contract to app_21c;
grant update (partner, monthly) on app.contract to app_21c;
grant select on reporting.monthly to app_21c;

insert into app.contract values
    ('acme_21c', 1, 'Power', 80), ('acme_21c', 2, 'Water', 30), ('acme_21c', 3, 'Rent', 900),
    ('globex_21c', 1, 'Power', 4000), ('globex_21c', 2, 'Lawyer', 12000);
insert into private.import_raw (line) values ('acme_21c;4;Phone;20'), ('globex_21c;3;Phone;90');
refresh materialized view private.all_contracts;
