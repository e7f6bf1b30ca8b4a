-- The origin of a context: where the work comes from, as the application put it into words (an address, a request's id),
-- signed with the rest, so that whoever keeps a record of changes can rely on it:
--   app.context_signature    v1.<key id>.<tenant>.<actor>.<access>.<expiry>.<origin, base64>.<mac>
-- What reads the signature is written anew; a context of the former shape, without an origin, is malformed from here on.

-- The reason why a context does not verify: null where there is none, an error that names the fault otherwise. It is apart
-- from verified_tenant() because PL/pgSQL sets every expression up anew in each transaction, and this path is the rare one.
create or replace function isolation.refused_context() returns uuid
language plpgsql stable parallel safe security definer set search_path = pg_catalog, pg_temp
as $$
declare
    signature constant text := current_setting('app.context_signature', true);
    part constant text[] := string_to_array(signature, '.');
    mac text;
begin
    if signature is null or signature = '' then
        return null;
    end if;
    if part[1] is distinct from 'v1' or cardinality(part) <> 8 then
        raise exception 'tenant context refused: the signature is malformed'
            using errcode = '42501', hint = 'Enter a context that the application issued.';
    end if;
    select encode(sha256(k.outer_block || sha256(k.inner_block || convert_to(left(signature, -65), 'UTF8'))), 'hex')
        into mac from isolation.signing_keys k where k.id = part[2];
    if not found then
        raise exception 'tenant context refused: its signing key is unknown'
            using errcode = '42501', hint = 'Install the key (IsolationInstaller.trust) before it signs.';
    end if;
    if mac is distinct from part[8] then
        raise exception 'tenant context refused: the signature does not match'
            using errcode = '42501', hint = 'Enter a context that the application issued, unchanged.';
    end if;
    if part[6]::bigint < extract(epoch from clock_timestamp()) then
        raise exception 'tenant context refused: it has expired'
            using errcode = '42501', hint = 'Issue a new context.';
    end if;
    if part[3] is distinct from current_setting('app.current_tenant_id', true) then
        raise exception 'tenant context refused: app.current_tenant_id is not the tenant that was signed'
            using errcode = '42501', hint = 'Set both settings from the same context.';
    end if;
    return null;
end
$$;

-- Writes verified_tenant() and writable_tenant() around the given membership check. All of it stands in one body, because
-- this is the code that every statement of the application pays for: what PL/pgSQL and the executor set up anew each time
-- (a nested call, a function named in an expression, a table looked at) costs more than what is computed.
-- A check in PL/pgSQL is as fast as one in SQL on PostgreSQL 18, and saves 50 microseconds a statement before: there, an SQL
-- function is planned anew in every transaction.
create or replace procedure isolation.use_membership_check(membership regprocedure)
language plpgsql set search_path = pg_catalog, pg_temp
as $body$
declare
    check_name text;
    function_name text;
begin
    select format('%I.%I', n.nspname, p.proname) into strict check_name
        from pg_proc p join pg_namespace n on n.oid = p.pronamespace where p.oid = membership;
    if (select p.prorettype <> 'boolean'::regtype or p.proretset or p.prokind <> 'f'
            or array_to_string(p.proargtypes::oid[]::regtype[], ',') <> 'uuid,text' from pg_proc p where p.oid = membership) then
        raise exception 'a membership check takes (uuid, text) and returns boolean, unlike %', membership;
    end if;
    -- It runs with the rights of this schema's owner, so nobody else may be able to write it anew.
    if (select pg_get_userbyid(p.proowner) <> current_user from pg_proc p where p.oid = membership) then
        raise exception 'the membership check % belongs to another role than %', membership, current_user
            using errcode = '42501', hint = 'Let the owner of the schema isolation own it.';
    end if;
    -- INVARIANT: STABLE, never IMMUTABLE (an immutable function is folded into cached plans and serves the wrong tenant);
    -- no EXCEPTION block (it would start a subtransaction, which parallel workers cannot); the order of the CASE arms is
    -- the order of evaluation: nothing of a signature is trusted or cast before its mac matches. It matches when the
    -- comparison is true: a key that is not there yields no mac, and 'is distinct from' would find it equal to a part
    -- that is not there either.
    foreach function_name in array array['verified_tenant', 'writable_tenant'] loop
        execute format($create$
            create or replace function isolation.%1$I() returns uuid
            language plpgsql stable parallel safe security definer set search_path = pg_catalog, pg_temp
            as $function$
            declare
                signature constant text := current_setting('app.context_signature', true);
                part constant text[] := string_to_array(signature, '.');
                inner_block bytea;
                outer_block bytea;
            begin
                select k.inner_block, k.outer_block into inner_block, outer_block
                    from isolation.signing_keys k where k.id = part[2];
                return case
                    %2$s
                    when case
                        when (encode(sha256(outer_block || sha256(inner_block || convert_to(left(signature, -65), 'UTF8'))), 'hex')
                            = part[8]) is not true then true
                        when to_timestamp(part[6]::float8) < clock_timestamp() then true
                        else part[3] is distinct from current_setting('app.current_tenant_id', true)
                    end then isolation.refused_context()
                    when %3$s(part[3]::uuid, part[4]) then part[3]::uuid
                end;
            end
            $function$
            $create$,
            function_name,
            case function_name when 'writable_tenant' then $arm$when part[5] is distinct from 'write' then null$arm$ end,
            check_name);
    end loop;
end
$body$;

-- With the membership check that is in use.
do $$
declare
    membership constant text := (select substring(p.prosrc from 'when ([^\n]+)\(part\[3\]::uuid, part\[4\]\) then part\[3\]::uuid')
        from pg_proc p where p.oid = 'isolation.verified_tenant()'::regprocedure);
begin
    execute format('call isolation.use_membership_check(%L::regprocedure)', membership || '(uuid,text)');
end
$$;

create function isolation.verified_origin() returns text
language plpgsql stable parallel safe security definer set search_path = pg_catalog, pg_temp
as $$
begin
    return case when isolation.verified_tenant() is not null then
        nullif(convert_from(decode(split_part(current_setting('app.context_signature', true), '.', 7), 'base64'), 'UTF8'), '') end;
end
$$;
comment on function isolation.verified_origin() is
    'Where the work of the signed context comes from, as the application says; null where it does not, or verified_tenant() is.';
revoke all on function isolation.verified_origin() from public;
