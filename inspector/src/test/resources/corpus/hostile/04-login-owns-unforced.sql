-- Rails on a small host, acts_as_tenant with account_id bigint: the web login owns its tables and nobody wrote FORCE, so the owner sees all accounts.
-- expect: A4 public.posts
-- expect: A4 public.comments
-- expect: C4 database
-- expect: C33 setting rails.account_id
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role rails_04h login nosuperuser nobypassrls;

create table accounts (
    id bigint primary key,
    name text not null
);

create table posts (
    account_id bigint not null references accounts (id),
    id uuid not null default gen_random_uuid(),
    title text not null,
    created_at timestamptz not null default now(),
    primary key (account_id, id)
);

create table comments (
    account_id bigint not null references accounts (id),
    id uuid not null default gen_random_uuid(),
    post_id uuid not null,
    body text not null,
    primary key (account_id, id),
    foreign key (account_id, post_id) references posts (account_id, id) on delete cascade
);
create index index_comments_on_account_and_post on comments (account_id, post_id);

alter table posts owner to rails_04h;
alter table comments owner to rails_04h;
revoke all on posts, comments from rails_04h;
grant select, insert, delete on posts, comments to rails_04h;
grant update (title) on posts to rails_04h;
grant update (body) on comments to rails_04h;

alter table posts enable row level security;
alter table comments enable row level security;
create policy posts_account on posts to rails_04h
    using (account_id = (select nullif(current_setting('rails.account_id', true), '')::bigint));
create policy comments_account on comments to rails_04h
    using (account_id = (select nullif(current_setting('rails.account_id', true), '')::bigint));

insert into accounts values (1, 'acme'), (2, 'globex');
insert into posts (account_id, title) values (1, 'Hello'), (1, 'Again'), (2, 'Secret plan'), (2, 'Budget');
insert into comments (account_id, post_id, body) select account_id, id, 'first!' from posts;
