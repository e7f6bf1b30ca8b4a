-- "The report needs to read everything": pg_read_all_data and pg_read_server_files for the app, and an RLS-less audit table becomes readable by it.
-- expect: A10 role app_09h
-- expect: A11 membership app_09h in analysts_09h
-- expect: B1 audit.entries
-- expect: C4 database
-- expect: C33 setting app.tenant
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role analysts_09h nologin nosuperuser nobypassrls;
create role app_09h login nosuperuser nobypassrls;
grant pg_read_all_data, pg_read_server_files to app_09h;
grant analysts_09h to app_09h with admin option;

create schema audit;

create table tenants (
    tenant text primary key,
    plan text not null
);

create table documents (
    tenant text not null references tenants (tenant),
    path text not null,
    body text not null,
    primary key (tenant, path)
);

create table audit.entries (
    tenant text not null references tenants (tenant),
    at timestamptz not null,
    entry_id uuid not null default gen_random_uuid(),
    what text not null,
    primary key (tenant, at, entry_id)
);

alter table documents enable row level security;
alter table documents force row level security;
create policy documents_tenant on documents to app_09h
    using (tenant = (select current_setting('app.tenant', true)))
    with check (tenant = (select current_setting('app.tenant', true)));
grant insert, delete on documents to app_09h;
grant update (body) on documents to app_09h;

insert into tenants values ('acme', 'gold'), ('globex', 'free');
insert into documents values
    ('acme', '/a', 'alpha'), ('acme', '/b', 'beta'), ('globex', '/a', 'gamma'), ('globex', '/z', 'omega');
insert into audit.entries (tenant, at, what) select tenant, '2026-02-01 10:00+00', 'wrote ' || path from documents;
