-- Who the tenants are, and the membership check that every statement of the library pays for.
create schema shop;
create table shop.tenants (id uuid primary key, status text not null);
create table shop.tenant_members (
    tenant_id uuid not null references shop.tenants,
    id uuid not null,
    user_id uuid not null,
    role text not null,
    status text not null,
    primary key (tenant_id, id),
    unique (tenant_id, user_id)
);

create function shop.uuid(n bigint) returns uuid language sql immutable
return ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid;

insert into shop.tenants select shop.uuid(n), 'ACTIVE' from generate_series(1, ${tenants}) n;
insert into shop.tenant_members
    select shop.uuid(n), shop.uuid(n * 10 + m), shop.uuid(n * 10 + m), 'MEMBER', 'ACTIVE'
    from generate_series(1, ${tenants}) n, generate_series(1, 3) m;

-- Forced row security binds the owner too, as whom the check runs.
alter table shop.tenants enable row level security;
alter table shop.tenants force row level security;
create policy owner_reads on shop.tenants for select to shop_owner using (true);
create policy owner_reads on shop.tenant_members for select to shop_owner using (true);

create function shop.is_active_member(tenant uuid, actor text) returns boolean
language sql stable
as $$
    select case
            when actor like 'service:%' then true
            else exists (select from shop.tenant_members m
                where m.tenant_id = tenant and m.user_id = actor::uuid and m.status = 'ACTIVE')
        end
        from shop.tenants t where t.id = tenant and t.status in ('TRIAL', 'ACTIVE')
$$;
call isolation.use_membership_check('shop.is_active_member(uuid,text)');
call isolation.protect('shop.tenant_members');
