-- The archive is unreachable; a security_barrier view of the superuser shows the context's tenant only and checks what is written. Unsigned.
-- expect: C33 setting app.org
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;

create role app_30c login nosuperuser nobypassrls;

create schema archive;

create table orgs (
    id bigint primary key,
    name text not null
);
create table letters (
    org_id bigint not null references orgs (id),
    no int not null,
    subject text not null,
    primary key (org_id, no)
);
create table archive.letters (
    org_id bigint not null references orgs (id),
    no int not null,
    subject text not null,
    archived_at timestamptz not null default now(),
    primary key (org_id, no)
);

alter table letters enable row level security, force row level security;
create policy letters_org on letters to app_30c
    using (org_id = (select nullif(current_setting('app.org', true), '')::bigint))
    with check (org_id = (select nullif(current_setting('app.org', true), '')::bigint));
create policy letters_floor on letters as restrictive to app_30c
    using (org_id = (select nullif(current_setting('app.org', true), '')::bigint))
    with check (org_id = (select nullif(current_setting('app.org', true), '')::bigint));

create view archived_letters with (security_barrier = true) as
    select a.org_id, a.no, a.subject, a.archived_at
    from archive.letters a
    where a.org_id = (select nullif(current_setting('app.org', true), '')::bigint)
    with cascaded check option;

grant select, insert, delete on letters to app_30c;
grant update (subject) on letters to app_30c;
grant select, insert on archived_letters to app_30c;

insert into orgs values (1, 'one'), (2, 'two');
insert into letters values (1, 1, 'Dear one'), (1, 2, 'Again'), (2, 1, 'Dear two'), (2, 2, 'Once more');
insert into archive.letters (org_id, no, subject) select org_id, no - 10, subject || ' (old)' from letters;
