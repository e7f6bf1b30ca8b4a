-- Templates with a null tenant are shared with all for reading; every write check is strict and the floors are cut by command. Unsigned.
-- expect: P5 policy templates_read on public.templates
-- expect: P5 policy templates_read_floor on public.templates
-- expect: C33 setting app.tenant_id
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;

create role app_26c login nosuperuser nobypassrls;

create table tenants (
    id uuid primary key,
    name text not null
);
create table templates (
    id uuid primary key default gen_random_uuid(),
    tenant_id uuid references tenants (id),
    name text not null,
    body text not null,
    unique nulls not distinct (tenant_id, name)
);

alter table templates enable row level security;
alter table templates force row level security;

create policy templates_read on templates for select to app_26c
    using (tenant_id is null or tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
create policy templates_insert on templates for insert to app_26c
    with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
create policy templates_update on templates for update to app_26c
    using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
    with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
create policy templates_delete on templates for delete to app_26c
    using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));

create policy templates_read_floor on templates as restrictive for select to app_26c
    using (tenant_id is null or tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
create policy templates_insert_floor on templates as restrictive for insert to app_26c
    with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
create policy templates_update_floor on templates as restrictive for update to app_26c
    using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
    with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
create policy templates_delete_floor on templates as restrictive for delete to app_26c
    using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));

grant select, insert, delete on templates to app_26c;
grant update (name, body) on templates to app_26c;

insert into tenants values ('26000000-0000-4000-8000-000000000001', 'x'), ('26000000-0000-4000-8000-000000000002', 'y');
insert into templates (tenant_id, name, body) values
    (null, 'welcome', 'Hello!'), (null, 'farewell', 'Bye.'),
    ('26000000-0000-4000-8000-000000000001', 'welcome', 'Hi from x'), ('26000000-0000-4000-8000-000000000001', 'offer', '10 %'),
    ('26000000-0000-4000-8000-000000000002', 'welcome', 'Hi from y'), ('26000000-0000-4000-8000-000000000002', 'offer', '20 %');
