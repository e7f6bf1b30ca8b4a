-- Everything is quoted: spaces, quotes, capitals, an apostrophe and a keyword as names. Right under all that dressing, but unsigned.
-- expect: C33 setting shop.tenant_number
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;

create role "App_40c" login nosuperuser nobypassrls;

create schema "Web Shop";
grant usage on schema "Web Shop" to "App_40c";

create table "Web Shop"."Tenants" (
    "Number" int primary key,
    "Display Name" text not null
);
create table "Web Shop"."Order" (
    "Tenant Number" int not null references "Web Shop"."Tenants" ("Number"),
    "Order No." int not null,
    "user" text not null,
    primary key ("Tenant Number", "Order No.")
);
create table "Web Shop"."Order ""Items""" (
    "Tenant Number" int not null references "Web Shop"."Tenants" ("Number"),
    "Order No." int not null,
    "Pos" int not null,
    "Qty ""net""" numeric(10, 3) not null default 1,
    "What's in it" text not null,
    primary key ("Tenant Number", "Order No.", "Pos"),
    constraint "Items > Order" foreign key ("Tenant Number", "Order No.")
        references "Web Shop"."Order" ("Tenant Number", "Order No.") on delete cascade
);

create function "Web Shop"."The Tenant"() returns int language sql stable parallel safe
    as $body$ select nullif(current_setting('shop.tenant_number', true), '')::int $body$;

alter table "Web Shop"."Order" enable row level security, force row level security;
alter table "Web Shop"."Order ""Items""" enable row level security, force row level security;

create policy "only one's own" on "Web Shop"."Order" to "App_40c"
    using ("Tenant Number" = (select "Web Shop"."The Tenant"()));
create policy "The Floor" on "Web Shop"."Order" as restrictive to "App_40c"
    using ("Tenant Number" = (select "Web Shop"."The Tenant"()));
create policy "only one's own" on "Web Shop"."Order ""Items""" to "App_40c"
    using ("Tenant Number" = (select "Web Shop"."The Tenant"()));
create policy "The ""Floor""" on "Web Shop"."Order ""Items""" as restrictive to "App_40c"
    using ("Tenant Number" = (select "Web Shop"."The Tenant"()));

create view "Web Shop"."Items per order; all of them" with (security_invoker = 'true') as
    select "Tenant Number", "Order No.", count(*) as "How many?"
    from "Web Shop"."Order ""Items"""
    group by "Tenant Number", "Order No.";

grant select, insert, delete on "Web Shop"."Order", "Web Shop"."Order ""Items""" to "App_40c";
grant update ("user") on "Web Shop"."Order" to "App_40c";
grant update ("Qty ""net""", "What's in it") on "Web Shop"."Order ""Items""" to "App_40c";
grant select on "Web Shop"."Items per order; all of them" to "App_40c";

insert into "Web Shop"."Tenants" values (1, 'One & Co.'), (2, 'Two''s Shop');
insert into "Web Shop"."Order" values (1, 1, 'ann'), (1, 2, 'bob'), (2, 1, 'cyd');
insert into "Web Shop"."Order ""Items""" ("Tenant Number", "Order No.", "Pos", "What's in it")
select "Tenant Number", "Order No.", n, 'thing ' || n from "Web Shop"."Order", generate_series(1, 2) n;
