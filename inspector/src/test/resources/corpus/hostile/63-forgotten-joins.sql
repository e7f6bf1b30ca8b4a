-- Look-ups that name the user and never tie him to the tenant: a forgotten join, count(*) in EXISTS, a left join, a link by what is no key.
-- expect: C1 policy by_forgotten_join on public.projects
-- expect: C1 policy by_count on public.tasks
-- expect: C1 policy by_left_join on public.comments
-- expect: C1 policy by_status on public.files
-- expect: C1 policy by_prefix on public.labels
-- expect: C27 policy by_count on public.tasks
-- expect: C27 policy by_status on public.files
-- expect: C4 database
-- expect: C33 setting app.user_id
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role web_63h login nosuperuser nobypassrls;

create table tenants (
    id uuid primary key,
    name text not null
);
create table users (
    id uuid primary key,
    email text not null
);
create table members (
    tenant_id uuid not null references tenants (id),
    user_id uuid not null references users (id),
    role text not null,
    primary key (tenant_id, user_id)
);
create index members_user on members (user_id);
create table projects (tenant_id uuid not null references tenants (id), name text not null, primary key (tenant_id, name));
create table tasks (tenant_id uuid not null references tenants (id), name text not null, primary key (tenant_id, name));
create table comments (tenant_id uuid not null references tenants (id), name text not null, primary key (tenant_id, name));
create table files (tenant_id uuid not null references tenants (id), name text not null, for_role text not null, primary key (tenant_id, name));
create table labels (tenant_id uuid not null references tenants (id), name text not null, primary key (tenant_id, name));

alter table members enable row level security, force row level security;
alter table projects enable row level security, force row level security;
alter table tasks enable row level security, force row level security;
alter table comments enable row level security, force row level security;
alter table files enable row level security, force row level security;
alter table labels enable row level security, force row level security;

create policy members_own on members for select to web_63h
    using (user_id = (select nullif(current_setting('app.user_id', true), '')::uuid));
create policy by_forgotten_join on projects for select to web_63h
    using (tenant_id in (
        select t.id from tenants t, users u
        where u.id = (select nullif(current_setting('app.user_id', true), '')::uuid)
    ));
create policy by_count on tasks for select to web_63h
    using (exists (
        select count(*) from members m
        where m.tenant_id = tasks.tenant_id
          and m.user_id = (select nullif(current_setting('app.user_id', true), '')::uuid)
    ));
create policy by_left_join on comments for select to web_63h
    using (tenant_id in (
        select t.id from tenants t
        left join (
            select tenant_id from members
            where user_id = (select nullif(current_setting('app.user_id', true), '')::uuid)
        ) m on m.tenant_id = t.id
    ));
create policy by_status on files for select to web_63h
    using (exists (
        select from members m
        where m.role = files.for_role
          and m.user_id = (select nullif(current_setting('app.user_id', true), '')::uuid)
    ));
create policy by_prefix on labels for select to web_63h
    using (tenant_id::varchar(4) = (select nullif(current_setting('app.user_id', true), '')::varchar(4)));
grant select on tenants, users, members, projects, tasks, comments, files, labels to web_63h;

insert into tenants values
    ('63000000-0000-4000-8000-000000000001', 'Acme'), ('63000000-0000-4000-8000-000000000002', 'Globex');
insert into users values
    ('63000000-0000-4000-8000-0000000000e1', 'ann@acme.example'), ('63000000-0000-4000-8000-0000000000e2', 'bob@globex.example');
insert into members values
    ('63000000-0000-4000-8000-000000000001', '63000000-0000-4000-8000-0000000000e1', 'editor'),
    ('63000000-0000-4000-8000-000000000002', '63000000-0000-4000-8000-0000000000e2', 'editor');
insert into projects select id, 'p' from tenants;
insert into tasks select id, 't' from tenants;
insert into comments select id, 'c' from tenants;
insert into files select id, 'f', 'editor' from tenants;
insert into labels select id, 'l' from tenants;
