-- Reads are walled, writes are not: messages may be put into any account, and a profile may be moved to one.
-- expect: C7 policy messages_send on public.messages
-- expect: C8 policy profiles_edit on public.profiles
-- expect: D2 column public.profiles.account_id
-- expect: K3 public.inbound_mail
-- expect: C4 database
-- expect: C33 setting app.account
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role mail_31h login nosuperuser nobypassrls;

create table accounts (
    id uuid primary key,
    name text not null
);
create table messages (
    account_id uuid not null references accounts (id),
    id uuid not null default gen_random_uuid(),
    body text not null,
    primary key (account_id, id)
);
create table profiles (
    account_id uuid not null references accounts (id),
    handle text not null,
    bio text not null default '',
    primary key (account_id, handle)
);
create table inbound_mail (
    account_id uuid not null references accounts (id),
    id uuid not null default gen_random_uuid(),
    raw text not null,
    primary key (account_id, id)
);

do $$
declare t text;
begin
    foreach t in array array['messages', 'profiles', 'inbound_mail'] loop
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
    end loop;
end $$;
create policy messages_read on messages for select to mail_31h
    using (account_id = (select nullif(current_setting('app.account', true), '')::uuid));
create policy messages_send on messages for insert to mail_31h
    with check (true);
create policy profiles_read on profiles for select to mail_31h
    using (account_id = (select nullif(current_setting('app.account', true), '')::uuid));
create policy profiles_edit on profiles for update to mail_31h
    using (account_id = (select nullif(current_setting('app.account', true), '')::uuid)) with check (true);
create policy inbound_mail_put on inbound_mail for insert to mail_31h
    with check (account_id = (select nullif(current_setting('app.account', true), '')::uuid));

grant select, insert on messages to mail_31h;
grant select, update on profiles to mail_31h;
grant insert on inbound_mail to mail_31h;

insert into accounts values
    ('61000000-0000-4000-8000-000000000001', 'Acme'), ('62000000-0000-4000-8000-000000000002', 'Globex');
insert into messages (account_id, body) select id, b from accounts, (values ('hello'), ('bye')) v (b);
insert into profiles select id, h from accounts, (values ('ann'), ('bob')) v (h);
