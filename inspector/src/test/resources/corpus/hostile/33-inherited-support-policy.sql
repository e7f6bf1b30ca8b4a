-- "to support using (true)" looks harmless until one sees that the web login inherits support; another table has a policy for a role nobody can be.
-- expect: C7c policy tickets_support on public.tickets
-- expect: C11 public.escalations
-- expect: C32 policy escalations_tier3 on public.escalations
-- expect: C4 database
-- expect: C33 setting app.tenant
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role support_33h nologin nosuperuser nobypassrls;
create role tier3_33h nologin nosuperuser nobypassrls;
create role web_33h login inherit nosuperuser nobypassrls;
grant support_33h to web_33h;

create table tenants (
    tenant text primary key,
    plan text not null
);
create table tickets (
    tenant text not null references tenants (tenant),
    ticket_no integer not null,
    body text not null,
    primary key (tenant, ticket_no)
);
create table escalations (
    tenant text not null references tenants (tenant),
    ticket_no integer not null,
    reason text not null,
    primary key (tenant, ticket_no),
    foreign key (tenant, ticket_no) references tickets (tenant, ticket_no)
);

alter table tickets enable row level security;
alter table tickets force row level security;
alter table escalations enable row level security;
alter table escalations force row level security;

create policy tickets_tenant on tickets to web_33h
    using (tenant = (select current_setting('app.tenant', true)))
    with check (tenant = (select current_setting('app.tenant', true)));
create policy tickets_support on tickets for select to support_33h
    using (true);
create policy escalations_tier3 on escalations for select to tier3_33h
    using (tenant = (select current_setting('app.tenant', true)));

grant select, insert on tickets to web_33h;
grant select on escalations to web_33h;

insert into tenants values ('acme', 'gold'), ('globex', 'free');
insert into tickets values ('acme', 1, 'help'), ('acme', 2, 'more help'), ('globex', 1, 'outage'), ('globex', 2, 'lawsuit');
insert into escalations values ('acme', 2, 'angry'), ('globex', 2, 'legal');
