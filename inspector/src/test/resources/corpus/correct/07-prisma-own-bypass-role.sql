-- Prisma naming, "companyId" and no bypass setting: the jobs that must see all use a BYPASSRLS login that the application cannot become.
-- expect: C33 setting app.current_company_id
-- app: app_07c
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;

create role app_07c login nosuperuser nobypassrls;
create role admin_jobs_07c login nosuperuser bypassrls;

create table "Company" (
    "id" uuid not null default gen_random_uuid(),
    "name" text not null,
    constraint "Company_pkey" primary key ("id")
);

create table "User" (
    "id" uuid not null default gen_random_uuid(),
    "companyId" uuid not null,
    "email" text not null,
    constraint "User_pkey" primary key ("id"),
    constraint "User_companyId_fkey" foreign key ("companyId") references "Company" ("id") on update cascade
);

create table "Project" (
    "id" uuid not null default gen_random_uuid(),
    "companyId" uuid not null,
    "ownerId" uuid not null,
    "title" text not null,
    constraint "Project_pkey" primary key ("id"),
    constraint "Project_companyId_fkey" foreign key ("companyId") references "Company" ("id") on update cascade
);

create unique index "User_companyId_email_key" on "User" ("companyId", "email");
create unique index "User_companyId_id_key" on "User" ("companyId", "id");
create index "Project_companyId_ownerId_idx" on "Project" ("companyId", "ownerId");
alter table "Project" add constraint "Project_ownerId_fkey"
    foreign key ("companyId", "ownerId") references "User" ("companyId", "id") on delete restrict;

alter table "User" enable row level security, force row level security;
alter table "Project" enable row level security, force row level security;

create policy tenant_isolation_policy on "User" to app_07c
    using ("companyId" = (select nullif(current_setting('app.current_company_id', true), '')::uuid));
create policy tenant_floor_policy on "User" as restrictive to app_07c
    using ("companyId" = (select nullif(current_setting('app.current_company_id', true), '')::uuid));
create policy tenant_isolation_policy on "Project" to app_07c
    using ("companyId" = (select nullif(current_setting('app.current_company_id', true), '')::uuid));
create policy tenant_floor_policy on "Project" as restrictive to app_07c
    using ("companyId" = (select nullif(current_setting('app.current_company_id', true), '')::uuid));

grant select, insert, delete on "User", "Project" to app_07c;
grant update ("email") on "User" to app_07c;
grant update ("ownerId", "title") on "Project" to app_07c;
grant select, insert, update, delete on "Company", "User", "Project" to admin_jobs_07c;

insert into "Company" values
    ('a0000000-0000-4000-8000-000000000001', 'Company 1'), ('a0000000-0000-4000-8000-000000000002', 'Company 2');
insert into "User" ("companyId", "email") select "id", 'user@example.com' from "Company";
insert into "Project" ("companyId", "ownerId", "title")
select "companyId", "id", 'Project ' || n from "User", generate_series(1, 2) n;
