-- Compared by LIKE and by a regular expression: a context of "%" or ".*" is every tenant; and a table whose RLS has no policy at all.
-- expect: C17 policy files_like on public.files
-- expect: C17 policy shares_regex on public.shares
-- expect: B3 public.trash
-- expect: P4 index public.files_meta
-- expect: C4 database
-- expect: C33 setting app.tenant
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role drive_40h login nosuperuser nobypassrls;

create table tenants (
    tenant text primary key,
    quota_mb integer not null
);
create table files (
    tenant text not null references tenants (tenant),
    path text not null,
    meta jsonb not null default '{}',
    primary key (tenant, path)
);
create index files_meta on files using gin (meta);
create table shares (
    tenant text not null references tenants (tenant),
    token uuid not null default gen_random_uuid(),
    path text not null,
    primary key (tenant, token)
);
create table trash (
    tenant text not null references tenants (tenant),
    path text not null,
    primary key (tenant, path)
);

alter table files enable row level security;
alter table files force row level security;
alter table shares enable row level security;
alter table shares force row level security;
alter table trash enable row level security;
alter table trash force row level security;

create policy files_like on files to drive_40h
    using (tenant like (select current_setting('app.tenant', true)))
    with check (tenant = (select current_setting('app.tenant', true)));
create policy shares_regex on shares for select to drive_40h
    using (tenant ~ (select current_setting('app.tenant', true)));

grant select, insert, delete on files to drive_40h;
grant select on shares, trash to drive_40h;

insert into tenants values ('acme', 100), ('globex', 200);
insert into files (tenant, path) values ('acme', '/a'), ('acme', '/b'), ('globex', '/a'), ('globex', '/c');
insert into shares (tenant, path) select tenant, path from files;
