-- What the application role can reach, and what stands around it.

-- Every relation that the application role can reach, by its kind: 'tenant' (its rows belong to tenants), 'global'
-- (declared to be no tenant's), 'unknown' (neither: a hole). Wall 1 reads it when the application connects.
create function isolation.relations() returns table (schema_name name, relation_name name, kind text)
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
    select r.nspname, r.relname, case
            when exists (select from isolation.global_tables g where g.relation = r.oid) then 'global'
            when r.relkind in ('r', 'p') and exists (select from pg_policy p
                where p.polrelid = r.oid and p.polname like '%\_tenant\_isolation\_floor') then 'tenant'
            when r.relkind = 'v' and exists (select from pg_options_to_table(r.reloptions) o
                    where o.option_name = 'security_invoker' and o.option_value::boolean)
                and exists (select from pg_attribute a where a.attrelid = r.oid and a.attname = 'tenant_id') then 'tenant'
            else 'unknown'
        end
        from reachable r;
$$;

-- Every relation that the application role can reach and that is neither protected, wholly, nor declared global.
create function isolation.unprotected() returns table (relation regclass, problem text)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    select format('%I.%I', r.schema_name, r.relation_name)::regclass, case c.relkind
            when 'v' then 'a view that is not security_invoker, or has no tenant_id'
            when 'm' then 'a materialised view: it knows no policies'
            when 'f' then 'a foreign table: it knows no policies'
            else 'neither protected nor declared global'
        end
        from isolation.relations() r
        join pg_class c on c.oid = format('%I.%I', r.schema_name, r.relation_name)::regclass
        where r.kind = 'unknown'
    union all
    -- A table counts as protected by its floor; the rest of what protect() made must stand too, on it and its partitions.
    select part.relid, case
            when not c.relrowsecurity then 'row security is disabled'
            when not c.relforcerowsecurity then 'row security is not forced'
            else 'its policies are not those of isolation.protect()'
        end
        from isolation.relations() r
        join pg_partition_tree(format('%I.%I', r.schema_name, r.relation_name)::regclass) part on true
        join pg_class c on c.oid = part.relid
        where r.kind = 'tenant'
        and (not c.relrowsecurity or not c.relforcerowsecurity
            or (part.level = 0 and (select count(*) from pg_policy p
                where p.polrelid = c.oid and p.polname like '%\_tenant\_isolation\_%') <> 8));
$$;
comment on function isolation.unprotected() is 'Relations that the application role reaches without walls; empty when all is well.';

revoke all on all functions in schema isolation from public;
