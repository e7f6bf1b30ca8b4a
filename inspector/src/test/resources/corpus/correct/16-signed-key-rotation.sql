-- A signed context with key ids and two live keys, all owned by a role that cannot log in; tables are forced. Nothing to find.
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;

create role owner_16c nologin nosuperuser nobypassrls;
create role app_16c login nosuperuser nobypassrls;
create schema vault authorization owner_16c;
create schema ledger authorization owner_16c;
set role owner_16c;

create table vault.signing_key (
    kid smallint primary key,
    ipad bytea not null,
    opad bytea not null,
    not_after timestamptz not null
);

create function ledger.verified_tenant() returns uuid
    language sql stable parallel safe security definer
    set search_path = pg_catalog, pg_temp
begin atomic
    select s.tenant::uuid
    from (
        select nullif(current_setting('ledger.tenant', true), '') as tenant,
               nullif(split_part(current_setting('ledger.proof', true), ':', 1), '')::smallint as kid,
               split_part(current_setting('ledger.proof', true), ':', 2) as mac
    ) s
    join vault.signing_key k on k.kid = s.kid and k.not_after > now()
    where encode(sha256(k.opad || sha256(k.ipad || convert_to(s.tenant, 'UTF8'))), 'hex') = s.mac;
end;

create table ledger.tenant (id uuid primary key, name text not null);
create table ledger.account (
    tenant_id uuid not null references ledger.tenant,
    code varchar(20) not null,
    name text not null,
    primary key (tenant_id, code)
);
create table ledger.booking (
    tenant_id uuid not null references ledger.tenant,
    booked_at timestamptz not null default now(),
    seq int not null,
    debit varchar(20) not null,
    credit varchar(20) not null,
    amount numeric(18, 2) not null check (amount > 0),
    primary key (tenant_id, booked_at, seq),
    foreign key (tenant_id, debit) references ledger.account,
    foreign key (tenant_id, credit) references ledger.account
);
create index booking_debit on ledger.booking (tenant_id, debit);
create index booking_credit on ledger.booking (tenant_id, credit);

alter table ledger.account enable row level security, force row level security;
alter table ledger.booking enable row level security, force row level security;
create policy confined on ledger.account to app_16c
    using (tenant_id = (select ledger.verified_tenant())) with check (tenant_id = (select ledger.verified_tenant()));
create policy floor on ledger.account as restrictive to app_16c
    using (tenant_id = (select ledger.verified_tenant())) with check (tenant_id = (select ledger.verified_tenant()));
create policy confined on ledger.booking to app_16c
    using (tenant_id = (select ledger.verified_tenant())) with check (tenant_id = (select ledger.verified_tenant()));
create policy floor on ledger.booking as restrictive to app_16c
    using (tenant_id = (select ledger.verified_tenant())) with check (tenant_id = (select ledger.verified_tenant()));

grant usage on schema ledger to app_16c;
grant select, insert on ledger.account, ledger.booking to app_16c;
grant update (name) on ledger.account to app_16c;
reset role;

insert into vault.signing_key values
    (1, decode(repeat('5a', 64), 'hex'), decode(repeat('30', 64), 'hex'), 'infinity'),
    (2, decode(repeat('5b', 64), 'hex'), decode(repeat('31', 64), 'hex'), 'infinity');
insert into ledger.tenant values ('16000000-0000-4000-8000-000000000001', 'a'), ('16000000-0000-4000-8000-000000000002', 'b');
insert into ledger.account select id, c, c from ledger.tenant, unnest(array['1000', '8400']) c;
insert into ledger.booking select id, now(), n, '1000', '8400', n from ledger.tenant, generate_series(1, 3) n;
