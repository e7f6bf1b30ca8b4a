-- "grant all to public" to silence a permission error, a cast on the tenant column that no index serves, and safety catches left switched off.
-- expect: E5 public.parcels
-- expect: D2 column public.parcels.customer_id
-- expect: C28 policy parcels_customer on public.parcels
-- expect: D11 trigger parcels_keep_customer on public.parcels
-- expect: D11 constraint parcels_weight on public.parcels
-- expect: E7 database
-- expect: C4 database
-- expect: C33 setting app.customer_id
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role depot_48h login nosuperuser nobypassrls;
do $$ begin execute format('grant create on database %I to depot_48h', current_database()); end $$;

create table customers (
    id integer primary key,
    name text not null
);
create table parcels (
    customer_id integer not null references customers (id),
    barcode text not null,
    grams integer not null,
    primary key (customer_id, barcode)
);

create function keep_customer() returns trigger
    language plpgsql
    as $$
begin
    if new.customer_id is distinct from old.customer_id then
        raise exception 'a parcel stays with its customer';
    end if;
    return new;
end $$;
create trigger parcels_keep_customer before update on parcels for each row execute function keep_customer();

alter table parcels enable row level security;
alter table parcels force row level security;
create policy parcels_customer on parcels to depot_48h
    using (customer_id::text = (select current_setting('app.customer_id', true)))
    with check (customer_id::text = (select current_setting('app.customer_id', true)));
grant all on parcels to public;

insert into customers values (1, 'Acme'), (2, 'Globex');
insert into parcels values (1, 'x1', 100), (1, 'x2', -5), (2, 'x1', 300), (2, 'x9', 400);

alter table parcels disable trigger parcels_keep_customer;
alter table parcels add constraint parcels_weight check (grams > 0) not valid;
