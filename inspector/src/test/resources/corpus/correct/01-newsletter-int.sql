-- A plain newsletter tool with an int tenant_id in front of every key: right, but the context is an unsigned setting.
-- expect: C33 setting app.tenant_id
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;

create role app_01c login nosuperuser nobypassrls;

create table tenants (
    id int primary key,
    name text not null
);

create table lists (
    tenant_id int not null references tenants (id),
    id int not null,
    title text not null,
    primary key (tenant_id, id),
    unique (tenant_id, title)
);

create table subscribers (
    tenant_id int not null references tenants (id),
    id int not null,
    list_id int not null,
    email text not null,
    primary key (tenant_id, id),
    unique (tenant_id, email),
    foreign key (tenant_id, list_id) references lists (tenant_id, id) on delete cascade
);
create index subscribers_by_list on subscribers (tenant_id, list_id);

alter table lists enable row level security;
alter table lists force row level security;
alter table subscribers enable row level security;
alter table subscribers force row level security;

create policy lists_of_tenant on lists to app_01c
    using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::int))
    with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::int));
create policy lists_floor on lists as restrictive to app_01c
    using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::int))
    with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::int));
create policy subscribers_of_tenant on subscribers to app_01c
    using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::int))
    with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::int));
create policy subscribers_floor on subscribers as restrictive to app_01c
    using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::int))
    with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::int));

grant select, insert, delete on lists, subscribers to app_01c;
grant update (title) on lists to app_01c;
grant update (list_id, email) on subscribers to app_01c;

insert into tenants values (1, 'Acme'), (2, 'Globex');
insert into lists values (1, 1, 'weekly'), (1, 2, 'launch'), (2, 1, 'weekly');
insert into subscribers values
    (1, 1, 1, 'ann@example.org'), (1, 2, 2, 'bob@example.org'), (1, 3, 1, 'cyd@example.org'),
    (2, 1, 1, 'ann@example.org'), (2, 2, 1, 'dan@example.org');
