-- A generator that fills all 63 characters: one key crosses the tenants with "set null", one column has another type and lacks the guard of its neighbours.
-- expect: D6 constraint fk_subscription_line_item_to_subscription_header_without_tenant on public.subscription_line_item_with_its_commercial_particulars_and_note
-- expect: D3 column public.subscription_change_request_waiting_for_the_approval_of_someone.organization_id
-- expect: D2 column public.subscription_change_request_waiting_for_the_approval_of_someone.organization_id
-- expect: C4 database
-- expect: C33 setting app.organization_identifier_of_the_request_that_is_being_served_now
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role service_login_of_the_subscription_management_component_54h login nosuperuser nobypassrls;

create table organization (id bigint primary key, name text not null);
create table subscription_header_with_the_conditions_that_hold_for_all_lines (
    organization_id bigint not null references organization (id),
    id uuid primary key default gen_random_uuid(),
    starts_on date not null
);
create index subscription_header_by_organization on subscription_header_with_the_conditions_that_hold_for_all_lines (organization_id);
create table subscription_line_item_with_its_commercial_particulars_and_note (
    organization_id bigint not null references organization (id),
    id uuid not null default gen_random_uuid(),
    header_id uuid,
    primary key (organization_id, id),
    constraint fk_subscription_line_item_to_subscription_header_without_tenant foreign key (header_id)
        references subscription_header_with_the_conditions_that_hold_for_all_lines (id) on delete set null
);
create index subscription_line_item_by_header on subscription_line_item_with_its_commercial_particulars_and_note (header_id);
create table subscription_invoice_schedule_as_agreed_with_the_billing_office (
    organization_id bigint not null references organization (id),
    due_on date not null,
    primary key (organization_id, due_on)
);
create table subscription_change_request_waiting_for_the_approval_of_someone (
    organization_id integer not null references organization (id),
    asked_at timestamptz not null,
    primary key (organization_id, asked_at)
);

create function organization_stays_as_it_is() returns trigger language plpgsql
    as $$ begin new.organization_id := old.organization_id; return new; end $$;
do $$
declare t regclass;
begin
    for t in select oid::regclass from pg_class where relkind = 'r' and relname like 'subscription\_%' loop
        execute format('alter table %s enable row level security', t);
        execute format('alter table %s force row level security', t);
        execute format($p$create policy rows_of_the_organization on %s to service_login_of_the_subscription_management_component_54h
            using (organization_id = (select nullif(current_setting('app.organization_identifier_of_the_request_that_is_being_served_now', true), '')::bigint))$p$, t);
        execute format('grant select, insert, delete on %s to service_login_of_the_subscription_management_component_54h', t);
        if t::text not like '%request%' then
            execute format('create trigger organization_stays before update on %s for each row execute function organization_stays_as_it_is()', t);
        end if;
    end loop;
end $$;

insert into organization values (1, 'Acme'), (2, 'Globex');
insert into subscription_header_with_the_conditions_that_hold_for_all_lines (organization_id, starts_on) values (1, '2026-01-01'), (2, '2026-01-01');
insert into subscription_line_item_with_its_commercial_particulars_and_note (organization_id, header_id)
select organization_id, id from subscription_header_with_the_conditions_that_hold_for_all_lines;
