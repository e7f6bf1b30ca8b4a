-- Role defaults that look suspicious and are not (an empty context, a search_path nobody may write to) and a service role out of reach.
-- expect: C33 setting saas.account_id
-- app: app_38c
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;

create role app_38c login nosuperuser nobypassrls;
create role service_role_38c login nosuperuser bypassrls;

create schema saas;
grant usage on schema saas to app_38c, service_role_38c;

alter role app_38c set saas.account_id = '';
alter role app_38c set search_path = saas, public;
alter role app_38c set statement_timeout = '5s';
alter role service_role_38c set row_security = off;

create table saas.account (
    id uuid primary key default gen_random_uuid(),
    name text not null
);
create table saas.job (
    id uuid primary key default gen_random_uuid(),
    account_id uuid not null references saas.account (id),
    kind text not null,
    state text not null default 'queued',
    run_at timestamptz not null default now()
);
create index job_account_run_at on saas.job (account_id, run_at);

alter table saas.job enable row level security;
alter table saas.job force row level security;
create policy job_account on saas.job to app_38c
    using (account_id = (select nullif(current_setting('saas.account_id', true), '')::uuid))
    with check (account_id = (select nullif(current_setting('saas.account_id', true), '')::uuid));
create policy job_account_floor on saas.job as restrictive to app_38c
    using (account_id = (select nullif(current_setting('saas.account_id', true), '')::uuid))
    with check (account_id = (select nullif(current_setting('saas.account_id', true), '')::uuid));

grant select, insert, delete on saas.job to app_38c;
grant update (state, run_at) on saas.job to app_38c;
grant select, update on saas.job to service_role_38c;

insert into saas.account values ('38000000-0000-4000-8000-000000000001', 'one'), ('38000000-0000-4000-8000-000000000002', 'two');
insert into saas.job (account_id, kind) select id, k from saas.account, unnest(array['mail', 'sync', 'bill']) k;
