-- Old-school table inheritance by year: the parent has a policy, the child that the invoicing job also reads directly has no RLS.
-- expect: B6 ledger.entry_2025
-- expect: C4 database
-- expect: C33 setting ledger.account
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role invoicing_16h login nosuperuser nobypassrls;

create schema ledger;
grant usage on schema ledger to invoicing_16h;

create table ledger.account (
    account_id bigint primary key,
    holder text not null
);
create table ledger.entry (
    account_id bigint not null references ledger.account (account_id),
    entry_id uuid not null default gen_random_uuid(),
    booked_on date not null,
    cents bigint not null,
    primary key (account_id, entry_id)
);
create table ledger.entry_2025 (
    primary key (account_id, entry_id),
    foreign key (account_id) references ledger.account (account_id),
    check (booked_on >= '2025-01-01' and booked_on < '2026-01-01')
) inherits (ledger.entry);
create table ledger.entry_2024 (
    primary key (account_id, entry_id),
    foreign key (account_id) references ledger.account (account_id),
    check (booked_on >= '2024-01-01' and booked_on < '2025-01-01')
) inherits (ledger.entry);

alter table ledger.entry enable row level security;
alter table ledger.entry force row level security;
create policy entry_account on ledger.entry to invoicing_16h
    using (account_id = (select nullif(current_setting('ledger.account', true), '')::bigint))
    with check (account_id = (select nullif(current_setting('ledger.account', true), '')::bigint));

grant select, insert on ledger.entry to invoicing_16h;
grant select on ledger.entry_2025 to invoicing_16h;

insert into ledger.account values (100, 'Acme'), (200, 'Globex');
insert into ledger.entry (account_id, booked_on, cents) values (100, '2026-01-02', 500), (200, '2026-01-03', 900);
insert into ledger.entry_2025 (account_id, booked_on, cents) values (100, '2025-05-02', 120), (200, '2025-06-03', 340);
insert into ledger.entry_2024 (account_id, booked_on, cents) values (100, '2024-05-02', 77), (200, '2024-06-03', 88);
