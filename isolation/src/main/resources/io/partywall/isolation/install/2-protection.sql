-- Protection: one line a table.

-- The text of a policy, in one place: how the tenant of a row is compared with the context of the statement. Called by
-- protect() alone; another engine (Citus refuses sub-selects in policies) replaces this function and nothing else.
--   setting   the plain setting: wall 2
--   verified  the signed context, for reading: wall 3
--   writable  the signed context, for writing: wall 3
--   writing   that the context says it may write. INVARIANT: it trusts an unverified setting, so it stands only in a WITH
--             CHECK beside 'verified': both are evaluated on the same row, one after the other, before anything else runs
create function isolation.policy_predicate(kind text) returns text
language sql immutable parallel safe
return case kind
    -- A sub-select is evaluated once a statement; unwrapped, it would be once a row.
    when 'setting' then 'tenant_id = (select nullif(current_setting(''app.current_tenant_id'', true), '''')::uuid)'
    when 'verified' then 'tenant_id = (select isolation.verified_tenant())'
    when 'writable' then 'tenant_id = (select isolation.writable_tenant())'
    when 'writing' then '(select split_part(current_setting(''app.context_signature'', true), ''.'', 5) = ''write'')'
end;

-- The policies of a table, for protect() to make and for unprotected() to look for.
create function isolation.policies() returns table (suffix text, kind text, command text, seen text, written text)
language sql stable set search_path = pg_catalog, pg_temp
as $$
    values
        ('_select', 'permissive', 'select', isolation.policy_predicate('setting'), null),
        ('_insert', 'permissive', 'insert', null, isolation.policy_predicate('setting')),
        ('_update', 'permissive', 'update', isolation.policy_predicate('setting'), isolation.policy_predicate('setting')),
        ('_delete', 'permissive', 'delete', isolation.policy_predicate('setting'), null),
        -- One text for reading and for writing: a write has to pass as both (the old row, the new row, what it returns), and
        -- PostgreSQL evaluates a check that it meets twice once. What the access adds reads the access of the very signature
        -- that the floor verifies, on the same row: a 'write' put in front of a signature fails there.
        ('_floor', 'restrictive', 'all', isolation.policy_predicate('verified'), isolation.policy_predicate('verified')),
        ('_floor_insert', 'restrictive', 'insert', null, isolation.policy_predicate('writing')),
        ('_floor_update', 'restrictive', 'update', null, isolation.policy_predicate('writing')),
        -- A delete has no WITH CHECK, and so nothing that would verify: it asks for both at once.
        ('_floor_delete', 'restrictive', 'delete', isolation.policy_predicate('writable'), null);
$$;

-- Tables that the application reaches and that are, on purpose, no tenant's.
create table isolation.global_tables (
    relation regclass primary key,
    reason text not null check (reason <> '')
);
comment on table isolation.global_tables is 'Tables that the application role reaches and that are no tenant''s, each with the reason.';
revoke all on isolation.global_tables from public;

create procedure isolation.declare_global(target regclass, reason text)
language sql set search_path = pg_catalog, pg_temp
as $$
    insert into isolation.global_tables values (target, reason)
        on conflict (relation) do update set reason = excluded.reason;
$$;

create function isolation.refuse_move() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    if new.tenant_id is distinct from old.tenant_id then
        raise exception 'a row of %.% cannot move to another tenant', tg_table_schema, tg_table_name
            using errcode = '42501', hint = 'Copy the row and delete it, each in its own tenant''s context.';
    end if;
    return new;
end
$$;

-- Why a table cannot be protected; no row means that it can.
create function isolation.obstacles(target regclass) returns setof text
language sql stable set search_path = pg_catalog, pg_temp
as $$
    with tenant_column as (
        select a.attnum, a.attnotnull, a.atttypid from pg_attribute a
            where a.attrelid = target and a.attname = 'tenant_id' and not a.attisdropped
    ), tenant_tables as (
        select a.attrelid as oid, a.attnum from pg_attribute a join pg_class c on c.oid = a.attrelid
            where a.attname = 'tenant_id' and not a.attisdropped and c.relkind in ('r', 'p')
    ), parts as (
        select target::oid as oid union select relid from pg_partition_tree(target)
    )
    select 'it is not a table' from pg_class c where c.oid = target and c.relkind not in ('r', 'p')
    union all
    select 'it is a partition: protect its parent' from pg_class c where c.oid = target and c.relispartition
    union all
    select 'it has no column tenant_id' where not exists (select from tenant_column)
    union all
    select 'tenant_id is not of type uuid' from tenant_column where atttypid <> 'uuid'::regtype
    union all
    select 'tenant_id may be null' from tenant_column where not attnotnull
    union all
    -- Uniques are checked without row security: one that lacks the tenant tells a tenant what another holds. A column that
    -- an index merely includes is no part of its key.
    select format('the unique index %s lacks tenant_id', i.indexrelid::regclass)
        from parts join pg_index i on i.indrelid = parts.oid join tenant_tables t on t.oid = parts.oid
        where (i.indisunique or i.indisexclusion) and not t.attnum = any ((i.indkey::int2[])[0:i.indnkeyatts - 1])
    union all
    -- An exclusion holds between the rows of which every comparison is true: by another operator, between tenants.
    select format('the exclusion %s of %s compares tenant_id by another operator than =', x.conname, x.conrelid::regclass)
        from parts join pg_constraint x on x.conrelid = parts.oid and x.contype = 'x' join tenant_tables t on t.oid = parts.oid
        where t.attnum = any (x.conkey)
        and not exists (select from unnest(x.conkey, x.conexclop) as pair (attnum, operator)
            where pair.attnum = t.attnum and pair.operator = 'pg_catalog.=(uuid,uuid)'::regoperator)
    union all
    -- So are foreign keys, in both directions.
    select format('the foreign key %s of %s lacks tenant_id', f.conname, f.conrelid::regclass)
        from pg_constraint f
        join tenant_tables child on child.oid = f.conrelid
        join tenant_tables parent on parent.oid = f.confrelid
        where f.contype = 'f' and f.conparentid = 0 and exists (select from parts p where p.oid in (f.conrelid, f.confrelid))
        and not exists (select from unnest(f.conkey, f.confkey) as pair (child, parent)
            where pair.child = child.attnum and pair.parent = parent.attnum);
$$;

create procedure isolation.protect(
    target regclass, insertable text[] default null, updatable text[] default null, deletable boolean default true)
language plpgsql set search_path = pg_catalog, pg_temp
as $$
declare
    app constant name := (select application_role from isolation.configuration);
    -- A name holds 63 bytes, of which the longest suffix takes 30; a character may be of several.
    prefix constant text := (select left(c.relname, greatest(0, 32 + length(c.relname) - octet_length(c.relname)))
        || '_tenant_isolation' from pg_class c where c.oid = target);
    obstacles constant text := (select string_agg(o, '; ' order by o) from (
        select isolation.obstacles(target)
        union all
        select format('it has no column %I that can be written', wanted) from unnest(insertable || updatable) wanted
            where not exists (select from pg_attribute a where a.attrelid = target and a.attname = wanted
                and a.attnum > 0 and not a.attisdropped and a.attgenerated = '')) found (o));
    earlier name;
    part regclass;
    policy record;
    columns_to_insert text;
    columns_to_update text;
begin
    if obstacles is not null then
        raise exception 'cannot protect %: %', target, obstacles
            using errcode = '42P16', hint = 'Every key, unique and foreign key between tenant tables carries tenant_id.';
    end if;

    for part in select relid from pg_partition_tree(target) union select target loop
        execute format('alter table %s enable row level security', part);
        execute format('alter table %s force row level security', part);
        -- A partition that can be reached directly does not have its parent's policies: nobody is granted any.
        execute format('revoke all on %s from public, %I', part, app);
    end loop;

    -- What an earlier call made goes, whatever the table was called then.
    for earlier in select p.polname from pg_policy p
            where p.polrelid = target and p.polname like '%\_tenant\_isolation\_%' loop
        execute format('drop policy %I on %s', earlier, target);
    end loop;
    for earlier in select t.tgname from pg_trigger t
            where t.tgrelid = target and t.tgname like '%\_tenant\_isolation\_immovable' loop
        execute format('drop trigger %I on %s', earlier, target);
    end loop;

    for policy in select * from isolation.policies() loop
        execute format('create policy %I on %s as %s for %s to %I',
            prefix || policy.suffix, target, policy.kind, policy.command, app)
            || coalesce(' using (' || policy.seen || ')', '') || coalesce(' with check (' || policy.written || ')', '');
    end loop;
    execute format('create trigger %I before update of tenant_id on %s for each row execute function isolation.refuse_move()',
        prefix || '_immovable', target);

    select string_agg(quote_ident(a.attname), ', ') into columns_to_insert
        from pg_attribute a
        where a.attrelid = target and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
        and (insertable is null or a.attname = any (insertable) or a.attname = 'tenant_id');
    select string_agg(quote_ident(a.attname), ', ') into columns_to_update
        from pg_attribute a
        where a.attrelid = target and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
        and a.attname <> 'tenant_id'
        and case when updatable is null
            then not exists (select from pg_index i where i.indrelid = target and i.indisprimary and a.attnum = any (i.indkey))
            else a.attname = any (updatable) end;
    execute format('grant select on %s to %I', target, app);
    if insertable is distinct from '{}' then
        execute format('grant insert (%s) on %s to %I', columns_to_insert, target, app);
    end if;
    if columns_to_update is not null then
        execute format('grant update (%s) on %s to %I', columns_to_update, target, app);
    end if;
    if deletable then
        execute format('grant delete on %s to %I', target, app);
    end if;
end
$$;

revoke all on all functions in schema isolation from public;
revoke all on all procedures in schema isolation from public;
