-- Drizzle-like migrations that create the policies but forgot to enable row level security on one of two tables (and on an archive out of reach).
-- expect: B2 public.notes
-- expect: B2 public.notes_archive
-- expect: C4 database
-- expect: C33 setting app.company_id
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role api_14h login nosuperuser nobypassrls;

create table companies (
    id uuid primary key,
    legal_name text not null
);
create table folders (
    company_id uuid not null references companies (id),
    id uuid not null default gen_random_uuid(),
    label text not null,
    primary key (company_id, id)
);
create table notes (
    company_id uuid not null references companies (id),
    id uuid not null default gen_random_uuid(),
    folder_id uuid not null,
    body text not null,
    primary key (company_id, id),
    foreign key (company_id, folder_id) references folders (company_id, id)
);
create index notes_folder on notes (company_id, folder_id);
create table notes_archive (
    company_id uuid not null references companies (id),
    id uuid not null,
    body text not null,
    primary key (company_id, id)
);

create policy folders_company on folders to api_14h
    using (company_id = (select nullif(current_setting('app.company_id', true), '')::uuid));
create policy notes_company on notes to api_14h
    using (company_id = (select nullif(current_setting('app.company_id', true), '')::uuid));
create policy notes_archive_company on notes_archive to api_14h
    using (company_id = (select nullif(current_setting('app.company_id', true), '')::uuid));
alter table folders enable row level security;
alter table folders force row level security;

grant select, insert, delete on folders, notes to api_14h;
grant update (label) on folders to api_14h;
grant update (body) on notes to api_14h;

insert into companies values
    ('c0000000-0000-4000-8000-000000000001', 'Acme Inc'), ('c0000000-0000-4000-8000-000000000002', 'Globex Ltd');
insert into folders (company_id, label) select id, l from companies, (values ('Legal'), ('Sales')) v (l);
insert into notes (company_id, folder_id, body) select company_id, id, label || ' note' from folders;
