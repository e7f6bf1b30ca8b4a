-- Supabase with organisations: membership through a definer helper in a private schema, service_role apart. Right but unsigned claims.
-- expect: C33 setting request.jwt.claims
-- app: authenticated_09c, anon_09c
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;

create role anon_09c nologin nosuperuser nobypassrls;
create role authenticated_09c nologin nosuperuser nobypassrls;
create role service_role_09c login nosuperuser bypassrls;
create role authenticator_09c login noinherit nosuperuser nobypassrls;
grant anon_09c, authenticated_09c to authenticator_09c;

create schema auth;
create schema private;
grant usage on schema auth to anon_09c, authenticated_09c;

create function auth.uid() returns uuid language sql stable parallel safe as $$
    select nullif(nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub', '')::uuid
$$;

create table organizations (
    id uuid primary key default gen_random_uuid(),
    name text not null
);
create table memberships (
    organization_id uuid not null references organizations (id),
    user_id uuid not null,
    role text not null default 'member',
    primary key (organization_id, user_id)
);
create table documents (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations (id),
    title text not null,
    body jsonb not null default '{}'
);
create index memberships_user_id on memberships (user_id);
create index documents_organization_id on documents (organization_id, title);

create function private.my_organizations() returns setof uuid
    language sql stable parallel safe security definer set search_path = ''
as $$ select m.organization_id from public.memberships m where m.user_id = (select auth.uid()) $$;

alter table organizations enable row level security;
alter table memberships enable row level security;
alter table documents enable row level security;

create policy "Members see their organisations" on organizations for select to authenticated_09c
    using (id in (select private.my_organizations()));
create policy "Floor" on organizations as restrictive to authenticated_09c
    using (id in (select private.my_organizations()));
create policy "Members see who else is in" on memberships for select to authenticated_09c
    using (organization_id in (select private.my_organizations()));
create policy "Floor" on memberships as restrictive to authenticated_09c
    using (organization_id in (select private.my_organizations()));
create policy "Members work on documents" on documents to authenticated_09c
    using (organization_id in (select private.my_organizations()))
    with check (organization_id in (select private.my_organizations()));
create policy "Floor" on documents as restrictive to authenticated_09c
    using (organization_id in (select private.my_organizations()))
    with check (organization_id in (select private.my_organizations()));

grant select on organizations, memberships to authenticated_09c;
grant select, insert, delete on documents to authenticated_09c;
grant update (title, body) on documents to authenticated_09c;
grant select, insert, update, delete on organizations, memberships, documents to service_role_09c;

insert into organizations values ('0a000000-0000-4000-8000-00000000000a', 'A'), ('0b000000-0000-4000-8000-00000000000b', 'B');
insert into memberships values
    ('0a000000-0000-4000-8000-00000000000a', '11111111-1111-4111-8111-111111111111', 'owner'),
    ('0b000000-0000-4000-8000-00000000000b', '22222222-2222-4222-8222-222222222222', 'owner');
insert into documents (organization_id, title) select id, 'note ' || n from organizations, generate_series(1, 3) n;
