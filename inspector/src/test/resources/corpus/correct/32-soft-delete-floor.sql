-- Soft delete: the floor asks for the tenant and, beside it, for rows not deleted or deleted a moment ago; the OR opens nothing. Unsigned.
-- expect: P5 policy notes_floor on public.notes
-- expect: C33 setting notes.team
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;

create role app_32c login nosuperuser nobypassrls;

create table teams (
    id uuid primary key,
    name text not null
);
create table notes (
    team_id uuid not null references teams (id),
    id uuid not null default gen_random_uuid(),
    title text not null,
    body text not null default '',
    deleted_at timestamptz,
    primary key (team_id, id)
);
create index notes_live on notes (team_id, title) where deleted_at is null;

create function team() returns uuid language sql stable parallel safe
    return nullif(current_setting('notes.team', true), '')::uuid;

alter table notes enable row level security;
alter table notes force row level security;

create policy notes_team on notes to app_32c
    using (team_id = (select team()))
    with check (team_id = (select team()));
create policy notes_floor on notes as restrictive to app_32c
    using (team_id = (select team()) and (deleted_at is null or deleted_at > now() - interval '30 days'))
    with check (team_id = (select team()));

grant select, insert on notes to app_32c;
grant update (title, body, deleted_at) on notes to app_32c;

insert into teams values ('32000000-0000-4000-8000-000000000001', 'Writers'), ('32000000-0000-4000-8000-000000000002', 'Readers');
insert into notes (team_id, title, deleted_at)
select id, t.title, t.gone
from teams,
    (values ('kept', null), ('binned', now() - interval '1 day'), ('long gone', now() - interval '1 year')) t (title, gone);
