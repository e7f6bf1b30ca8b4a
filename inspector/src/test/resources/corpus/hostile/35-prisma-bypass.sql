-- Prisma-like: camelCase tables, one policy a tenant, and a second permissive policy that any session can switch on for itself.
-- expect: C12 policy bypass_rls_policy on public."User"
-- expect: C10 policy bypass_rls_policy on public."User"
-- expect: C10 policy company_isolation_policy on public."User"
-- expect: C15 policy company_isolation_policy on public."User"
-- expect: C29 policy bypass_rls_policy on public."User"
-- expect: C29 policy company_isolation_policy on public."User"
-- expect: D2 column public."User"."companyId"
-- expect: D8 index public."User_email_key"
-- expect: C4 database
-- expect: C33 setting app.current_company_id
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role prisma_35h login nosuperuser nobypassrls;

create table "Company" (
    "id" uuid not null default gen_random_uuid(),
    "name" text not null,
    constraint "Company_pkey" primary key ("id")
);
create table "User" (
    "id" uuid not null default gen_random_uuid(),
    "companyId" uuid not null,
    "email" text not null,
    "createdAt" timestamp(3) not null default current_timestamp,
    constraint "User_pkey" primary key ("id"),
    constraint "User_companyId_fkey" foreign key ("companyId") references "Company" ("id") on delete restrict on update cascade
);
create unique index "User_email_key" on "User" ("email");
create index "User_companyId_idx" on "User" ("companyId");

alter table "User" enable row level security;
alter table "User" force row level security;
create policy company_isolation_policy on "User"
    using ("companyId" = current_setting('app.current_company_id', true)::uuid);
create policy bypass_rls_policy on "User"
    using (current_setting('app.bypass_rls', true) = 'on');

grant select, insert, update, delete on "User" to prisma_35h;

insert into "Company" values
    ('71000000-0000-4000-8000-000000000001', 'Acme'), ('72000000-0000-4000-8000-000000000002', 'Globex');
insert into "User" ("companyId", "email")
select "id", n || '@' || lower("name") || '.test' from "Company", (values ('ann'), ('bob')) v (n);
