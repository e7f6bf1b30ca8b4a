-- Shared templates are rows without a company: readable by all on purpose, but one ALL policy lets everybody write and steal them too.
-- expect: C14 policy templates_company on public.templates
-- expect: D1 column public.templates.company_id
-- expect: D10 column public.templates.id
-- expect: E14 sequence public.templates_id_seq
-- expect: C4 database
-- expect: C33 setting app.company_id
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role mailer_38h login nosuperuser nobypassrls;

create table companies (
    id integer primary key,
    name text not null
);
create table templates (
    id bigserial primary key,
    company_id integer references companies (id),
    name text not null,
    body text not null
);
create index templates_company on templates (company_id, name);
create table campaigns (
    company_id integer not null references companies (id),
    name text not null,
    sent_at timestamptz,
    primary key (company_id, name)
);

alter table templates enable row level security;
alter table templates force row level security;
alter table campaigns enable row level security;
alter table campaigns force row level security;

create policy templates_company on templates to mailer_38h
    using (company_id is null or company_id = (select nullif(current_setting('app.company_id', true), '')::integer))
    with check (company_id is null or company_id = (select nullif(current_setting('app.company_id', true), '')::integer));
create policy campaigns_company on campaigns to mailer_38h
    using (company_id = (select nullif(current_setting('app.company_id', true), '')::integer))
    with check (company_id = (select nullif(current_setting('app.company_id', true), '')::integer));

grant select, insert, delete on templates, campaigns to mailer_38h;
grant update (name, body) on templates to mailer_38h;
grant update (sent_at) on campaigns to mailer_38h;
grant usage, select on sequence templates_id_seq to mailer_38h;

insert into companies values (1, 'Acme'), (2, 'Globex');
insert into templates (company_id, name, body) values
    (null, 'welcome', 'Welcome!'), (1, 'promo', 'Buy'), (1, 'bill', 'Pay'), (2, 'promo', 'Sell'), (2, 'secret', 'Hush');
insert into campaigns values (1, 'spring', null), (2, 'autumn', null);
