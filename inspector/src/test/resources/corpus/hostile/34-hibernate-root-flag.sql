-- Hibernate-like generated policies with a root flag in a plain setting, open to PUBLIC; and the collection table that the generator left bare.
-- expect: C12 policy book_tenant_isolation on public.book
-- expect: C10 policy book_tenant_isolation on public.book
-- expect: C29 policy book_tenant_isolation on public.book
-- expect: B8 public.book_tags
-- expect: C4 database
-- expect: C33 setting hibernate.tenant_id
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role spring_34h login nosuperuser nobypassrls;

create table book (
    id uuid primary key,
    tenant_id bigint not null,
    title varchar(255) not null,
    isbn varchar(20)
);
create index book_tenant on book (tenant_id);
create table book_tags (
    book_id uuid not null references book (id),
    tags varchar(255) not null,
    primary key (book_id, tags)
);

alter table book enable row level security;
alter table book force row level security;
create policy book_tenant_isolation on book
    using (
        tenant_id = cast(nullif(current_setting('hibernate.tenant_id', true), '') as bigint)
        or coalesce(cast(nullif(current_setting('hibernate.tenant_id_root', true), '') as boolean), false)
    )
    with check (
        tenant_id = cast(nullif(current_setting('hibernate.tenant_id', true), '') as bigint)
        or coalesce(cast(nullif(current_setting('hibernate.tenant_id_root', true), '') as boolean), false)
    );

grant select, insert, delete on book, book_tags to spring_34h;
grant update (title, isbn) on book to spring_34h;

insert into book values
    ('b0000000-0000-4000-8000-000000000001', 1, 'Moby Dick', '1-1'),
    ('b0000000-0000-4000-8000-000000000002', 1, 'Emma', '1-2'),
    ('b0000000-0000-4000-8000-000000000003', 2, 'Dracula', '2-1'),
    ('b0000000-0000-4000-8000-000000000004', 2, 'Ulysses', null);
insert into book_tags select id, 'classic' from book;
