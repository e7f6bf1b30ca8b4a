-- A signed context, as it should be (key in an owner-only table, HMAC by sha256); but a definer search runs any query over any tenant's rows.
-- expect: E12 function public.search_anywhere(text)
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role app_55h login nosuperuser nobypassrls;

create schema sealed;
grant usage on schema sealed to app_55h;
create table sealed.signing (
    kid smallint primary key,
    ipad bytea not null check (length(ipad) = 64),
    opad bytea not null check (length(opad) = 64)
);
create table tenants (
    id uuid primary key,
    name text not null
);
create table letters (
    tenant_id uuid not null references tenants (id),
    letter_no integer not null,
    body text not null,
    primary key (tenant_id, letter_no)
);

-- token: tenant.expiry.mac
create function sealed.current_tenant() returns uuid
    language plpgsql stable parallel safe security definer set search_path = pg_catalog, pg_temp
    as $$
declare
    part text[] := string_to_array(current_setting('app.token', true), '.');
    k sealed.signing;
begin
    select s.* into k from sealed.signing s where s.kid = 1;
    if coalesce(array_length(part, 1), 0) <> 3
        or part[3] <> encode(sha256(k.opad || sha256(k.ipad || convert_to(part[1] || '.' || part[2], 'UTF8'))), 'hex')
        or to_timestamp(part[2]::bigint) < now() then
        raise exception 'no valid tenant context' using errcode = '42501';
    end if;
    return part[1]::uuid;
end $$;

create function search_anywhere(condition text) returns setof text
    language plpgsql stable security definer set search_path = pg_catalog, pg_temp
    as $$
begin
    return query execute 'select l.body from public.letters l where ' || condition;
end $$;

alter table letters enable row level security;
alter table letters force row level security;
create policy letters_tenant on letters to app_55h
    using (tenant_id = (select sealed.current_tenant()))
    with check (tenant_id = (select sealed.current_tenant()));
create policy letters_floor on letters as restrictive to app_55h
    using (tenant_id = (select sealed.current_tenant()))
    with check (tenant_id = (select sealed.current_tenant()));
grant select, insert, delete on letters to app_55h;
grant update (body) on letters to app_55h;

insert into sealed.signing values (1, decode(repeat('36', 64), 'hex'), decode(repeat('5c', 64), 'hex'));
insert into tenants values
    ('f1000000-0000-4000-8000-000000000001', 'Acme'), ('f2000000-0000-4000-8000-000000000002', 'Globex');
insert into letters select id, n, name || ' letter ' || n from tenants, generate_series(1, 2) n;
