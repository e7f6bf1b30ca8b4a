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
    -- Uniques are checked without row security: one that lacks the tenant tells a tenant what another holds.
    select format('the unique index %s lacks tenant_id', i.indexrelid::regclass)
        from pg_index i, tenant_column t
        where i.indrelid = target and (i.indisunique or i.indisexclusion) and not t.attnum = any (i.indkey)
    union all
    -- So are foreign keys, in both directions.
    select format('the foreign key %s of %s lacks tenant_id', f.conname, f.conrelid::regclass)
        from pg_constraint f
        join tenant_tables child on child.oid = f.conrelid
        join tenant_tables parent on parent.oid = f.confrelid
        where f.contype = 'f' and f.conparentid = 0 and target in (f.conrelid, f.confrelid)
        and not exists (select from unnest(f.conkey, f.confkey) as pair (child, parent)
            where pair.child = child.attnum and pair.parent = parent.attnum);
$$;

create procedure isolation.protect(
    target regclass, insertable text[] default null, updatable text[] default null, deletable boolean default true)
language plpgsql set search_path = pg_catalog, pg_temp
as $$
declare
    app constant name := (select application_role from isolation.configuration);
    -- The longest suffix has 31 characters; a name holds 63.
    prefix constant text := (select left(c.relname, 32) || '_tenant_isolation' from pg_class c where c.oid = target);
    obstacles constant text := (select string_agg(o, '; ' order by o) from isolation.obstacles(target) o);
    relation regclass;
    columns_to_insert text;
    columns_to_update text;
begin
    if obstacles is not null then
        raise exception 'cannot protect %: %', target, obstacles
            using errcode = '42P16', hint = 'Every key, unique and foreign key between tenant tables carries tenant_id.';
    end if;

    for relation in select relid from pg_partition_tree(target) union select target loop
        execute format('alter table %s enable row level security', relation);
        execute format('alter table %s force row level security', relation);
        -- A partition that can be reached directly does not have its parent's policies: nobody is granted any.
        execute format('revoke all on %s from public, %I', relation, app);
    end loop;

    call isolation.replace_policy(target, prefix || '_select',
        format('for select to %I using (%s)', app, isolation.policy_predicate('setting')));
    call isolation.replace_policy(target, prefix || '_insert',
        format('for insert to %I with check (%s)', app, isolation.policy_predicate('setting')));
    call isolation.replace_policy(target, prefix || '_update',
        format('for update to %I using (%s) with check (%2$s)', app, isolation.policy_predicate('setting')));
    call isolation.replace_policy(target, prefix || '_delete',
        format('for delete to %I using (%s)', app, isolation.policy_predicate('setting')));
    -- USING alone, which stands for WITH CHECK too: what a write has to pass as a read (of the old row, of what it returns)
    -- and as a write is then one text, and PostgreSQL evaluates it once instead of once each.
    call isolation.replace_policy(target, prefix || '_floor',
        format('as restrictive for all to %I using (%s)', app, isolation.policy_predicate('verified')));
    call isolation.replace_policy(target, prefix || '_floor_insert',
        format('as restrictive for insert to %I with check (%s)', app, isolation.policy_predicate('writing')));
    call isolation.replace_policy(target, prefix || '_floor_update',
        format('as restrictive for update to %I using (true) with check (%s)', app, isolation.policy_predicate('writing')));
    -- A delete has no WITH CHECK, so the floor alone would let a reader's context delete.
    call isolation.replace_policy(target, prefix || '_floor_delete',
        format('as restrictive for delete to %I using (%s)', app, isolation.policy_predicate('writable')));

    execute format('create or replace trigger %I before update of tenant_id on %s for each row execute function isolation.refuse_move()',
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

create procedure isolation.replace_policy(target regclass, policy text, definition text)
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    if exists (select from pg_policy p where p.polrelid = target and p.polname = policy) then
        execute format('drop policy %I on %s', policy, target);
    end if;
    execute format('create policy %I on %s %s', policy, target, definition);
end
$$;

revoke all on all functions in schema isolation from public;
revoke all on all procedures in schema isolation from public;
