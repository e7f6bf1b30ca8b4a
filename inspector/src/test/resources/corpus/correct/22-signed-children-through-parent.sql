-- Comments have no tenant column: they are confined through the tickets that row security lets the same role see. Signed. Nothing to find.
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;

create role app_22c login nosuperuser nobypassrls;

create schema sig;
create table sig.pads (ipad bytea not null, opad bytea not null);
insert into sig.pads values (decode(repeat('5a', 64), 'hex'), decode(repeat('30', 64), 'hex'));
create function sig.organization() returns bigint
    language sql stable parallel safe security definer set search_path = pg_catalog, pg_temp
as $$
    select nullif(current_setting('sig.organization', true), '')::bigint
    from sig.pads
    where current_setting('sig.mac', true)
        = encode(sha256(opad || sha256(ipad || convert_to(current_setting('sig.organization', true), 'UTF8'))), 'hex')
$$;

create table organizations (
    id bigint primary key,
    name text not null
);
create table tickets (
    id uuid primary key default gen_random_uuid(),
    organization_id bigint not null references organizations (id),
    subject text not null
);
create index tickets_organization on tickets (organization_id);
create table comments (
    id uuid primary key default gen_random_uuid(),
    ticket_id uuid not null references tickets (id) on delete cascade,
    body text not null
);
create index comments_ticket on comments (ticket_id);
create table attachments (
    id uuid primary key default gen_random_uuid(),
    comment_id uuid not null references comments (id) on delete cascade,
    file_name text not null
);
create index attachments_comment on attachments (comment_id);

alter table tickets enable row level security, force row level security;
alter table comments enable row level security, force row level security;
alter table attachments enable row level security, force row level security;

create policy tickets_organization on tickets to app_22c using (organization_id = (select sig.organization()));
create policy tickets_floor on tickets as restrictive to app_22c using (organization_id = (select sig.organization()));
create policy comments_of_visible_tickets on comments to app_22c
    using (ticket_id in (select id from tickets)) with check (ticket_id in (select id from tickets));
create policy attachments_of_visible_comments on attachments to app_22c
    using (comment_id in (select id from comments)) with check (comment_id in (select id from comments));

grant select, insert, delete on tickets, comments, attachments to app_22c;
grant update (subject) on tickets to app_22c;
grant update (body) on comments to app_22c;

insert into organizations values (1, 'one'), (2, 'two');
insert into tickets (organization_id, subject) select id, 'ticket ' || n from organizations, generate_series(1, 2) n;
insert into comments (ticket_id, body) select id, 'on ' || subject from tickets;
insert into attachments (comment_id, file_name) select id, 'screen.png' from comments;
