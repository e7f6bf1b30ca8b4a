-- Two teams, two settings: orders listen to one name, refunds to another, so a request that sets only one walks about with a stale tenant in the other.
-- expect: C16 database
-- expect: C9 public.refunds
-- expect: C22 function public.refund_tenant()
-- expect: C4 database
-- expect: C33 setting app.tenant_id
-- expect: C33 setting app.current_tenant_id
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role api_39h login nosuperuser nobypassrls;

create table tenants (
    id integer primary key,
    name text not null
);
create table orders (
    tenant_id integer not null references tenants (id),
    order_no integer not null,
    total numeric(10, 2) not null,
    primary key (tenant_id, order_no)
);
create table refunds (
    tenant_id integer not null references tenants (id),
    order_no integer not null,
    refunded numeric(10, 2) not null,
    primary key (tenant_id, order_no),
    foreign key (tenant_id, order_no) references orders (tenant_id, order_no)
);

create function refund_tenant() returns integer
    language plpgsql stable parallel safe
    as $$
begin
    return nullif(current_setting('app.current_tenant_id', true), '')::integer;
exception when invalid_text_representation then
    return null;
end $$;

alter table orders enable row level security;
alter table orders force row level security;
alter table refunds enable row level security;
alter table refunds force row level security;
create policy orders_tenant on orders to api_39h
    using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::integer))
    with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::integer));
create policy refunds_tenant on refunds for select to api_39h
    using (tenant_id = (select refund_tenant()));

grant select, insert, delete on orders to api_39h;
grant select, insert on refunds to api_39h;

insert into tenants values (1, 'Acme'), (2, 'Globex');
insert into orders values (1, 1, 10), (1, 2, 20), (2, 1, 30), (2, 2, 40);
insert into refunds values (1, 1, 5), (2, 1, 15);
