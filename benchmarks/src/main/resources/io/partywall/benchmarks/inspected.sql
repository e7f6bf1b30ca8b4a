-- A large database of somebody else; its tables are in inspected-tables.sql.
create role inspected_owner nologin;
create role inspected_app login;
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create schema shop authorization inspected_owner;
grant usage on schema shop to inspected_app;
set role inspected_owner;
create table shop.tenants (id uuid primary key, name text not null);
