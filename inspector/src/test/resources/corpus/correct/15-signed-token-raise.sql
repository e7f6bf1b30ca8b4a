-- One signed token with an expiry, checked in PL/pgSQL that raises on forgery (RAISE EXCEPTION, but no EXCEPTION block). Nothing to find.
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;

create role app_15c login nosuperuser nobypassrls;

create schema gate;
create table gate.key (inner_pad bytea not null, outer_pad bytea not null);
insert into gate.key values (decode(repeat('5a', 64), 'hex'), decode(repeat('30', 64), 'hex'));

-- token: <org>.<expiry in epoch seconds>.<hex of the mac>
create function gate.org() returns bigint
    language plpgsql stable parallel safe security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    token text := coalesce(current_setting('gate.token', true), '');
    part text[] := string_to_array(token, '.');
    mac bytea;
begin
    if token = '' then
        return null;
    end if;
    if token !~ '^[0-9]{1,18}\.[0-9]{1,12}\.[0-9a-f]{64}$' then
        raise exception 'malformed token' using errcode = '42501';
    end if;
    select sha256(k.outer_pad || sha256(k.inner_pad || convert_to(part[1] || '.' || part[2], 'UTF8')))
        into mac from gate.key k;
    if encode(mac, 'hex') <> part[3] or part[2]::bigint < extract(epoch from now()) then
        raise exception 'forged or stale token' using errcode = '42501';
    end if;
    return part[1]::bigint;
end $$;

create table invoices (
    org_id bigint not null,
    no bigint generated always as identity,
    customer text not null,
    cents bigint not null,
    primary key (org_id, no)
);
create table reminders (
    org_id bigint not null,
    invoice_no bigint not null,
    sent_on date not null,
    primary key (org_id, invoice_no, sent_on),
    foreign key (org_id, invoice_no) references invoices (org_id, no)
);

alter table invoices enable row level security;
alter table invoices force row level security;
alter table reminders enable row level security;
alter table reminders force row level security;
create policy invoices_org on invoices to app_15c using (org_id = (select gate.org())) with check (org_id = (select gate.org()));
create policy invoices_floor on invoices as restrictive to app_15c using (org_id = (select gate.org())) with check (org_id = (select gate.org()));
create policy reminders_org on reminders to app_15c using (org_id = (select gate.org())) with check (org_id = (select gate.org()));
create policy reminders_floor on reminders as restrictive to app_15c using (org_id = (select gate.org())) with check (org_id = (select gate.org()));

grant usage on schema gate to app_15c;
grant select, insert on invoices, reminders to app_15c;
grant update (customer, cents) on invoices to app_15c;

insert into invoices (org_id, customer, cents) values (1, 'Ann', 100), (1, 'Bob', 200), (2, 'Cyd', 300), (2, 'Dan', 400);
insert into reminders select org_id, no, date '2026-01-31' from invoices;
