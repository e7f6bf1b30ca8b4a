-- One database login a tenant, current_user as context (so nothing can be forged); but domains are unique over all tenants, rows go out by NOTIFY, and one lock serves all.
-- expect: D8 index public.domains_name_key
-- expect: F11 function public.tell_everybody()
-- expect: F12 function public.keep_one_at_a_time()
-- expect: C4 database
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role customers_52h nologin nosuperuser nobypassrls;
create role acme_52h login nosuperuser nobypassrls in role customers_52h;
create role globex_52h login nosuperuser nobypassrls in role customers_52h;

create table customers (
    login name primary key,
    company text not null
);
create table domains (
    customer name not null references customers (login),
    name text not null,
    verified boolean not null default false,
    primary key (customer, name)
);
alter table domains add constraint domains_name_key unique (name);
create table records (
    customer name not null references customers (login),
    domain text not null,
    kind text not null,
    value text not null,
    primary key (customer, domain, kind),
    foreign key (customer, domain) references domains (customer, name)
);

create function tell_everybody() returns trigger
    language plpgsql
    as $$
begin
    perform pg_notify('records', row_to_json(new)::text);
    return new;
end $$;
create trigger records_tell after insert or update on records for each row execute function tell_everybody();
create function keep_one_at_a_time() returns trigger
    language plpgsql
    as $$
begin
    perform pg_advisory_xact_lock(42);
    return new;
end $$;
create trigger domains_lock before insert on domains for each row execute function keep_one_at_a_time();

alter table domains enable row level security;
alter table domains force row level security;
alter table records enable row level security;
alter table records force row level security;
create policy domains_of_login on domains to customers_52h
    using (customer = (select current_user)) with check (customer = (select current_user));
create policy records_of_login on records to customers_52h
    using (customer = (select current_user)) with check (customer = (select current_user));

grant select, insert, delete on domains, records to customers_52h;
grant update (verified) on domains to customers_52h;
grant update (value) on records to customers_52h;

insert into customers values ('acme_52h', 'Acme'), ('globex_52h', 'Globex');
insert into domains (customer, name) values ('acme_52h', 'acme.test'), ('acme_52h', 'shop.test'), ('globex_52h', 'globex.test');
insert into records select customer, name, 'A', '192.0.2.1' from domains;
