-- A signed context: HMAC-SHA-256 from built-in sha256() and precomputed pads in a table that only the definer function reads. Nothing to find.
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;

create role app_14c login nosuperuser nobypassrls;

create schema context;
create table context.hmac_pads (
    ipad bytea not null check (length(ipad) = 64),
    opad bytea not null check (length(opad) = 64)
);

create function context.workspace() returns uuid
    language sql stable parallel safe security definer
    set search_path = pg_catalog, pg_temp
as $$
    select claimed.workspace::uuid
    from (
        select nullif(current_setting('context.workspace', true), '') as workspace,
               nullif(current_setting('context.signature', true), '') as signature
    ) claimed
    join context.hmac_pads pads
        on encode(sha256(pads.opad || sha256(pads.ipad || convert_to(claimed.workspace, 'UTF8'))), 'hex')
            = claimed.signature
$$;

create table workspaces (
    id uuid primary key,
    name text not null
);
create table boards (
    id uuid primary key default gen_random_uuid(),
    workspace_id uuid not null references workspaces (id),
    name text not null,
    unique (workspace_id, id)
);
create table cards (
    id uuid primary key default gen_random_uuid(),
    workspace_id uuid not null references workspaces (id),
    board_id uuid not null,
    title text not null,
    foreign key (workspace_id, board_id) references boards (workspace_id, id) on delete cascade
);
create index cards_of_board on cards (workspace_id, board_id);

alter table boards enable row level security, force row level security;
alter table cards enable row level security, force row level security;

create policy verified on boards to app_14c
    using (workspace_id = (select context.workspace())) with check (workspace_id = (select context.workspace()));
create policy verified_floor on boards as restrictive to app_14c
    using (workspace_id = (select context.workspace())) with check (workspace_id = (select context.workspace()));
create policy verified on cards to app_14c
    using (workspace_id = (select context.workspace())) with check (workspace_id = (select context.workspace()));
create policy verified_floor on cards as restrictive to app_14c
    using (workspace_id = (select context.workspace())) with check (workspace_id = (select context.workspace()));

grant usage on schema context to app_14c;
grant select, insert, delete on boards, cards to app_14c;
grant update (name) on boards to app_14c;
grant update (board_id, title) on cards to app_14c;

insert into context.hmac_pads values (decode(repeat('5a', 64), 'hex'), decode(repeat('30', 64), 'hex'));
insert into workspaces values
    ('14000000-0000-4000-8000-000000000001', 'Design'), ('14000000-0000-4000-8000-000000000002', 'Sales');
insert into boards (workspace_id, name) select id, 'Backlog' from workspaces;
insert into cards (workspace_id, board_id, title) select workspace_id, id, 'card ' || n from boards, generate_series(1, 3) n;
