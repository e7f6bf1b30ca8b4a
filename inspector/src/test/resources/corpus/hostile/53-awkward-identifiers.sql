-- Names as an import wizard writes them, with spaces, capitals and quotes; one policy shows everybody's rows, one table may be truncated.
-- expect: C1 policy "everyone's rows" on "Sales Team"."Order Items"
-- expect: E1 "Sales Team"."the ""big"" list"
-- expect: P5 policy "mine or shared" on "Sales Team"."the ""big"" list"
-- expect: P7 "Sales Team"."the ""big"" list"
-- expect: D7 column "Sales Team"."the ""big"" list"."tenantId"
-- expect: C4 database
-- expect: C33 setting app.tenant
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role "Wizard_53h" login nosuperuser nobypassrls;

create schema "Sales Team";
grant usage on schema "Sales Team" to "Wizard_53h";

create table "Sales Team"."Tenants" (
    "Id" integer primary key,
    "Name" text not null
);
create table "Sales Team"."Order Items" (
    "tenantId" integer not null references "Sales Team"."Tenants" ("Id"),
    "Item No." integer not null,
    "Unit Price (€)" numeric(10, 2) not null,
    primary key ("tenantId", "Item No.")
);
create table "Sales Team"."the ""big"" list" (
    "tenantId" integer not null,
    "row" integer not null,
    "owner's name" text not null,
    "select" boolean not null default false,
    primary key ("tenantId", "row")
);

alter table "Sales Team"."Order Items" enable row level security;
alter table "Sales Team"."Order Items" force row level security;
alter table "Sales Team"."the ""big"" list" enable row level security;
alter table "Sales Team"."the ""big"" list" force row level security;

create policy "everyone's rows" on "Sales Team"."Order Items" for select to "Wizard_53h"
    using ("Item No." = "Item No.");
create policy "Own rows" on "Sales Team"."Order Items" to "Wizard_53h"
    using ("tenantId" = (select nullif(current_setting('app.tenant', true), '')::integer));
create policy "mine or shared" on "Sales Team"."the ""big"" list" for select to "Wizard_53h"
    using (
        ("tenantId" = (select nullif(current_setting('app.tenant', true), '')::integer) and "select")
        or ("tenantId" = (select nullif(current_setting('app.tenant', true), '')::integer) and "owner's name" = 'all')
    );
create policy "a row of mine" on "Sales Team"."the ""big"" list" for select to "Wizard_53h"
    using ("tenantId" = (select nullif(current_setting('app.tenant', true), '')::integer));

grant select, insert, delete on "Sales Team"."Order Items" to "Wizard_53h";
grant select, truncate on "Sales Team"."the ""big"" list" to "Wizard_53h";

insert into "Sales Team"."Tenants" values (1, 'Acme'), (2, 'Globex');
insert into "Sales Team"."Order Items" values (1, 1, 9.99), (1, 2, 5), (2, 1, 1000), (2, 2, 2000);
insert into "Sales Team"."the ""big"" list" values (1, 1, 'ann', true), (1, 2, 'all', false), (2, 1, 'cid', true), (2, 2, 'all', false);
