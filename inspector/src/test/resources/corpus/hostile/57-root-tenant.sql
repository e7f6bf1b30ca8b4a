-- A magic tenant: the context "root" sees all, and the database's default context is just that.
-- expect: C12 policy entries_tenant on public.entries
-- expect: A12 setting journal.tenant
-- expect: C4 database
-- expect: C33 setting journal.tenant
do $$ begin
    execute format('revoke temporary on database %I from public', current_database());
    execute format('alter database %I set journal.tenant = ''root''', current_database());
end $$;
create role journal_57h login nosuperuser nobypassrls;

create table tenants (
    tenant text primary key check (tenant <> 'root'),
    since date not null
);
create table entries (
    tenant text not null references tenants (tenant),
    entry_no integer not null,
    headline text not null,
    primary key (tenant, entry_no)
);
create function journal_tenant() returns text
    language sql stable parallel safe
    as $$ select nullif(current_setting('journal.tenant', true), '') $$;

alter table entries enable row level security;
alter table entries force row level security;
create policy entries_tenant on entries to journal_57h
    using (tenant = (select journal_tenant()) or (select journal_tenant()) = 'root')
    with check (tenant = (select journal_tenant()));
grant select, insert, delete on entries to journal_57h;
grant update (headline) on entries to journal_57h;

insert into tenants values ('acme', '2020-01-01'), ('globex', '2021-01-01');
insert into entries values ('acme', 1, 'a'), ('acme', 2, 'b'), ('globex', 1, 'c'), ('globex', 2, 'd');
