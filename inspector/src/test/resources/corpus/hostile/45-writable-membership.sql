-- Membership decides, and everybody may write the membership table: one insert and a user belongs to any organization.
-- expect: B1 public.org_members
-- expect: C26 policy projects_members on public.projects
-- expect: C27 policy projects_members on public.projects
-- expect: B4 public.projects
-- expect: C4 database
-- expect: C33 setting app.user_id
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role owner_45h nologin nosuperuser nobypassrls;
create role web_45h login nosuperuser nobypassrls;

create table organizations (
    id uuid primary key,
    name text not null
);
create table org_members (
    organization_id uuid not null references organizations (id),
    user_id uuid not null,
    primary key (organization_id, user_id)
);
create table projects (
    organization_id uuid not null references organizations (id),
    name text not null,
    deleted_at timestamptz,
    primary key (organization_id, name)
);

alter table projects enable row level security;
alter table projects owner to owner_45h;
create policy projects_members on projects for select to web_45h
    using (
        deleted_at is null
        and exists (
            select 1 from org_members m
            where m.organization_id = projects.organization_id
              and m.user_id = (select nullif(current_setting('app.user_id', true), '')::uuid)
        )
    );

grant select, insert on org_members to web_45h;
grant select on projects to web_45h;

insert into organizations values
    ('b1000000-0000-4000-8000-000000000001', 'Acme'), ('b2000000-0000-4000-8000-000000000002', 'Globex');
insert into org_members values
    ('b1000000-0000-4000-8000-000000000001', 'e1000000-0000-4000-8000-000000000001'),
    ('b2000000-0000-4000-8000-000000000002', 'e2000000-0000-4000-8000-000000000002');
insert into projects (organization_id, name)
select id, p from organizations, (values ('apollo'), ('zeus')) v (p);
