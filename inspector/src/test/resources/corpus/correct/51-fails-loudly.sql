-- One-argument current_setting on purpose: without a context every statement fails instead of finding nothing. Closed, but noted; unsigned.
-- expect: C15 policy seats_tenant on public.seats
-- expect: C15 policy seats_floor on public.seats
-- expect: C33 setting cinema.tenant
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;

create role app_51c login nosuperuser nobypassrls;

create table seats (
    tenant text not null,
    hall text not null,
    seat text not null,
    wheelchair boolean not null default false,
    primary key (tenant, hall, seat)
);

alter table seats enable row level security;
alter table seats force row level security;

create policy seats_tenant on seats to app_51c
    using (tenant = (select current_setting('cinema.tenant')))
    with check (tenant = (select current_setting('cinema.tenant')));
create policy seats_floor on seats as restrictive to app_51c
    using (tenant = (select current_setting('cinema.tenant')))
    with check (tenant = (select current_setting('cinema.tenant')));

grant select, insert, delete on seats to app_51c;
grant update (wheelchair) on seats to app_51c;

insert into seats (tenant, hall, seat) values
    ('roxy', '1', 'A1'), ('roxy', '1', 'A2'), ('lux', '1', 'A1'), ('lux', '2', 'B7');
