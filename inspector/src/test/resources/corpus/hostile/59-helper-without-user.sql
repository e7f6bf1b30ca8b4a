-- A definer helper that is to give "my" organizations but gives all of them and default privileges that hand every table of the future to the app.
-- expect: C1 policy papers_members on public.papers
-- expect: E12 function public.member_orgs()
-- expect: E9 database
-- expect: C4 database
-- expect: C33 setting app.org_id
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role lab_59h login nosuperuser nobypassrls;
alter default privileges grant select on tables to lab_59h;

create table organizations (id bigint primary key, name text not null);
create table memberships (
    org_id bigint not null references organizations (id),
    user_id uuid not null,
    primary key (org_id, user_id)
);
create table papers (
    org_id bigint not null references organizations (id),
    doi text not null,
    draft text not null,
    primary key (org_id, doi)
);
revoke all on organizations, memberships, papers from lab_59h;

create function member_orgs() returns setof bigint
    language sql stable parallel safe security definer set search_path = pg_catalog, pg_temp
    as $$ select m.org_id from public.memberships m $$;

alter table papers enable row level security;
alter table papers force row level security;
create policy papers_members on papers for select to lab_59h
    using (org_id in (select member_orgs()));
create policy papers_add on papers for insert to lab_59h
    with check (org_id = (select nullif(current_setting('app.org_id', true), '')::bigint));
grant select, insert on papers to lab_59h;

insert into organizations values (1, 'Acme'), (2, 'Globex');
insert into memberships values
    (1, 'e1000000-0000-4000-8000-000000000001'), (2, 'e2000000-0000-4000-8000-000000000002');
insert into papers values (1, '10/a', 'x'), (1, '10/b', 'y'), (2, '10/a', 'z'), (2, '10/c', 'w');
