-- any(array) membership by a SECURITY DEFINER helper that pins no search_path (nobody may create anything, still a trap), and a nullable, unindexed tenant.
-- expect: C23 function public.my_org_ids()
-- expect: D1 column public.photos.organization_id
-- expect: P1 public.photos
-- expect: P6 constraint photos_organization_id_fkey on public.photos
-- expect: A14 parameter log_statement
-- expect: C4 database
-- expect: C33 setting app.user_id
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role photos_60h login nosuperuser nobypassrls;
grant set on parameter log_statement to photos_60h;

create table organizations (
    id uuid primary key,
    name text not null
);
create table organization_users (
    organization_id uuid not null references organizations (id),
    user_id uuid not null,
    primary key (organization_id, user_id)
);
create table photos (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid references organizations (id),
    caption text not null
);

create function my_org_ids() returns uuid[]
    language sql stable parallel safe security definer
    as $$
        select coalesce(array_agg(u.organization_id), '{}') from public.organization_users u
        where u.user_id = nullif(current_setting('app.user_id', true), '')::uuid
    $$;

alter table photos enable row level security;
alter table photos force row level security;
create policy photos_of_my_orgs on photos to photos_60h
    using (organization_id = any ((select my_org_ids())::uuid[]))
    with check (organization_id = any ((select my_org_ids())::uuid[]));
grant select, insert, delete on photos to photos_60h;
grant update (caption) on photos to photos_60h;

insert into organizations values
    ('ab000000-0000-4000-8000-000000000001', 'Acme'), ('ac000000-0000-4000-8000-000000000002', 'Globex');
insert into organization_users values
    ('ab000000-0000-4000-8000-000000000001', 'e1000000-0000-4000-8000-000000000001'),
    ('ac000000-0000-4000-8000-000000000002', 'e2000000-0000-4000-8000-000000000002');
insert into photos (organization_id, caption) select id, c from organizations, (values ('sea'), ('sky')) v (c);
