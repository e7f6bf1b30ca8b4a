-- The policy asks a harmless-looking helper, which asks another, which trusts a session setting that anybody can set.
-- expect: C12 policy assets_visible on public.assets
-- expect: C22 function authz.may_see_all()
-- expect: C4 database
-- expect: C33 setting app.org
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role app_36h login nosuperuser nobypassrls;

create schema authz;
grant usage on schema authz to app_36h;

create table organizations (
    id integer primary key,
    name text not null
);
create table assets (
    org_id integer not null references organizations (id),
    tag text not null,
    owner_name text not null,
    primary key (org_id, tag)
);

create function authz.current_org() returns integer
    language sql stable parallel safe
    as $$ select nullif(current_setting('app.org', true), '')::integer $$;
create function authz.session_flag() returns text
    language sql stable parallel safe
    as $$ select coalesce(nullif(current_setting('app.support_mode', true), ''), 'off') $$;
create function authz.is_staff() returns boolean
    language plpgsql stable parallel safe
    as $$ begin return authz.session_flag() = 'on'; end $$;
create function authz.may_see_all() returns boolean
    language sql stable
    as $$ select authz.is_staff() $$;

alter table assets enable row level security;
alter table assets force row level security;
create policy assets_visible on assets for select to app_36h
    using (org_id = (select authz.current_org()) or (select authz.may_see_all()));
create policy assets_insert on assets for insert to app_36h
    with check (org_id = (select authz.current_org()));
create policy assets_delete on assets for delete to app_36h
    using (org_id = (select authz.current_org()));
grant select, insert, delete on assets to app_36h;

insert into organizations values (1, 'Acme'), (2, 'Globex');
insert into assets values (1, 'L-1', 'ann'), (1, 'L-2', 'bob'), (2, 'L-1', 'cid'), (2, 'L-7', 'dee');
