-- How people get in: what is sent to them by mail, who vouches for them, and a trail of what belongs to no tenant.

-- What a person receives by mail to prove an address or to choose a new password. The token itself is never stored.
create type app.user_token_purpose as enum ('VERIFY_EMAIL', 'RESET_PASSWORD');
create table app.user_tokens (
    id uuid not null,
    user_id uuid not null,
    purpose app.user_token_purpose not null,
    token_hash bytea not null,
    expires_at timestamptz not null,
    created_at timestamptz not null default now(),
    constraint user_tokens_pkey primary key (id),
    constraint user_tokens_user_fkey foreign key (user_id) references app.users on delete cascade,
    constraint user_tokens_hash_key unique (token_hash),
    constraint user_tokens_expire_later check (expires_at > created_at)
);
create index user_tokens_user_idx on app.user_tokens (user_id, purpose);
comment on table app.user_tokens is 'Mailed proofs of an address; tokens are kept as hashes, and go when they are used.';
call app.guard_global('app.user_tokens');

-- Who an OpenID provider says a person is. By the provider's own subject, never by e-mail: an address can change hands.
create table app.user_identities (
    id uuid not null,
    user_id uuid not null,
    issuer text not null,
    subject text not null,
    created_at timestamptz not null default now(),
    constraint user_identities_pkey primary key (id),
    constraint user_identities_user_fkey foreign key (user_id) references app.users on delete cascade,
    constraint user_identities_subject_key unique (issuer, subject),
    constraint user_identities_bounded check (length(issuer) <= 500 and length(subject) <= 255)
);
create index user_identities_user_idx on app.user_identities (user_id);
comment on table app.user_identities is 'Accounts at OpenID providers by which people log in.';
call app.guard_global('app.user_identities');

-- What a suspended tenant's members read in place of everything else.
alter table app.tenants add column notice text;
comment on column app.tenants.notice is 'Why the tenant is suspended, for its members to read.';

alter table app.api_keys add constraint api_keys_expire_later check (expires_at > created_at);

-- What was done that belongs to no tenant: sign-ups and logins, and what administrators of the platform do.
create table app.platform_audit_logs (
    id uuid not null,
    user_id uuid,
    actor text not null,
    action text not null,
    resource text not null,
    resource_id text,
    changes jsonb not null default '{}',
    ip_address inet,
    user_agent text,
    request_id text,
    created_at timestamptz not null default now(),
    constraint platform_audit_logs_pkey primary key (id),
    constraint platform_audit_logs_user_fkey foreign key (user_id) references app.users on delete set null
);
create index platform_audit_logs_created_idx on app.platform_audit_logs (created_at);
create index platform_audit_logs_user_idx on app.platform_audit_logs (user_id);
comment on table app.platform_audit_logs is 'What was done outside of every tenant, by whom; append-only for every role.';
call app.guard_global('app.platform_audit_logs');
revoke update, delete on app.platform_audit_logs from partywall_platform;
create trigger append_only before update or delete on app.platform_audit_logs for each row execute function app.append_only();
create trigger never_truncated before truncate on app.platform_audit_logs for each statement execute function app.append_only();

-- The same trigger, for a trail without tenants too: of its rows, only the reference to a person who is gone may change.
create or replace function app.append_only() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
    seal constant text[] := '{sequence, hash, person_salt, person_hash, changes_salt, changes_hash}';
    erasable constant text[] := '{actor, ip_address, user_agent, person_salt, changes, changes_salt}';
begin
    if tg_op = 'DELETE' and tg_table_name <> 'platform_audit_logs' then
        if not exists (select from app.tenants t where t.id = old.tenant_id) then
            return old;
        end if;
    end if;
    if tg_op = 'UPDATE' and tg_table_name in ('audit_logs', 'platform_audit_logs') then
        if old.user_id is not null and new.user_id is null and to_jsonb(new) - 'user_id' = to_jsonb(old) - 'user_id'
            and not app.user_exists(old.user_id) then
            return new;
        end if;
    end if;
    if tg_op = 'UPDATE' and tg_table_name = 'audit_logs' then
        if old.sequence is null and new.sequence is not null and to_jsonb(new) - seal = to_jsonb(old) - seal then
            return new;
        end if;
        if new is distinct from old and to_jsonb(new) - erasable = to_jsonb(old) - erasable
            and ((new.actor, new.ip_address, new.user_agent, new.person_salt)
                    is not distinct from (old.actor, old.ip_address, old.user_agent, old.person_salt)
                or (new.actor = 'erased' and num_nulls(new.ip_address, new.user_agent, new.person_salt) = 3))
            and ((new.changes, new.changes_salt) is not distinct from (old.changes, old.changes_salt)
                or (new.changes = '{"erased": true}' and new.changes_salt is null)) then
            return new;
        end if;
    end if;
    raise exception '%.% is append-only', tg_table_schema, tg_table_name using errcode = '42501';
end
$$;

-- Who acts says with which key, where it was one.
create or replace function app.acting(out user_id uuid, out actor text, out ip_address inet, out user_agent text, out request_id text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
declare
    signed constant text := isolation.verified_actor();
    is_application constant boolean := session_user = (select c.application_role from isolation.configuration c);
    acts constant text := case when is_application or signed is not null then signed
        else coalesce(nullif(current_setting('app.actor', true), ''), 'service:' || session_user) end;
    origin constant jsonb := case when is_application or signed is not null then isolation.verified_origin()
        else nullif(current_setting('app.origin', true), '') end;
begin
    actor := acts;
    if acts not like 'service:%' then
        select u.id, concat_ws(' ', 'user:' || u.id, u.name, '<' || u.email || '>', 'by key ' || (origin ->> 'key'))
            into user_id, actor from app.users u where u.id = acts::uuid;
    end if;
    actor := coalesce(actor, 'user:' || acts, 'service:' || session_user);
    ip_address := origin ->> 'address';
    user_agent := origin ->> 'agent';
    request_id := origin ->> 'request';
end
$$;

-- What is done without changing a row of a tenant is told by whoever does it, as itself: who acts and from where comes from the
-- signed context, and what a trigger tells cannot be told this way.
create function app.record(did text, told_resource text, told_id text, told jsonb) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
    if did in ('create', 'update', 'delete') then
        raise exception 'changes are recorded where they happen, not by app.record' using errcode = '22023';
    end if;
    if isolation.verified_tenant() is null then
        raise exception 'app.record needs a tenant''s context' using errcode = '42501';
    end if;
    insert into app.audit_logs (tenant_id, id, user_id, actor, action, resource, resource_id, changes, ip_address, user_agent, request_id)
    select isolation.verified_tenant(), app.new_id(), who.user_id, who.actor, did, told_resource, told_id, coalesce(told, '{}'),
        who.ip_address, who.user_agent, who.request_id
    from app.acting() who;
end
$$;
comment on function app.record(text, text, text, jsonb) is 'Adds what was done to the tenant''s trail, where no row of the tenant tells it.';

-- The platform's own: to its trail, and to those of the tenants that are concerned.
create function app.record_for_platform(did text, told_resource text, told_id text, told jsonb, concerned uuid[]) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
    if did in ('create', 'update', 'delete') then
        raise exception 'changes are recorded where they happen, not by app.record_for_platform' using errcode = '22023';
    end if;
    insert into app.platform_audit_logs (id, user_id, actor, action, resource, resource_id, changes, ip_address, user_agent, request_id)
    select app.new_id(), who.user_id, who.actor, did, told_resource, told_id, coalesce(told, '{}'), who.ip_address, who.user_agent, who.request_id
    from app.acting() who;
    insert into app.audit_logs (tenant_id, id, user_id, actor, action, resource, resource_id, changes, ip_address, user_agent, request_id)
    select t.id, app.new_id(), who.user_id, who.actor, did, told_resource, told_id, coalesce(told, '{}'), who.ip_address, who.user_agent, who.request_id
    from app.tenants t, app.acting() who where t.id = any (concerned);
end
$$;
comment on function app.record_for_platform(text, text, text, jsonb, uuid[]) is
    'Adds what was done outside of every tenant to the platform''s trail, and to those of the tenants that are concerned.';
create policy recording on app.platform_audit_logs for insert to partywall_owner with check (true);
revoke insert on app.platform_audit_logs from partywall_platform;
revoke execute on function app.record(text, text, text, jsonb), app.record_for_platform(text, text, text, jsonb, uuid[]) from public;
grant execute on function app.record(text, text, text, jsonb) to partywall_app;
grant execute on function app.record_for_platform(text, text, text, jsonb, uuid[]) to partywall_platform;

-- What a plan allows. A tenant's own number comes before its plan's: a new tenant has ten users and five connectors to try with;
-- once somebody pays for it, the plan decides, and an operator may still set a number for this tenant alone.
alter table app.tenants
    alter column max_users drop not null,
    alter column max_integrations drop not null;
comment on column app.tenants.max_users is 'How many members the tenant may have; null is what the plan of its payer allows.';
comment on column app.tenants.max_integrations is 'How many connectors the tenant may have; null is what the plan of its payer allows.';
alter table app.plan_limits no force row level security;
insert into app.plan_limits (plan, key, soft, hard) values
    ('FREE', 'max_users', 2, 3), ('FREE', 'max_integrations', 1, 1),
    ('STARTER', 'max_users', 8, 10), ('STARTER', 'max_integrations', 4, 5),
    ('PRO', 'max_users', 80, 100), ('PRO', 'max_integrations', 40, 50);
alter table app.plan_limits force row level security;
create policy limits on app.plan_limits for select to partywall_owner using (true);
create policy limits on app.subscriptions for select to partywall_owner using (true);

create function app.limit_of(tenant uuid, wanted text) returns bigint
language sql stable security definer set search_path = pg_catalog, pg_temp
return (
    select coalesce(
        case wanted when 'max_users' then t.max_users when 'max_integrations' then t.max_integrations end,
        (select l.hard from app.plan_limits l where l.key = wanted and l.plan = coalesce(
            (select s.plan_type from app.subscriptions s where s.user_id = t.billing_user_id and s.status <> 'CANCELED'), 'FREE')))
    from app.tenants t where t.id = tenant);
comment on function app.limit_of(uuid, text) is 'How many of something a tenant may have; null is no limit.';
create function app.own_limit(wanted text) returns bigint
language sql stable security definer set search_path = pg_catalog, pg_temp
return app.limit_of(isolation.verified_tenant(), wanted);
comment on function app.own_limit(text) is 'How many of something the tenant of the signed context may have; null is no limit.';
revoke execute on function app.limit_of(uuid, text), app.own_limit(text) from public;
grant execute on function app.limit_of(uuid, text) to partywall_platform;
grant execute on function app.own_limit(text) to partywall_app;

-- What a member says to an adviser, and what is said to a member, is between the two: the trail tells that it was said.
create procedure app.audit_anew(target regclass, secret text[], derived text[] default '{}')
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    execute format('drop trigger record_creation on %s', target);
    execute format('drop trigger record_update on %s', target);
    execute format('drop trigger record_deletion on %s', target);
    call app.audit(target, secret, derived);
end
$$;
call app.audit_anew('app.conversations', '{title}');
call app.audit_anew('app.messages', '{content, citations}');
call app.audit_anew('app.notifications', '{subject, body, link}');
-- Batches of events are counted as they come.
call app.audit_anew('app.usage_snapshots', '{}', '{events_ingested}');
drop procedure app.audit_anew(regclass, text[], text[]);
