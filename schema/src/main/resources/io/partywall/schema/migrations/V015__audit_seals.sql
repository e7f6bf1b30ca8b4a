-- The audit trail is sealed in batches, behind the transactions that write it: each row gets its place and a hash that rests on
-- the one before, and each batch a checkpoint that is signed outside of this database. Whoever changes a sealed row, takes one
-- away or slips one in would have to forge the signature.

-- Who acted and what changed are hashed by themselves, each with a salt: what is personal can be erased later, salt and all,
-- while its hash stays and the chain holds.
alter table app.audit_logs
    add column person_salt bytea,
    add column person_hash bytea,
    add column changes_salt bytea,
    add column changes_hash bytea,
    drop constraint audit_logs_sealed_whole,
    add constraint audit_logs_sealed_whole check (num_nulls(sequence, hash, person_hash, changes_hash) in (0, 4)
        and (sequence is not null or num_nulls(person_salt, changes_salt) = 2));
comment on column app.audit_logs.person_salt is 'Goes with the personal data, so that its hash tells nothing.';
comment on column app.audit_logs.person_hash is 'SHA-256 over the salt, actor, ip_address and user_agent.';
comment on column app.audit_logs.changes_salt is 'Goes with changes that are erased.';
comment on column app.audit_logs.changes_hash is 'SHA-256 over the salt and changes.';
create index audit_logs_unsealed_idx on app.audit_logs (tenant_id, created_at, id) where sequence is null;

alter table app.audit_checkpoints
    add column head bytea not null,
    add column leaves bytea not null,
    add column key_id text not null,
    add constraint audit_checkpoints_leaves_whole check (octet_length(leaves) = 32 * (to_sequence - from_sequence + 1));
comment on column app.audit_checkpoints.head is 'The hash of the last row.';
comment on column app.audit_checkpoints.leaves is 'The leaves of the Merkle tree, 32 bytes a row: they tell which row was changed.';
comment on column app.audit_checkpoints.key_id is 'Which key has signed.';

create policy platform on app.audit_logs to partywall_platform using (true) with check (true);
create policy platform on app.audit_checkpoints to partywall_platform using (true) with check (true);
-- INVARIANT: the platform seals what it cannot read: it numbers rows by their ids, and their tenant's own scope reads them.
grant select (tenant_id, id, sequence), update (sequence, hash, person_salt, person_hash, changes_salt, changes_hash)
    on app.audit_logs to partywall_platform;
grant select, insert on app.audit_checkpoints to partywall_platform;

-- INVARIANT: append-only, for the owner too. Of a row in the trail four things may happen: it is sealed, once; its user goes, and
-- leaves the reference empty; what is personal is erased from it; its tenant goes, and takes it along. Each is recognised by what
-- stays as it was.
create or replace function app.append_only() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
    seal constant text[] := '{sequence, hash, person_salt, person_hash, changes_salt, changes_hash}';
    erasable constant text[] := '{actor, ip_address, user_agent, person_salt, changes, changes_salt}';
begin
    if tg_op = 'DELETE' and not exists (select from app.tenants t where t.id = old.tenant_id) then
        return old;
    end if;
    if tg_op = 'UPDATE' and tg_table_name = 'audit_logs' then
        if old.sequence is null and new.sequence is not null and to_jsonb(new) - seal = to_jsonb(old) - seal then
            return new;
        end if;
        if old.user_id is not null and new.user_id is null and to_jsonb(new) - 'user_id' = to_jsonb(old) - 'user_id'
            and not app.user_exists(old.user_id) then
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
