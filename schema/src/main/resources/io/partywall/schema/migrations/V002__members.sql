-- Who may act for a tenant, and how the walls know.

create type app.member_role as enum ('OWNER', 'ADMIN', 'MEMBER', 'VIEWER');
create type app.member_status as enum ('ACTIVE', 'SUSPENDED');

-- A person in a tenant. The walls look here at every statement, so a membership that ends, ends at once.
create table app.tenant_members (
    tenant_id uuid not null,
    id uuid not null,
    user_id uuid not null,
    role app.member_role not null default 'MEMBER',
    permissions text[] not null default '{}',
    status app.member_status not null default 'ACTIVE',
    joined_at timestamptz not null default now(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint tenant_members_pkey primary key (tenant_id, id),
    constraint tenant_members_user_key unique (tenant_id, user_id),
    constraint tenant_members_tenant_fkey foreign key (tenant_id) references app.tenants on delete cascade,
    constraint tenant_members_user_fkey foreign key (user_id) references app.users on delete cascade
);
-- The login asks for all memberships of one person, as the platform role.
create index tenant_members_of_user_idx on app.tenant_members (user_id);
comment on table app.tenant_members is 'People in tenants, with role and status.';
comment on column app.tenant_members.permissions is 'Rights beyond those of the role, as resource:action.';
call app.keep_updated_at('app.tenant_members');
call isolation.protect('app.tenant_members', updatable => '{role, permissions, status}');
create policy platform on app.tenant_members to partywall_platform using (true) with check (true);
grant select, insert, update, delete on app.tenant_members to partywall_platform;

-- The owner is under row security too; the walls' own questions are asked in its name.
create policy membership on app.tenants for select to partywall_owner using (true);
create policy membership on app.tenant_members for select to partywall_owner using (true);

-- INVARIANT: paid for by every statement of the application, inside isolation.verified_tenant(). In PL/pgSQL, because before
-- PostgreSQL 18 an SQL function is planned anew in every transaction; scalar sub-selects by primary or unique key, because
-- with EXISTS the planner may choose to hash all tenants.
create function app.is_active_member(tenant uuid, actor text) returns boolean
language plpgsql stable parallel safe set search_path = pg_catalog, pg_temp
as $$
begin
    return coalesce((select t.status in ('TRIAL', 'ACTIVE') from app.tenants t where t.id = tenant), false)
        and (actor like 'service:%'
            or coalesce((select m.status = 'ACTIVE' from app.tenant_members m
                where m.tenant_id = tenant and m.user_id = actor::uuid), false));
end
$$;
comment on function app.is_active_member(uuid, text) is
    'Whether the actor of a signed context may act for the tenant now: the tenant is active, and a person is its active member.';
revoke execute on function app.is_active_member(uuid, text) from public;
call isolation.use_membership_check('app.is_active_member(uuid,text)');

-- A tenant without an owner could never be administered again. Checked when the transaction ends, so that ownership can be
-- handed over inside it; the lock makes two owners who leave at the same time see one another.
create function app.keep_an_owner() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
    perform pg_advisory_xact_lock(hashtextextended('app.tenant_members/' || old.tenant_id, 0));
    if not exists (select from app.tenants t where t.id = old.tenant_id) then
        return null;
    end if;
    -- A snapshot that is older than the lock would still show owners who have left since.
    if current_setting('transaction_isolation') in ('repeatable read', 'serializable') then
        raise exception 'owners of a tenant change in a read committed transaction only' using errcode = '25001';
    end if;
    if not exists (select from app.tenant_members m
            where m.tenant_id = old.tenant_id and m.role = 'OWNER' and m.status = 'ACTIVE') then
        raise exception 'tenant % would be left without an owner', old.tenant_id
            using errcode = '23514', constraint = 'tenant_members_keep_an_owner',
                hint = 'Make another member OWNER first.';
    end if;
    return null;
end
$$;
revoke execute on function app.keep_an_owner() from public;
create constraint trigger keep_an_owner
    after update of role, status or delete on app.tenant_members
    deferrable initially deferred
    for each row when (old.role = 'OWNER' and old.status = 'ACTIVE')
    execute function app.keep_an_owner();

-- A tenant reads its own row, without its keys and its bill; members see one another's names.
create policy own_row on app.tenants for select to partywall_app using (id = (select isolation.verified_tenant()));
grant select (id, name, slug, domain, status, settings, features, max_users, max_integrations, plan_type, time_zone,
    currency, week_starts_on, created_at, updated_at) on app.tenants to partywall_app;
call isolation.declare_global('app.tenants', 'a tenant sees its own row, by the policy own_row');

create policy fellow_members on app.users for select to partywall_app
    using (id in (select m.user_id from app.tenant_members m where m.tenant_id = (select isolation.verified_tenant())));
grant select (id, email, first_name, last_name, name, image) on app.users to partywall_app;
call isolation.declare_global('app.users', 'members of a tenant see one another''s names, by the policy fellow_members');

-- An invitation stays when its inviter goes; at most one is open for an address.
create table app.invitations (
    tenant_id uuid not null,
    id uuid not null,
    email text not null,
    role app.member_role not null default 'MEMBER',
    token_hash bytea not null,
    invited_by uuid,
    expires_at timestamptz not null,
    accepted_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint invitations_pkey primary key (tenant_id, id),
    constraint invitations_tenant_fkey foreign key (tenant_id) references app.tenants on delete cascade,
    constraint invitations_invited_by_fkey foreign key (invited_by) references app.users on delete set null,
    constraint invitations_email_shape check (email ~ '^[^@\s]+@[^@\s]+$')
);
create unique index invitations_open_key on app.invitations (tenant_id, lower(email)) where accepted_at is null;
create index invitations_invited_by_idx on app.invitations (tenant_id, invited_by);
-- Who accepts is not a member yet: the platform role finds the invitation by its token.
create index invitations_token_idx on app.invitations (token_hash);
comment on table app.invitations is 'Invitations into a tenant, by e-mail; tokens are kept as hashes.';
call app.keep_updated_at('app.invitations');
call isolation.protect('app.invitations', updatable => '{role, token_hash, expires_at, accepted_at}');
create policy platform on app.invitations to partywall_platform using (true) with check (true);
grant select, update (accepted_at) on app.invitations to partywall_platform;

-- A key acts for one tenant, within its scopes. Its secret is shown once and kept as a hash.
create table app.api_keys (
    tenant_id uuid not null,
    id uuid not null,
    name text not null,
    prefix text not null,
    secret_hash bytea not null,
    scopes text[] not null default '{}',
    created_by uuid,
    expires_at timestamptz,
    last_used_at timestamptz,
    revoked_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint api_keys_pkey primary key (tenant_id, id),
    constraint api_keys_tenant_fkey foreign key (tenant_id) references app.tenants on delete cascade,
    constraint api_keys_created_by_fkey foreign key (created_by) references app.users on delete set null,
    constraint api_keys_name_not_blank check (name ~ '\S')
);
create index api_keys_created_by_idx on app.api_keys (tenant_id, created_by);
-- The key comes before the tenant is known: the platform role finds it by its prefix.
create index api_keys_prefix_idx on app.api_keys (prefix);
comment on table app.api_keys is 'Keys for programs, each bound to one tenant.';
comment on column app.api_keys.prefix is 'The readable beginning of the key, by which people tell keys apart.';
call app.keep_updated_at('app.api_keys');
call isolation.protect('app.api_keys', updatable => '{name, scopes, expires_at, revoked_at}');
create policy platform on app.api_keys to partywall_platform using (true) with check (true);
grant select, update (last_used_at) on app.api_keys to partywall_platform;

-- The answer to a request that may be sent twice.
create table app.idempotency_keys (
    tenant_id uuid not null,
    id uuid not null,
    key text not null,
    route text not null,
    request_fingerprint bytea not null,
    response jsonb,
    expires_at timestamptz not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint idempotency_keys_pkey primary key (tenant_id, id),
    constraint idempotency_keys_key unique (tenant_id, key, route),
    constraint idempotency_keys_tenant_fkey foreign key (tenant_id) references app.tenants on delete cascade
);
create index idempotency_keys_expiry_idx on app.idempotency_keys (tenant_id, expires_at);
comment on table app.idempotency_keys is 'Answers to requests that carried an Idempotency-Key, until they expire.';
comment on column app.idempotency_keys.response is 'Status and body; null while the first request is at work.';
call app.keep_updated_at('app.idempotency_keys');
call isolation.protect('app.idempotency_keys', updatable => '{response, expires_at}');
