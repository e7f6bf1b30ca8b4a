-- Who did what.

-- Rows are only ever added. actor says who it was in words that outlive the user; sequence and hash chain a tenant's rows, so
-- that a missing one shows.
create table app.audit_logs (
    tenant_id uuid not null,
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
    sequence bigint not null,
    hash bytea not null,
    created_at timestamptz not null default now(),
    constraint audit_logs_pkey primary key (tenant_id, id),
    constraint audit_logs_sequence_key unique (tenant_id, sequence),
    constraint audit_logs_tenant_fkey foreign key (tenant_id) references app.tenants on delete cascade,
    constraint audit_logs_user_fkey foreign key (user_id) references app.users on delete set null (user_id),
    constraint audit_logs_sequence_positive check (sequence > 0)
);
create index audit_logs_created_idx on app.audit_logs (tenant_id, created_at);
create index audit_logs_user_idx on app.audit_logs (tenant_id, user_id);
create index audit_logs_action_idx on app.audit_logs (tenant_id, action);
create index audit_logs_resource_idx on app.audit_logs (tenant_id, resource);
comment on table app.audit_logs is 'Every change, by whom; append-only for every role.';
comment on column app.audit_logs.actor is 'Who acted, as known then.';
comment on column app.audit_logs.changes is 'Before and after, secrets redacted.';
comment on column app.audit_logs.sequence is 'Counts a tenant''s rows without a gap.';
comment on column app.audit_logs.hash is 'SHA-256 over this row and the hash of the one before.';
call isolation.protect('app.audit_logs', updatable => '{}', deletable => false);

-- Seals over stretches of the trail, signed: whoever keeps them elsewhere can prove that the trail is whole.
create table app.audit_checkpoints (
    tenant_id uuid not null,
    id uuid not null,
    from_sequence bigint not null,
    to_sequence bigint not null,
    merkle_root bytea not null,
    previous bytea,
    signature bytea not null,
    created_at timestamptz not null default now(),
    constraint audit_checkpoints_pkey primary key (tenant_id, id),
    constraint audit_checkpoints_from_key unique (tenant_id, from_sequence),
    constraint audit_checkpoints_tenant_fkey foreign key (tenant_id) references app.tenants on delete cascade,
    constraint audit_checkpoints_ordered check (from_sequence <= to_sequence)
);
comment on table app.audit_checkpoints is 'Signed seals over stretches of the audit trail.';
comment on column app.audit_checkpoints.previous is 'The Merkle root of the checkpoint before.';
call isolation.protect('app.audit_checkpoints', updatable => '{}', deletable => false);

-- INVARIANT: append-only, for the owner too. Two things may happen to a row: its user goes, and leaves the column empty; its
-- tenant goes, and takes it along. Both are recognised by their cause being gone already.
create function app.append_only() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
    if tg_op = 'DELETE' and not exists (select from app.tenants t where t.id = old.tenant_id) then
        return old;
    end if;
    if tg_op = 'UPDATE' and to_jsonb(new) - 'user_id' = to_jsonb(old) - 'user_id'
        and to_jsonb(old) ? 'user_id' and to_jsonb(new) ->> 'user_id' is null
        and not app.user_exists((to_jsonb(old) ->> 'user_id')::uuid) then
        return new;
    end if;
    raise exception '%.% is append-only', tg_table_schema, tg_table_name using errcode = '42501';
end
$$;
create function app.user_exists(wanted uuid) returns boolean
language sql stable
return exists (select from app.users u where u.id = wanted);
create policy existence on app.users for select to partywall_owner using (true);
revoke execute on function app.append_only(), app.user_exists(uuid) from public;
create trigger append_only before update or delete on app.audit_logs for each row execute function app.append_only();
create trigger append_only before update or delete on app.audit_checkpoints for each row execute function app.append_only();
create trigger never_truncated before truncate on app.audit_logs for each statement execute function app.append_only();
create trigger never_truncated before truncate on app.audit_checkpoints for each statement execute function app.append_only();
