-- Classic inheritance: every child carries its own keys, row security, policy and floor, since none of that is inherited. Unsigned.
-- expect: C33 setting fleet.company_id
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;

create role app_24c login nosuperuser nobypassrls;

create schema fleet;
grant usage on schema fleet to app_24c;

create function fleet.company() returns int language sql stable parallel safe
    return nullif(current_setting('fleet.company_id', true), '')::int;

create table fleet.company (
    id int primary key,
    name text not null
);
create table fleet.vehicle (
    company_id int not null references fleet.company (id),
    plate text not null,
    bought date,
    primary key (company_id, plate)
);
create table fleet.truck (
    axles int not null default 2,
    primary key (company_id, plate),
    foreign key (company_id) references fleet.company (id)
) inherits (fleet.vehicle);
create table fleet.bus (
    seats int not null default 50,
    primary key (company_id, plate),
    foreign key (company_id) references fleet.company (id)
) inherits (fleet.vehicle);

alter table fleet.vehicle enable row level security, force row level security;
alter table fleet.truck enable row level security, force row level security;
alter table fleet.bus enable row level security, force row level security;

create policy vehicle_of_company on fleet.vehicle to app_24c
    using (company_id = (select fleet.company())) with check (company_id = (select fleet.company()));
create policy vehicle_floor on fleet.vehicle as restrictive to app_24c
    using (company_id = (select fleet.company())) with check (company_id = (select fleet.company()));
create policy truck_of_company on fleet.truck to app_24c
    using (company_id = (select fleet.company())) with check (company_id = (select fleet.company()));
create policy truck_floor on fleet.truck as restrictive to app_24c
    using (company_id = (select fleet.company())) with check (company_id = (select fleet.company()));
create policy bus_of_company on fleet.bus to app_24c
    using (company_id = (select fleet.company())) with check (company_id = (select fleet.company()));
create policy bus_floor on fleet.bus as restrictive to app_24c
    using (company_id = (select fleet.company())) with check (company_id = (select fleet.company()));

grant select, insert, delete on fleet.vehicle, fleet.truck, fleet.bus to app_24c;
grant update (bought) on fleet.vehicle to app_24c;
grant update (bought, axles) on fleet.truck to app_24c;
grant update (bought, seats) on fleet.bus to app_24c;

insert into fleet.company values (1, 'Hauling'), (2, 'Coaches');
insert into fleet.vehicle values (1, 'H-1', '2020-01-01'), (2, 'C-1', '2021-01-01');
insert into fleet.truck values (1, 'H-2', '2022-02-02', 3), (2, 'C-2', null, 2);
insert into fleet.bus values (1, 'H-3', null, 12), (2, 'C-3', '2024-04-04', 60), (2, 'C-4', '2024-04-04', 60);
