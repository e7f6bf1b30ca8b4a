-- IS NOT DISTINCT FROM over a text tenant that can be neither null nor empty: an unset context still sees nothing. Unsigned.
-- expect: C33 setting wiki.tenant
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;

create role app_35c login nosuperuser nobypassrls;

create table article (
    tenant text not null check (tenant <> ''),
    slug text not null,
    title text not null,
    body text not null default '',
    primary key (tenant, slug)
);
create table revision (
    tenant text not null check (tenant <> ''),
    slug text not null,
    no int not null,
    body text not null,
    primary key (tenant, slug, no),
    foreign key (tenant, slug) references article (tenant, slug) on delete cascade
);

alter table article enable row level security;
alter table article force row level security;
alter table revision enable row level security;
alter table revision force row level security;

create policy article_tenant on article to app_35c
    using (tenant is not distinct from (select current_setting('wiki.tenant', true)))
    with check (tenant is not distinct from (select current_setting('wiki.tenant', true)));
create policy article_floor on article as restrictive to app_35c
    using (tenant is not distinct from (select current_setting('wiki.tenant', true)))
    with check (tenant is not distinct from (select current_setting('wiki.tenant', true)));
create policy revision_tenant on revision to app_35c
    using (tenant is not distinct from (select current_setting('wiki.tenant', true)))
    with check (tenant is not distinct from (select current_setting('wiki.tenant', true)));
create policy revision_floor on revision as restrictive to app_35c
    using (tenant is not distinct from (select current_setting('wiki.tenant', true)))
    with check (tenant is not distinct from (select current_setting('wiki.tenant', true)));

grant select, insert, delete on article, revision to app_35c;
grant update (title, body) on article to app_35c;

insert into article (tenant, slug, title) values
    ('moon', 'home', 'The Moon'), ('moon', 'tides', 'Tides'),
    ('mars', 'home', 'Mars'), ('mars', 'dust', 'Dust');
insert into revision select tenant, slug, 1, 'first words on ' || title from article;
