-- Somebody made the helper IMMUTABLE "for speed": a cached plan keeps the tenant of whoever ran it first; its neighbour is VOLATILE by default.
-- expect: C20 function app.org_id()
-- expect: C21 function app.org_id_now()
-- expect: C4 database
-- expect: C33 setting app.org
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role go_42h login nosuperuser nobypassrls;

create schema app;
grant usage on schema app to go_42h;

create table app.orgs (
    id uuid primary key,
    name text not null
);
create table app.secrets_vault (
    org_id uuid not null references app.orgs (id),
    name text not null,
    sealed bytea not null,
    primary key (org_id, name)
);
create table app.vault_reads (
    org_id uuid not null references app.orgs (id),
    read_at timestamptz not null,
    reader text not null,
    primary key (org_id, read_at, reader)
);

create function app.raw_org() returns text
    language sql stable parallel safe
    as $$ select nullif(current_setting('app.org', true), '') $$;
create function app.org_id() returns uuid
    language sql immutable parallel safe
    as $$ select nullif(current_setting('app.org', true), '')::uuid $$;
create function app.org_id_now() returns uuid
    language plpgsql volatile parallel safe
    as $$ begin return app.raw_org()::uuid; end $$;

alter table app.secrets_vault enable row level security;
alter table app.secrets_vault force row level security;
alter table app.vault_reads enable row level security;
alter table app.vault_reads force row level security;
create policy vault_org on app.secrets_vault to go_42h
    using (org_id = (select app.org_id()))
    with check (org_id = (select app.org_id()));
create policy reads_org on app.vault_reads to go_42h
    using (org_id = (select app.org_id_now()))
    with check (org_id = (select app.org_id_now()));

grant select, insert, delete on app.secrets_vault to go_42h;
grant update (sealed) on app.secrets_vault to go_42h;
grant select, insert on app.vault_reads to go_42h;

insert into app.orgs values
    ('91000000-0000-4000-8000-000000000001', 'Acme'), ('92000000-0000-4000-8000-000000000002', 'Globex');
insert into app.secrets_vault select id, n, '\x00ff' from app.orgs, (values ('db'), ('smtp')) v (n);
insert into app.vault_reads select id, '2026-01-01 00:00+00', 'ann' from app.orgs;
