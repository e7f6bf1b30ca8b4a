-- Every change to a tenant's rows leaves a row in its audit trail, in the same transaction, whoever sends the statement and
-- by whichever way: so the database writes it, and the application cannot.

-- A row is sealed later, in its place among the tenant's: counting them here would make all writers of a tenant wait for
-- one another.
alter table app.audit_logs
    alter column sequence drop not null,
    alter column hash drop not null,
    add constraint audit_logs_sealed_whole check ((sequence is null) = (hash is null));
comment on column app.audit_logs.sequence is 'Counts a tenant''s rows without a gap; null until the row is sealed.';
comment on column app.audit_logs.hash is 'SHA-256 over this row and the hash of the one before; null until the row is sealed.';
call isolation.protect('app.audit_logs', insertable => '{}', updatable => '{}', deletable => false);
call isolation.protect('app.audit_checkpoints', insertable => '{}', updatable => '{}', deletable => false);
create policy recording on app.audit_logs for insert to partywall_owner with check (true);

-- UUIDs of version 7 (RFC 9562): milliseconds of Unix time in front, the rest at random. PostgreSQL has its own from 18 on.
create function app.new_id() returns uuid
language sql volatile parallel safe
return encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
    placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6), 52, 1), 53, 1), 'hex')::uuid;
comment on function app.new_id() is 'A new UUID of version 7.';

-- INVARIANT: for the application's login only the signed context tells who acts and from where; the settings that the
-- platform role says it with are anybody's to write.
create function app.acting(out user_id uuid, out actor text, out ip_address inet, out user_agent text, out request_id text)
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
        select u.id, concat_ws(' ', 'user:' || u.id, u.name, '<' || u.email || '>') into user_id, actor from app.users u where u.id = acts::uuid;
    end if;
    actor := coalesce(actor, 'user:' || acts, 'service:' || session_user);
    ip_address := origin ->> 'address';
    user_agent := origin ->> 'agent';
    request_id := origin ->> 'request';
end
$$;
comment on function app.acting() is
    'Who acts, as known now, and from where: by the signed context, or by the settings app.actor and app.origin of the platform.';

create function app.redacted(told jsonb, secret text[]) returns jsonb
language sql immutable parallel safe
return (select coalesce(jsonb_object_agg(field.key,
    case when field.key = any (secret) and field.value <> 'null' then '"[redacted]"' else field.value end), '{}') from jsonb_each(told) field);
comment on function app.redacted(jsonb, text[]) is 'The same fields, without the values of those that are secret.';

-- A tenant that goes takes its trail along: nothing is recorded of what goes with it.
create function app.record_changes() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp set timezone = 'UTC'
as $$
declare
    secret constant text[] := tg_argv[0]::text[];
    derived constant text[] := tg_argv[1]::text[];
    tenant constant text := case when tg_table_name = 'tenants' then 'id' else 'tenant_id' end;
begin
    if tg_op = 'INSERT' then
        insert into app.audit_logs (tenant_id, id, user_id, actor, action, resource, resource_id, changes, ip_address, user_agent, request_id)
        select (after.fields ->> tenant)::uuid, app.new_id(), who.user_id, who.actor, 'create', tg_table_name, after.fields ->> 'id',
            jsonb_build_object('after', app.redacted(after.fields, secret)), who.ip_address, who.user_agent, who.request_id
        from (select to_jsonb(a) as fields from rows_after a) after, app.acting() who;
    elsif tg_op = 'DELETE' then
        insert into app.audit_logs (tenant_id, id, user_id, actor, action, resource, resource_id, changes, ip_address, user_agent, request_id)
        select (before.fields ->> tenant)::uuid, app.new_id(), who.user_id, who.actor, 'delete', tg_table_name, before.fields ->> 'id',
            jsonb_build_object('before', app.redacted(before.fields, secret)), who.ip_address, who.user_agent, who.request_id
        from (select to_jsonb(b) as fields from rows_before b) before, app.acting() who
        where exists (select from app.tenants t where t.id = (before.fields ->> tenant)::uuid);
    else
        insert into app.audit_logs (tenant_id, id, user_id, actor, action, resource, resource_id, changes, ip_address, user_agent, request_id)
        select changed.tenant_id, app.new_id(), who.user_id, who.actor, 'update', tg_table_name, changed.id,
            jsonb_build_object('before', app.redacted(changed.before, secret), 'after', app.redacted(changed.after, secret)),
            who.ip_address, who.user_agent, who.request_id
        from (
            select (after.fields ->> tenant)::uuid as tenant_id, after.fields ->> 'id' as id,
                jsonb_object_agg(field.key, before.fields -> field.key) as before, jsonb_object_agg(field.key, field.value) as after
            from (select to_jsonb(a) as fields from rows_after a) after
            join (select to_jsonb(b) as fields from rows_before b) before
                on before.fields -> tenant = after.fields -> tenant and before.fields -> 'id' = after.fields -> 'id'
            cross join jsonb_each(after.fields) field
            where field.key <> 'updated_at' and field.key <> all (derived) and field.value <> before.fields -> field.key
            group by 1, 2
        ) changed, app.acting() who;
    end if;
    return null;
end
$$;
comment on function app.record_changes() is
    'Adds a row to the audit trail for each row that a statement has created, changed or deleted. Arguments: secret columns, derived columns.';

-- Said once for each table. A derived column follows from rows that say themselves when they change.
create procedure app.audit(target regclass, secret text[] default '{}', derived text[] default '{}')
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    execute format('create trigger record_creation after insert on %s referencing new table as rows_after'
        ' for each statement execute function app.record_changes(%L, %L)', target, secret, derived);
    execute format('create trigger record_update after update on %s referencing old table as rows_before new table as rows_after'
        ' for each statement execute function app.record_changes(%L, %L)', target, secret, derived);
    execute format('create trigger record_deletion after delete on %s referencing old table as rows_before'
        ' for each statement execute function app.record_changes(%L, %L)', target, secret, derived);
end
$$;

create function app.unaudited() returns table (name text, reason text)
language sql immutable set search_path = pg_catalog, pg_temp
as $$
    values
        ('audit_logs', 'it is the trail'),
        ('audit_checkpoints', 'they are the seals of the trail'),
        ('analytics_events', 'facts come in by the million, and each names its connector, whose runs are recorded'),
        ('stated_events', 'it is empty between transactions'),
        ('kpi_data_points', 'points are a history themselves, and come in by the million'),
        ('jobs', 'workers move them from state to state; who adds, retries or calls off a job says so'),
        ('finished_jobs', 'it is the history of jobs'),
        ('job_shares', 'workers keep them'),
        ('idempotency_keys', 'an answer is kept beside the change that it answers, which is recorded')
$$;
comment on function app.unaudited() is 'The tenant tables whose changes the trail does not tell, each with the reason.';

revoke execute on function app.new_id(), app.acting(), app.redacted(jsonb, text[]), app.record_changes(), app.unaudited() from public;
revoke execute on procedure app.audit(regclass, text[], text[]) from public;

call app.audit('app.tenants', secret => '{encryption_keyset}');
call app.audit('app.tenant_members');
call app.audit('app.invitations', secret => '{token_hash}');
call app.audit('app.api_keys', secret => '{secret_hash}', derived => '{last_used_at}');
call app.audit('app.connectors', secret => '{credentials}');
call app.audit('app.connector_runs');
call app.audit('app.analytics_contributions');
call app.audit('app.analytics_snapshots');
call app.audit('app.usage_snapshots');
call app.audit('app.kpis', derived => '{current_value}');
call app.audit('app.kpi_targets');
call app.audit('app.goals');
call app.audit('app.goal_kpis');
call app.audit('app.metric_definitions');
call app.audit('app.dashboard_widgets');
call app.audit('app.module_insights');
call app.audit('app.alert_rules');
call app.audit('app.notifications');
call app.audit('app.job_schedules', derived => '{next_run_at, last_run_at}');
call app.audit('app.conversations');
call app.audit('app.messages');
call app.audit('app.knowledge_entries', secret => '{embedding}');
call app.audit('app.business_profiles');
