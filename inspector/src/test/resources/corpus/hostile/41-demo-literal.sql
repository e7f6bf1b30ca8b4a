-- The demo tenant's id written into a policy "so that prospects see something" and into a column default; two tables have floors, this one has none.
-- expect: C18 policy boards_workspace on public.boards
-- expect: D4 column public.boards.workspace_id
-- expect: C4 public.boards
-- expect: C5 public.pins
-- expect: C33 setting app.workspace
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role web_41h login nosuperuser nobypassrls;

create table workspaces (
    id integer primary key,
    name text not null
);
create table boards (
    workspace_id integer not null default 1 references workspaces (id),
    name text not null,
    primary key (workspace_id, name)
);
create table cards (
    workspace_id integer not null references workspaces (id),
    board text not null,
    position integer not null,
    title text not null,
    primary key (workspace_id, board, position),
    foreign key (workspace_id, board) references boards (workspace_id, name)
);
create table pins (
    workspace_id integer not null references workspaces (id),
    board text not null,
    primary key (workspace_id, board)
);

do $$
declare t text;
begin
    foreach t in array array['boards', 'cards', 'pins'] loop
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
    end loop;
    foreach t in array array['cards', 'pins'] loop
        execute format($p$create policy %I on %I as restrictive to web_41h
            using (workspace_id = (select nullif(current_setting('app.workspace', true), '')::integer))$p$, t || '_floor', t);
    end loop;
end $$;
create policy boards_workspace on boards to web_41h
    using (workspace_id = (select nullif(current_setting('app.workspace', true), '')::integer) or workspace_id = 1)
    with check (workspace_id = (select nullif(current_setting('app.workspace', true), '')::integer));
create policy cards_workspace on cards to web_41h
    using (workspace_id = (select nullif(current_setting('app.workspace', true), '')::integer));

-- pins: nobody wrote the permissive policy
grant select, insert, delete on boards, cards to web_41h;
grant select on pins to web_41h;

insert into workspaces values (1, 'Demo'), (2, 'Acme'), (3, 'Globex');
insert into boards values (1, 'tour'), (2, 'plan'), (2, 'done'), (3, 'plan'), (3, 'takeover');
insert into cards select workspace_id, name, 1, 'first' from boards;
