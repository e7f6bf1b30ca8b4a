-- What the application role can reach, and what stands around it.

-- Every relation that the application role can reach, by its kind: 'tenant' (its rows belong to tenants), 'global'
-- (declared to be no tenant's), 'unknown' (neither: a hole). Wall 1 reads it when the application connects.
create function isolation.relations() returns table (relation oid, schema_name name, relation_name name, kind text)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    with reachable as (
        select c.oid, n.nspname, c.relname, c.relkind, c.reloptions
            from pg_class c join pg_namespace n on n.oid = c.relnamespace, isolation.configuration f
            where c.relkind in ('r', 'p', 'v', 'm', 'f')
            and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast', 'isolation') and not n.nspname like 'pg\_temp\_%'
            and (has_table_privilege(f.application_role, c.oid, 'select, insert, update, delete, truncate, references, trigger')
                or has_any_column_privilege(f.application_role, c.oid, 'select, insert, update, references'))
    )
    select r.oid, r.nspname, r.relname, case
            when r.relkind in ('r', 'p') and exists (select from pg_policy p
                where p.polrelid = r.oid and p.polname like '%\_tenant\_isolation\_floor') then 'tenant'
            when exists (select from isolation.global_tables g where g.relation = r.oid) then 'global'
            when r.relkind = 'v' and exists (select from pg_options_to_table(r.reloptions) o
                    where o.option_name = 'security_invoker' and o.option_value::boolean)
                and exists (select from pg_attribute a where a.attrelid = r.oid and a.attname = 'tenant_id') then 'tenant'
            else 'unknown'
        end
        from reachable r;
$$;

-- An expression as it was written and as PostgreSQL tells it, made comparable.
create function isolation.comparable(expression text) returns text
language sql immutable parallel safe
return lower(regexp_replace(expression, '\s+as\s+("[^"]+"|\w+)|::text|[\s()]', '', 'gi'));

-- Every relation that the application role can reach and that is neither protected, wholly, nor declared global.
create function isolation.unprotected() returns table (relation regclass, problem text)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    with known as (
        select c.oid, c.relkind, r.kind from isolation.relations() r join pg_class c on c.oid = r.relation
    ), protected as (
        select oid from known where kind = 'tenant' and relkind in ('r', 'p')
    ), parts as (
        select oid from protected union select tree.relid from protected p, pg_partition_tree(p.oid) tree
    )
    select oid, case relkind
            when 'v' then 'a view that is not security_invoker, or has no tenant_id'
            when 'm' then 'a materialised view: it knows no policies'
            when 'f' then 'a foreign table: it knows no policies'
            else 'neither protected nor declared global'
        end
        from known where kind = 'unknown'
    union all
    -- A table counts as protected by its floor; the rest of what protect() made must stand too, on it and its partitions.
    select c.oid, case when c.relrowsecurity then 'row security is not forced' else 'row security is disabled' end
        from parts join pg_class c on c.oid = parts.oid where not (c.relrowsecurity and c.relforcerowsecurity)
    union all
    select p.oid, format('its policy *_tenant_isolation%s is not that of isolation.protect()', wanted.suffix)
        from protected p, isolation.policies() wanted, isolation.configuration f
        where not exists (select from pg_policy found
            where found.polrelid = p.oid and right(found.polname, length(wanted.suffix) + 17) = '_tenant_isolation' || wanted.suffix
            and found.polroles = (select array[r.oid] from pg_roles r where r.rolname = f.application_role)
            and found.polpermissive = (wanted.kind = 'permissive')
            and found.polcmd = case wanted.command when 'select' then 'r' when 'insert' then 'a' when 'update' then 'w'
                when 'delete' then 'd' else '*' end::"char"
            and isolation.comparable(pg_get_expr(found.polqual, p.oid)) is not distinct from isolation.comparable(wanted.seen)
            and isolation.comparable(pg_get_expr(found.polwithcheck, p.oid)) is not distinct from isolation.comparable(wanted.written))
    union all
    select p.oid, 'its tenant_id can be changed' from protected p, isolation.configuration f
        where has_column_privilege(f.application_role, p.oid, 'tenant_id', 'update')
        or not exists (select from pg_trigger t where t.tgrelid = p.oid and t.tgenabled in ('O', 'A')
            and t.tgfoid = 'isolation.refuse_move()'::regprocedure)
    union all
    -- None of these knows policies.
    select p.oid, 'the application role may truncate it, reference it or put triggers on it'
        from protected p, isolation.configuration f
        where has_table_privilege(f.application_role, p.oid, 'truncate, references, trigger')
        or has_any_column_privilege(f.application_role, p.oid, 'references');
$$;
comment on function isolation.unprotected() is 'Relations that the application role reaches without walls; empty when all is well.';

revoke all on all functions in schema isolation from public;
