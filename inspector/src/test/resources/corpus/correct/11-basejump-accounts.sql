-- A Basejump-like starter: accounts and account_user in a schema of their own, policies through get_accounts_with_role(). Unsigned claims.
-- expect: C33 setting request.jwt.claims
-- app: authenticated_11c
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;

create role authenticated_11c nologin nosuperuser nobypassrls;
create role authenticator_11c login noinherit nosuperuser nobypassrls;
grant authenticated_11c to authenticator_11c;

create schema auth;
create schema basejump;
create type basejump.account_role as enum ('owner', 'member');

create function auth.uid() returns uuid language sql stable parallel safe as $$
    select (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid
$$;

create table basejump.accounts (
    id uuid primary key default gen_random_uuid(),
    name text
);
create table basejump.account_user (
    user_id uuid not null,
    account_id uuid not null references basejump.accounts (id) on delete cascade,
    account_role basejump.account_role not null,
    primary key (account_id, user_id)
);
create index account_user_user_id on basejump.account_user (user_id);

create function basejump.get_accounts_with_role(passed_in_role basejump.account_role default null) returns setof uuid
    language sql stable parallel safe security definer set search_path to ''
as $$
    select wu.account_id
    from basejump.account_user wu
    where wu.user_id = (select auth.uid()) and wu.account_role = coalesce(passed_in_role, wu.account_role)
$$;

create table public.posts (
    id uuid primary key default gen_random_uuid(),
    account_id uuid not null references basejump.accounts (id) on delete cascade,
    title text not null
);
create index posts_account_id on public.posts (account_id);

alter table basejump.accounts enable row level security;
alter table basejump.account_user enable row level security;
alter table public.posts enable row level security;

create policy "Accounts are viewable by members" on basejump.accounts for select to authenticated_11c
    using (id in (select basejump.get_accounts_with_role()));
create policy "Accounts floor" on basejump.accounts as restrictive to authenticated_11c
    using (id in (select basejump.get_accounts_with_role()));
create policy "Teammates are viewable" on basejump.account_user for select to authenticated_11c
    using (account_id in (select basejump.get_accounts_with_role()));
create policy "Teammates floor" on basejump.account_user as restrictive to authenticated_11c
    using (account_id in (select basejump.get_accounts_with_role()));
create policy "Members read posts" on public.posts for select to authenticated_11c
    using (account_id in (select basejump.get_accounts_with_role()));
create policy "Owners write posts" on public.posts for insert to authenticated_11c
    with check (account_id in (select basejump.get_accounts_with_role('owner')));
create policy "Owners change posts" on public.posts for update to authenticated_11c
    using (account_id in (select basejump.get_accounts_with_role('owner')));
create policy "Posts floor" on public.posts as restrictive to authenticated_11c
    using (account_id in (select basejump.get_accounts_with_role()));

grant usage on schema auth, basejump to authenticated_11c;
grant select on basejump.accounts, basejump.account_user to authenticated_11c;
grant select, insert on public.posts to authenticated_11c;
grant update (title) on public.posts to authenticated_11c;

insert into basejump.accounts values ('0c000000-0000-4000-8000-00000000000c', 'C'), ('0d000000-0000-4000-8000-00000000000d', 'D');
insert into basejump.account_user select ('11111111-1111-4111-8111-11111111111' || right(name, 1))::uuid, id, 'owner' from basejump.accounts;
insert into public.posts (account_id, title) select id, 'post ' || n from basejump.accounts, generate_series(1, 2) n;
