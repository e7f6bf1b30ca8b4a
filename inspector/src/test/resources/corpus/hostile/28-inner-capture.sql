-- Membership by exists(), but the unqualified org_id is the members' own column: the sub-select is true for every row as soon as anyone is a member.
-- expect: C1 policy reports_members on public.reports
-- expect: C4 database
-- expect: C33 setting app.org_id
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role web_28h login nosuperuser nobypassrls;

create table organizations (
    id bigint primary key,
    name text not null
);
create table members (
    org_id bigint not null references organizations (id),
    user_name text not null,
    primary key (org_id, user_name)
);
create table reports (
    org_id bigint not null references organizations (id),
    report_no bigint not null,
    headline text not null,
    primary key (org_id, report_no)
);

alter table members enable row level security;
alter table members force row level security;
alter table reports enable row level security;
alter table reports force row level security;

create policy members_own_org on members to web_28h
    using (org_id = (select nullif(current_setting('app.org_id', true), '')::bigint))
    with check (org_id = (select nullif(current_setting('app.org_id', true), '')::bigint));
create policy reports_members on reports for select to web_28h
    using (exists (select 1 from members m where m.org_id = org_id));
create policy reports_write on reports for insert to web_28h
    with check (org_id = (select nullif(current_setting('app.org_id', true), '')::bigint));

grant select on members to web_28h;
grant select, insert on reports to web_28h;

insert into organizations values (1, 'Acme'), (2, 'Globex');
insert into members values (1, 'ann'), (1, 'bob'), (2, 'cid'), (2, 'dee');
insert into reports values (1, 1, 'Up'), (1, 2, 'Down'), (2, 1, 'Fraud'), (2, 2, 'Merger');
