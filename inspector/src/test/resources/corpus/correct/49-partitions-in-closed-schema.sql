-- A log partitioned by month whose partitions are even granted, but live in a schema the application has no USAGE on. Unsigned.
-- expect: C33 setting log.account
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;

create role app_49c login nosuperuser nobypassrls;

create schema log;
create schema log_parts;
grant usage on schema log to app_49c;

create table log.accounts (
    id bigint primary key,
    name text not null
);
create table log.entries (
    account_id bigint not null references log.accounts (id),
    logged_at timestamptz not null,
    line_no int not null,
    level text not null check (level in ('debug', 'info', 'warn', 'error')),
    message text not null,
    primary key (account_id, logged_at, line_no)
) partition by range (logged_at);

create table log_parts.entries_2026_05 partition of log.entries for values from ('2026-05-01') to ('2026-06-01');
create table log_parts.entries_2026_06 partition of log.entries for values from ('2026-06-01') to ('2026-07-01');
create table log_parts.entries_2026_07 partition of log.entries for values from ('2026-07-01') to ('2026-08-01');

alter table log.entries enable row level security;
create policy entries_account on log.entries to app_49c
    using (account_id = (select nullif(current_setting('log.account', true), '')::bigint))
    with check (account_id = (select nullif(current_setting('log.account', true), '')::bigint));
create policy entries_floor on log.entries as restrictive to app_49c
    using (account_id = (select nullif(current_setting('log.account', true), '')::bigint))
    with check (account_id = (select nullif(current_setting('log.account', true), '')::bigint));

create function log.errors_since(since timestamptz) returns setof log.entries
    language sql stable parallel safe
as $$ select * from log.entries e where e.level = 'error' and e.logged_at >= since $$;

grant select, insert on log.entries to app_49c;
grant select on all tables in schema log_parts to app_49c;

insert into log.accounts values (1, 'one'), (2, 'two');
insert into log.entries
select a.id, timestamptz '2026-05-15 09:00+00' + m * interval '1 month', 1, 'error', 'disk full'
from log.accounts a, generate_series(0, 2) m;
