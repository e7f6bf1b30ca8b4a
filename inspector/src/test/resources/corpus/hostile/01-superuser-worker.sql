-- AWS SaaS pool style with tenant_id uuid: the policies are right, but the queue worker logs in as a superuser whom none of them binds.
-- expect: A1 role worker_01h
-- expect: C33 setting app.current_tenant
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role web_01h login nosuperuser nobypassrls;
create role worker_01h login superuser;

create table tenants (
    id uuid primary key,
    name text not null,
    tier text not null default 'basic'
);

create table invoices (
    tenant_id uuid not null references tenants (id),
    invoice_id uuid not null default gen_random_uuid(),
    amount numeric(12, 2) not null,
    issued_on date not null default current_date,
    primary key (tenant_id, invoice_id)
);

alter table invoices enable row level security;
alter table invoices force row level security;

create policy invoices_isolation on invoices to web_01h, worker_01h
    using (tenant_id = (select nullif(current_setting('app.current_tenant', true), '')::uuid))
    with check (tenant_id = (select nullif(current_setting('app.current_tenant', true), '')::uuid));
create policy invoices_floor on invoices as restrictive to web_01h, worker_01h
    using (tenant_id = (select nullif(current_setting('app.current_tenant', true), '')::uuid))
    with check (tenant_id = (select nullif(current_setting('app.current_tenant', true), '')::uuid));

grant select, insert, delete on invoices to web_01h, worker_01h;
grant update (amount, issued_on) on invoices to web_01h, worker_01h;

insert into tenants (id, name) values
    ('11111111-1111-1111-1111-111111111111', 'Acme'),
    ('22222222-2222-2222-2222-222222222222', 'Globex');
insert into invoices (tenant_id, amount) values
    ('11111111-1111-1111-1111-111111111111', 120.00),
    ('11111111-1111-1111-1111-111111111111', 80.50),
    ('22222222-2222-2222-2222-222222222222', 990.00),
    ('22222222-2222-2222-2222-222222222222', 15.25);
