-- PostgREST claims parsed for every row, and an "admin" claim in the same forgeable JSON that opens all organizations.
-- expect: C12 policy notes_org_or_admin on api.notes
-- expect: P8 policy notes_org_or_admin on api.notes
-- expect: C4 database
-- expect: C33 setting request.jwt.claims
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role web_user_56h nologin nosuperuser nobypassrls;
create role web_anon_56h nologin nosuperuser nobypassrls;
create role authenticator_56h login noinherit nosuperuser nobypassrls;
grant web_user_56h, web_anon_56h to authenticator_56h;

create schema api;
create schema private;
grant usage on schema api to web_user_56h;

create table private.organizations (
    id text primary key,
    name text not null
);
create table api.notes (
    organization_id text not null references private.organizations (id),
    note_no integer not null,
    body text not null,
    primary key (organization_id, note_no)
);

alter table api.notes enable row level security;
alter table api.notes force row level security;
create policy notes_org_or_admin on api.notes for select to web_user_56h
    using (
        organization_id = nullif(current_setting('request.jwt.claims', true), '')::json ->> 'org'
        or nullif(current_setting('request.jwt.claims', true), '')::json ->> 'role' = 'admin'
    );
create policy notes_add on api.notes for insert to web_user_56h
    with check (organization_id = (select nullif(current_setting('request.jwt.claims', true), '')::json ->> 'org'));
grant select, insert on api.notes to web_user_56h;

insert into private.organizations values ('acme', 'Acme'), ('globex', 'Globex');
insert into api.notes values ('acme', 1, 'a'), ('acme', 2, 'b'), ('globex', 1, 'c'), ('globex', 2, 'd');
