-- A placeholder that lints for "true" and "1=1" overlook, beside a right policy and under a "restrictive floor" that is always true itself.
-- expect: C1 policy pages_reader on wiki.pages
-- expect: C6 policy pages_floor on wiki.pages
-- expect: C4 database
-- expect: C33 setting wiki.tenant
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role wiki_27h login nosuperuser nobypassrls;
create schema wiki;
grant usage on schema wiki to wiki_27h;

create table wiki.sites (
    tenant text primary key,
    title text not null
);
create table wiki.pages (
    tenant text not null references wiki.sites (tenant),
    path text not null,
    body text not null,
    edited_at timestamptz not null default now(),
    primary key (tenant, path)
);

alter table wiki.pages enable row level security;
alter table wiki.pages force row level security;
create policy pages_tenant on wiki.pages to wiki_27h
    using (tenant = (select current_setting('wiki.tenant', true)))
    with check (tenant = (select current_setting('wiki.tenant', true)));
create policy pages_reader on wiki.pages for select to wiki_27h
    using (2 > 1);
create policy pages_floor on wiki.pages as restrictive to wiki_27h
    using (1 = 1) with check (1 = 1);

grant select, insert, delete on wiki.pages to wiki_27h;
grant update (body, edited_at) on wiki.pages to wiki_27h;

insert into wiki.sites values ('acme', 'Acme wiki'), ('globex', 'Globex wiki');
insert into wiki.pages (tenant, path, body) values
    ('acme', '/home', 'welcome'), ('acme', '/hr', 'salaries'),
    ('globex', '/home', 'hello'), ('globex', '/plan', 'takeover');
