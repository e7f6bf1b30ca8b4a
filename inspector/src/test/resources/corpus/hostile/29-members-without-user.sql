-- "in (select team_id from members)" without asking whose membership, over a members table that everybody may read.
-- expect: C1 policy chat_by_membership on public.chat_messages
-- expect: C1 policy members_visible on public.members
-- expect: C4 database
-- expect: C33 setting app.team_id
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role chat_29h login nosuperuser nobypassrls;

create table teams (
    id uuid primary key,
    name text not null
);
create table members (
    team_id uuid not null references teams (id),
    user_id uuid not null,
    primary key (team_id, user_id)
);
create table chat_messages (
    team_id uuid not null references teams (id),
    id uuid not null default gen_random_uuid(),
    said text not null,
    primary key (team_id, id)
);

alter table members enable row level security;
alter table members force row level security;
alter table chat_messages enable row level security;
alter table chat_messages force row level security;

create policy members_visible on members for select to chat_29h
    using (true);
create policy chat_by_membership on chat_messages for select to chat_29h
    using (team_id in (select m.team_id from members m));
create policy chat_say on chat_messages for insert to chat_29h
    with check (team_id = (select nullif(current_setting('app.team_id', true), '')::uuid));

grant select on members to chat_29h;
grant select, insert on chat_messages to chat_29h;

insert into teams values
    ('51000000-0000-4000-8000-000000000001', 'red'), ('52000000-0000-4000-8000-000000000002', 'blue');
insert into members select id, u::uuid from teams,
    (values ('e1000000-0000-4000-8000-000000000001'), ('e2000000-0000-4000-8000-000000000002')) v (u);
insert into chat_messages (team_id, said) select id, s from teams, (values ('hi'), ('our password is hunter2')) v (s);
