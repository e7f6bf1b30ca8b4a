-- Rails migrations with plain belongs_to keys: deleting my post may delete your comments, a tag may hang on your post, and e-mail is unique world-wide.
-- expect: D6 constraint comments_post on public.comments
-- expect: D5 constraint taggings_post on public.taggings
-- expect: D8 index public.index_authors_on_email
-- expect: P6 constraint taggings_post on public.taggings
-- expect: D12 constraint taggings_post on public.taggings
-- expect: D7 column public.taggings.account_id
-- expect: C30 public.taggings
-- expect: C4 database
-- expect: C33 setting rails.account_id
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role rails_46h login nosuperuser nobypassrls;

create table accounts (id bigint primary key, name text not null);
create table posts (
    id uuid primary key default gen_random_uuid(),
    account_id bigint not null references accounts (id),
    title text not null
);
create index index_posts_on_account_id on posts (account_id);
create table comments (
    id uuid primary key default gen_random_uuid(),
    account_id bigint not null references accounts (id),
    post_id uuid not null constraint comments_post references posts (id) on delete cascade,
    body text not null
);
create index index_comments_on_account_id on comments (account_id, post_id);
create index index_comments_on_post_id on comments (post_id);
create table taggings (
    id uuid primary key default gen_random_uuid(),
    account_id bigint not null,
    post_id uuid not null,
    tag text not null
);
create index index_taggings_on_account_id on taggings (account_id);
alter table taggings add constraint taggings_post foreign key (post_id) references posts (id) not valid;
create table authors (
    id uuid primary key default gen_random_uuid(),
    account_id bigint not null references accounts (id),
    email text not null
);
create unique index index_authors_on_email on authors (email);
create index index_authors_on_account_id on authors (account_id);

create function rails_account() returns bigint language sql stable parallel safe
    as $$ select nullif(current_setting('rails.account_id', true), '')::bigint $$;
do $$
declare t text;
begin
    foreach t in array array['posts', 'comments', 'taggings', 'authors'] loop
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format('grant select, insert, delete on %I to rails_46h', t);
        if t <> 'taggings' then
            execute format('create policy account_rows on %I to rails_46h using (account_id = (select rails_account()))', t);
        end if;
    end loop;
end $$;
create policy account_rows on taggings to rails_46h
    using (account_id = (select nullif(current_setting('rails.account_id', true), '')::bigint));

insert into accounts values (1, 'acme'), (2, 'globex');
insert into posts (account_id, title) values (1, 'Hello'), (1, 'Again'), (2, 'Plan'), (2, 'Budget');
insert into comments (account_id, post_id, body) select account_id, id, 'first' from posts;
insert into authors (account_id, email) values (1, 'ann@acme.test'), (2, 'cid@globex.test');
