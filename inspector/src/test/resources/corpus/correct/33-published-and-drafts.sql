-- A policy a command, each with the tenant and a status column joined by AND: narrower than the tenant, never wider. Unsigned.
-- expect: C33 setting press.site
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;

create role app_33c login nosuperuser nobypassrls;

create type article_status as enum ('draft', 'published', 'withdrawn');

create table tenants (
    id int primary key,
    host text not null
);
create table articles (
    tenant_id int not null references tenants (id),
    slug text not null,
    status article_status not null default 'draft',
    locked boolean not null default false,
    title text not null,
    primary key (tenant_id, slug)
);

alter table articles enable row level security;
alter table articles force row level security;

create policy articles_see on articles for select to app_33c
    using (tenant_id = (select nullif(current_setting('press.site', true), '')::int) and status <> 'withdrawn');
create policy articles_add on articles for insert to app_33c
    with check (tenant_id = (select nullif(current_setting('press.site', true), '')::int) and status = 'draft' and not locked);
create policy articles_edit on articles for update to app_33c
    using (tenant_id = (select nullif(current_setting('press.site', true), '')::int) and not locked)
    with check (tenant_id = (select nullif(current_setting('press.site', true), '')::int));
create policy articles_drop on articles for delete to app_33c
    using (status = 'draft' and tenant_id = (select nullif(current_setting('press.site', true), '')::int));
create policy articles_floor on articles as restrictive to app_33c
    using (tenant_id = (select nullif(current_setting('press.site', true), '')::int))
    with check (tenant_id = (select nullif(current_setting('press.site', true), '')::int));

grant select, insert, delete on articles to app_33c;
grant update (status, title) on articles to app_33c;

insert into tenants values (1, 'one.example'), (2, 'two.example');
insert into articles (tenant_id, slug, status, locked, title) values
    (1, 'hello', 'published', false, 'Hello'), (1, 'draft', 'draft', false, 'Not yet'), (1, 'oops', 'withdrawn', true, 'Oops'),
    (2, 'hello', 'published', true, 'Hello too'), (2, 'idea', 'draft', false, 'An idea');
