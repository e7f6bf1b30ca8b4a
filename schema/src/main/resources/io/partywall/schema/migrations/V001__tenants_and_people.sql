-- Tenants, and the people who work in them.
--
-- Nothing here belongs to one tenant, so nothing here has a tenant_id: these tables are for the platform role. What the
-- application role may see of them comes through its own tenant, by a policy of its own on each table.

revoke all on schema app from public;
grant usage on schema app to partywall_app, partywall_platform;

create function app.touch_updated_at() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    new.updated_at := now();
    return new;
end
$$;
comment on function app.touch_updated_at() is 'Keeps updated_at: the start of the transaction that changed the row last.';

-- Said once for each table that has updated_at.
create procedure app.keep_updated_at(target regclass)
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    execute format('create trigger touch_updated_at before update on %s for each row execute function app.touch_updated_at()', target);
end
$$;

-- Said once for each global table: walls for it too, and the platform role inside them.
create procedure app.guard_global(target regclass)
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    execute format('alter table %s enable row level security', target);
    execute format('alter table %s force row level security', target);
    execute format('create policy platform on %s to partywall_platform using (true) with check (true)', target);
    execute format('grant select, insert, update, delete on %s to partywall_platform', target);
end
$$;
revoke execute on all functions in schema app from public;
revoke execute on all procedures in schema app from public;

create type app.tenant_status as enum ('TRIAL', 'ACTIVE', 'SUSPENDED', 'CANCELLED');

-- An organisation: the unit of isolation. Its zone, currency and first day of the week decide what "a day" and "a week" are
-- in all of its figures.
create table app.tenants (
    id uuid not null,
    name text not null,
    slug text not null,
    domain text,
    status app.tenant_status not null default 'TRIAL',
    settings jsonb not null default '{}',
    metadata jsonb not null default '{}',
    features text[] not null default '{}',
    max_users integer not null default 10,
    max_integrations integer not null default 5,
    encryption_keyset bytea,
    plan_type text not null default 'trial',
    billing_email text,
    billing_user_id uuid,
    time_zone text not null default 'UTC',
    currency text not null default 'USD',
    week_starts_on smallint not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint tenants_pkey primary key (id),
    constraint tenants_slug_key unique (slug),
    constraint tenants_domain_key unique (domain),
    constraint tenants_slug_shape check (slug ~ '^[a-z0-9](-?[a-z0-9]){0,62}$'),
    constraint tenants_name_not_blank check (name ~ '\S'),
    constraint tenants_currency_code check (currency ~ '^[A-Z]{3}$'),
    constraint tenants_week_starts_on_iso_day check (week_starts_on between 1 and 7),
    constraint tenants_limits_positive check (max_users > 0 and max_integrations >= 0)
);
comment on table app.tenants is 'Organisations: the unit of isolation.';
comment on column app.tenants.encryption_keyset is 'The tenant''s own keys, wrapped by the key-encryption key.';
comment on column app.tenants.week_starts_on is 'ISO day of the week: 1 is Monday.';
comment on column app.tenants.time_zone is 'IANA name; the tenant''s days begin and end in it.';
comment on column app.tenants.max_integrations is 'How many connectors the tenant may have.';
call app.keep_updated_at('app.tenants');
call app.guard_global('app.tenants');

create type app.user_status as enum ('ACTIVE', 'INACTIVE', 'INVITED', 'SUSPENDED');
create type app.auth_provider as enum ('PASSWORD', 'GOOGLE');

-- One person, once, whatever the number of tenants: one e-mail, one password. Roles are per tenant, in tenant_members.
create table app.users (
    id uuid not null,
    email text not null,
    password_hash text,
    first_name text,
    last_name text,
    name text,
    image text,
    provider app.auth_provider not null default 'PASSWORD',
    provider_id text,
    status app.user_status not null default 'ACTIVE',
    email_verified boolean not null default false,
    platform_admin boolean not null default false,
    last_login_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint users_pkey primary key (id),
    constraint users_email_shape check (email ~ '^[^@\s]+@[^@\s]+$'),
    constraint users_provider_id_present check (provider = 'PASSWORD' or provider_id is not null)
);
create unique index users_email_key on app.users (lower(email));
create unique index users_provider_key on app.users (provider, provider_id) where provider_id is not null;
comment on table app.users is 'People, each once; membership and roles are per tenant.';
comment on column app.users.platform_admin is 'Administers the platform itself; reads no tenant''s data by it.';
call app.keep_updated_at('app.users');
call app.guard_global('app.users');

alter table app.tenants add constraint tenants_billing_user_fkey
    foreign key (billing_user_id) references app.users on delete set null;
create index tenants_billing_user_idx on app.tenants (billing_user_id);

-- Who is logged in. The token itself is never stored, so that a stolen dump opens no session.
create table app.sessions (
    id uuid not null,
    user_id uuid not null,
    token_hash bytea not null,
    created_at timestamptz not null default now(),
    last_seen_at timestamptz not null default now(),
    expires_at timestamptz not null,
    ip_address inet,
    user_agent text,
    constraint sessions_pkey primary key (id),
    constraint sessions_user_fkey foreign key (user_id) references app.users on delete cascade,
    constraint sessions_token_hash_key unique (token_hash),
    constraint sessions_expire_later check (expires_at > created_at)
);
create index sessions_user_idx on app.sessions (user_id);
comment on table app.sessions is 'Logged-in browsers; tokens are kept as hashes.';
call app.guard_global('app.sessions');

create type app.subscription_status as enum ('ACTIVE', 'CANCELED', 'PAST_DUE');
create type app.subscription_plan as enum ('FREE', 'STARTER', 'PRO');

-- What a person pays for. A tenant names its payer (billing_user_id), and its limits follow the payer's plan.
create table app.subscriptions (
    id uuid not null,
    user_id uuid not null,
    status app.subscription_status not null,
    plan_type app.subscription_plan not null default 'FREE',
    current_period_end timestamptz,
    cancel_at_period_end boolean not null default false,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint subscriptions_pkey primary key (id),
    constraint subscriptions_user_key unique (user_id),
    constraint subscriptions_user_fkey foreign key (user_id) references app.users on delete cascade
);
comment on table app.subscriptions is 'What a paying person has subscribed to; one a person.';
call app.keep_updated_at('app.subscriptions');
call app.guard_global('app.subscriptions');

-- What a plan allows: at the soft limit people are told, at the hard one the next is refused.
create table app.plan_limits (
    plan app.subscription_plan not null,
    key text not null,
    soft bigint,
    hard bigint,
    constraint plan_limits_pkey primary key (plan, key),
    constraint plan_limits_ordered check (soft is null or hard is null or soft <= hard),
    constraint plan_limits_not_negative check (coalesce(soft, 0) >= 0 and coalesce(hard, 0) >= 0)
);
comment on table app.plan_limits is 'Limits of each plan; null is no limit.';
call app.guard_global('app.plan_limits');

-- A restored backup brings erased tenants back: this list says whom to erase again. It has no foreign key, since the tenant
-- is gone, and it only grows.
create table app.erasure_ledger (
    id uuid not null,
    tenant_id uuid not null,
    erased_at timestamptz not null default now(),
    erased_by text not null,
    certificate text not null,
    constraint erasure_ledger_pkey primary key (id)
);
comment on table app.erasure_ledger is 'Tenants that have been erased; replayed after a restore. Not a tenant''s table: the tenant is gone.';
comment on column app.erasure_ledger.certificate is 'What was erased, for whom it has to be proven to.';
call app.guard_global('app.erasure_ledger');
revoke update, delete on app.erasure_ledger from partywall_platform;
