-- Membership by count, by pairs, and through the tenants, grouped.
-- expect: C27 policy by_count on public.projects
-- expect: C27 policy by_bool on public.tasks
-- expect: C4 database
-- expect: C33 setting app.user_id
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role web_53c login nosuperuser nobypassrls;

create table tenants (
    id uuid primary key,
    name text not null
);
create table members (
    tenant_id uuid not null references tenants (id),
    user_id uuid not null,
    primary key (tenant_id, user_id)
);
create index members_user on members (user_id);
create table projects (tenant_id uuid not null references tenants (id), name text not null, primary key (tenant_id, name));
create table tasks (tenant_id uuid not null references tenants (id), name text not null, primary key (tenant_id, name));
create table notes (tenant_id uuid not null references tenants (id), author uuid not null, name text not null, primary key (tenant_id, author, name));
create table files (tenant_id uuid not null references tenants (id), name text not null, primary key (tenant_id, name));

alter table members enable row level security, force row level security;
alter table projects enable row level security, force row level security;
alter table tasks enable row level security, force row level security;
alter table notes enable row level security, force row level security;
alter table files enable row level security, force row level security;

create policy members_own on members for select to web_53c
    using (user_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
create policy by_count on projects for select to web_53c
    using ((
        select count(*) from members m
        where m.tenant_id = projects.tenant_id
          and m.user_id = (select nullif(current_setting('app.user_id', true), '')::uuid)
    ) > 0);
create policy by_bool on tasks for select to web_53c
    using (coalesce((
        select bool_or(true) from members m
        where m.tenant_id = tasks.tenant_id
          and m.user_id = (select nullif(current_setting('app.user_id', true), '')::uuid)
    ), false));
create policy by_pair on notes for select to web_53c
    using ((tenant_id, author) in (
        select m.tenant_id, m.user_id from members m
        where m.user_id = (select nullif(current_setting('app.user_id', true), '')::uuid)
    ));
create policy through_tenants on files for select to web_53c
    using (tenant_id in (
        select t.id from tenants t
        where exists (
            select from members m
            where m.tenant_id = t.id
              and m.user_id = (select nullif(current_setting('app.user_id', true), '')::uuid)
        )
        group by t.id
    ));
grant select on tenants, members, projects, tasks, notes, files to web_53c;

insert into tenants values
    ('53000000-0000-4000-8000-000000000001', 'Acme'), ('53000000-0000-4000-8000-000000000002', 'Globex');
insert into members select id, ('53e' || right(id::text, 33))::uuid from tenants;
insert into projects select id, 'p' from tenants;
insert into tasks select id, 't' from tenants;
insert into notes select tenant_id, user_id, 'n' from members;
insert into files select id, 'f' from tenants;
