-- Equality spelled oddly: the context on the left, IN over a one-row select, NOT (<>), BETWEEN the same value twice. All confine. Unsigned.
-- expect: C33 setting lab.tenant
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;

create role app_48c login nosuperuser nobypassrls;

create table tenants (
    id int primary key,
    name text not null
);
create table samples (
    tenant_id int not null references tenants (id),
    code text not null,
    primary key (tenant_id, code)
);
create table assays (
    tenant_id int not null references tenants (id),
    name text not null,
    unit text not null,
    primary key (tenant_id, name)
);
create table results (
    tenant_id int not null references tenants (id),
    code text not null,
    assay text not null,
    value numeric not null,
    primary key (tenant_id, code, assay),
    foreign key (tenant_id, code) references samples (tenant_id, code),
    foreign key (tenant_id, assay) references assays (tenant_id, name)
);
create index results_assay on results (tenant_id, assay);

create function lab_tenant() returns int language sql stable parallel safe
    return nullif(current_setting('lab.tenant', true), '')::int;

alter table samples enable row level security, force row level security;
alter table assays enable row level security, force row level security;
alter table results enable row level security, force row level security;

create policy samples_tenant on samples to app_48c
    using ((select lab_tenant()) = tenant_id);
create policy assays_tenant on assays to app_48c
    using (tenant_id in (select lab_tenant()));
create policy results_tenant on results to app_48c
    using (not (tenant_id <> (select lab_tenant())));
create policy samples_floor on samples as restrictive to app_48c
    using (tenant_id between (select lab_tenant()) and (select lab_tenant()));
create policy assays_floor on assays as restrictive to app_48c
    using (true is not distinct from (tenant_id = (select lab_tenant())));
create policy results_floor on results as restrictive to app_48c
    using ((tenant_id = (select lab_tenant())) is true);

grant select, insert, delete on samples, assays, results to app_48c;
grant update (unit) on assays to app_48c;
grant update (value) on results to app_48c;

insert into tenants values (1, 'one'), (2, 'two');
insert into samples select id, 'S-' || n from tenants, generate_series(1, 2) n;
insert into assays select id, 'ph', '' from tenants;
insert into results select tenant_id, code, 'ph', 7 from samples;
