-- "Allow all, then restrict": the tenant floor is for SELECT only, the floor for INSERT has no expression, so writes fall through the open policy.
-- expect: C1 policy documents_allow on public.documents
-- expect: C7b policy documents_insert_floor on public.documents
-- expect: C33 setting app.tenant
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role docs_61h login nosuperuser nobypassrls;

create table tenants (
    id integer primary key,
    name text not null
);
create table documents (
    tenant_id integer not null references tenants (id),
    name text not null,
    body text not null,
    primary key (tenant_id, name)
);

alter table documents enable row level security;
alter table documents force row level security;
create policy documents_allow on documents to docs_61h
    using (true);
create policy documents_read_floor on documents as restrictive for select to docs_61h
    using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::integer));
create policy documents_insert_floor on documents as restrictive for insert to docs_61h;

grant select, insert, delete on documents to docs_61h;
grant update (body) on documents to docs_61h;

insert into tenants values (1, 'Acme'), (2, 'Globex');
insert into documents values (1, 'a', 'alpha'), (1, 'b', 'beta'), (2, 'a', 'gamma'), (2, 'z', 'omega');
