-- "The importer reads its CSV on the server": EXECUTE on pg_read_file, a function in an untrusted language for everybody, and API keys in clear.
-- expect: E10 function pg_catalog.pg_read_file(text)
-- expect: E11 function public.run_hook(text)
-- expect: E13 column public.webhooks.api_key
-- expect: C4 database
-- expect: C33 setting app.team
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role importer_50h login nosuperuser nobypassrls;
grant execute on function pg_read_file(text) to importer_50h;

-- untrusted: no "trusted" in its definition
create language plpgsqlu handler plpgsql_call_handler inline plpgsql_inline_handler validator plpgsql_validator;
create function run_hook(name text) returns text
    language plpgsqlu
    as $$ begin return 'ran ' || name; end $$;

create table teams (
    id integer primary key,
    name text not null
);
create table webhooks (
    team_id integer not null references teams (id),
    url text not null,
    api_key text not null,
    api_key_hash bytea not null,
    primary key (team_id, url)
);
alter table webhooks enable row level security;
alter table webhooks force row level security;
create policy webhooks_team on webhooks to importer_50h
    using (team_id = (select nullif(current_setting('app.team', true), '')::integer))
    with check (team_id = (select nullif(current_setting('app.team', true), '')::integer));
grant select, insert, delete on webhooks to importer_50h;

insert into teams values (1, 'red'), (2, 'blue');
insert into webhooks values
    (1, 'https://a.test', 'key-a', sha256('key-a')), (1, 'https://b.test', 'key-b', sha256('key-b')),
    (2, 'https://a.test', 'key-c', sha256('key-c')), (2, 'https://d.test', 'key-d', sha256('key-d'));
