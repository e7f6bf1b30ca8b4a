-- Policies by status: agents may change any open ticket whoever owns it (and hand it to another tenant), and public articles beat the tenant's wall.
-- expect: C2 policy tickets_change on public.tickets
-- expect: D2 column public.tickets.tenant_id
-- expect: C3 policy articles_public on public.articles
-- expect: A11 public.articles
-- expect: C4 database
-- expect: C33 setting app.tenant_id
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role desk_30h login nosuperuser nobypassrls;

create table tenants (
    id integer primary key,
    name text not null
);
create table tickets (
    tenant_id integer not null references tenants (id),
    ticket_no integer not null,
    subject text not null,
    status text not null default 'open' check (status in ('open', 'closed')),
    primary key (tenant_id, ticket_no)
);
create table articles (
    tenant_id integer not null references tenants (id),
    slug text not null,
    body text not null,
    is_public boolean not null default false,
    primary key (tenant_id, slug)
);

alter table tickets enable row level security;
alter table tickets force row level security;
alter table articles enable row level security;
alter table articles force row level security;

create policy tickets_see on tickets for select to desk_30h
    using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::integer));
create policy tickets_open on tickets for insert to desk_30h
    with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::integer));
create policy tickets_change on tickets for update to desk_30h
    using (status = 'open');
create policy articles_tenant on articles to desk_30h
    using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::integer));
create policy articles_public on articles for select to desk_30h
    using (is_public);

grant select, insert, update on tickets to desk_30h;
grant select, insert, delete on articles to desk_30h with grant option;
grant update (body, is_public) on articles to desk_30h;

insert into tenants values (1, 'Acme'), (2, 'Globex');
insert into tickets values (1, 1, 'Help', 'open'), (1, 2, 'Thanks', 'closed'), (2, 1, 'Breach', 'open'), (2, 2, 'Bill', 'open');
insert into articles values (1, 'faq', 'q', true), (1, 'draft', 'd', false), (2, 'faq', 'g', true), (2, 'plan', 'p', false);
