-- A Rails application with account_id on every model; sequences give USAGE only and the bookkeeping tables are out of reach.
-- expect: C33 setting rails.account_id
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;

create role app_05c login nosuperuser nobypassrls;

create table schema_migrations (version varchar not null primary key);
create table ar_internal_metadata (key varchar not null primary key, value varchar, created_at timestamp(6) not null);

create sequence projects_id_seq;
create sequence todos_id_seq;

create table accounts (
    id bigint primary key,
    name varchar not null,
    created_at timestamp(6) not null default now()
);
create table projects (
    account_id bigint not null constraint fk_rails_projects_account references accounts (id),
    id bigint not null default nextval('projects_id_seq'),
    name varchar not null,
    archived boolean not null default false,
    primary key (account_id, id)
);
create table todos (
    account_id bigint not null constraint fk_rails_todos_account references accounts (id),
    id bigint not null default nextval('todos_id_seq'),
    project_id bigint not null,
    title varchar not null,
    position int,
    primary key (account_id, id),
    constraint fk_rails_todos_project foreign key (account_id, project_id) references projects (account_id, id)
);
alter sequence projects_id_seq owned by projects.id;
alter sequence todos_id_seq owned by todos.id;
create index index_todos_on_account_id_and_project_id on todos (account_id, project_id);

create function current_account_id() returns bigint language sql stable parallel safe as $$
    select nullif(current_setting('rails.account_id', true), '')::bigint
$$;

alter table projects enable row level security, force row level security;
alter table todos enable row level security, force row level security;

create policy projects_account on projects to app_05c
    using (account_id = (select current_account_id())) with check (account_id = (select current_account_id()));
create policy projects_account_floor on projects as restrictive to app_05c
    using (account_id = (select current_account_id())) with check (account_id = (select current_account_id()));
create policy todos_account on todos to app_05c
    using (account_id = (select current_account_id())) with check (account_id = (select current_account_id()));
create policy todos_account_floor on todos as restrictive to app_05c
    using (account_id = (select current_account_id())) with check (account_id = (select current_account_id()));

grant usage on sequence projects_id_seq, todos_id_seq to app_05c;
grant select, insert, delete on projects, todos to app_05c;
grant update (name, archived) on projects to app_05c;
grant update (project_id, title, position) on todos to app_05c;

insert into schema_migrations values ('20260101000001'), ('20260101000002');
insert into accounts (id, name) values (7, 'Basement'), (8, 'Attic');
insert into projects (account_id, name) values (7, 'Website'), (7, 'Van'), (8, 'Website');
insert into todos (account_id, project_id, title) select account_id, id, 'start ' || name from projects;
