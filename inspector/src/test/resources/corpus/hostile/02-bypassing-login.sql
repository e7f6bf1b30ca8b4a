-- django-rls style with an int tenant: someone gave the Django login BYPASSRLS to get the migrations through, so the policies never run.
-- expect: A2 role django_02h
-- expect: C4 database
-- expect: C29 policy core_ticket_tenant_policy on public.core_ticket
-- expect: C29 policy core_comment_tenant_policy on public.core_comment
-- expect: C33 setting rls.tenant_id
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role django_02h login nosuperuser bypassrls;

create table core_tenant (
    id integer primary key,
    subdomain text not null
);

create table core_ticket (
    tenant_id integer not null references core_tenant (id),
    id uuid not null default gen_random_uuid(),
    title text not null,
    is_open boolean not null default true,
    primary key (tenant_id, id)
);

create table core_comment (
    tenant_id integer not null references core_tenant (id),
    id uuid not null default gen_random_uuid(),
    ticket_id uuid not null,
    body text not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, ticket_id) references core_ticket (tenant_id, id)
);
create index core_comment_ticket_idx on core_comment (tenant_id, ticket_id);

alter table core_ticket enable row level security;
alter table core_ticket force row level security;
alter table core_comment enable row level security;
alter table core_comment force row level security;

create policy core_ticket_tenant_policy on core_ticket to django_02h
    using (tenant_id = nullif(current_setting('rls.tenant_id', true), '')::integer)
    with check (tenant_id = nullif(current_setting('rls.tenant_id', true), '')::integer);
create policy core_comment_tenant_policy on core_comment to django_02h
    using (tenant_id = nullif(current_setting('rls.tenant_id', true), '')::integer)
    with check (tenant_id = nullif(current_setting('rls.tenant_id', true), '')::integer);

grant select, insert, delete on core_ticket, core_comment to django_02h;
grant update (title, is_open) on core_ticket to django_02h;
grant update (body) on core_comment to django_02h;

insert into core_tenant values (1, 'acme'), (2, 'globex');
insert into core_ticket (tenant_id, title) values (1, 'printer'), (1, 'router'), (2, 'door'), (2, 'lamp');
insert into core_comment (tenant_id, ticket_id, body) select tenant_id, id, 'seen' from core_ticket;
