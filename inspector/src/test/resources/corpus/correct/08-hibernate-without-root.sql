-- Hibernate's generated policy names and setting, but no root flag, a wrapped cast and a floor beside it. Unsigned.
-- expect: C33 setting hibernate.tenant_id
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;

create role app_08c login nosuperuser nobypassrls;

create sequence invoice_seq start with 1 increment by 50;
create sequence payment_seq start with 1 increment by 50;

create table invoice (
    amount numeric(38, 2) not null,
    id bigint not null default nextval('invoice_seq'),
    due_on date,
    tenant_id bigint not null,
    reference text not null,
    primary key (tenant_id, id),
    constraint uk_invoice_reference unique (tenant_id, reference)
);

create table payment (
    id bigint not null default nextval('payment_seq'),
    invoice_id bigint not null,
    tenant_id bigint not null,
    paid_at timestamp(6) with time zone not null,
    primary key (tenant_id, id),
    constraint fk_payment_invoice foreign key (tenant_id, invoice_id) references invoice (tenant_id, id)
);
create index ix_payment_invoice on payment (tenant_id, invoice_id);

alter table invoice enable row level security;
alter table invoice force row level security;
alter table payment enable row level security;
alter table payment force row level security;

create policy hibernate_tenant_isolation on invoice to app_08c
    using (tenant_id = (select cast(nullif(current_setting('hibernate.tenant_id', true), '') as bigint)))
    with check (tenant_id = (select cast(nullif(current_setting('hibernate.tenant_id', true), '') as bigint)));
create policy hibernate_tenant_floor on invoice as restrictive to app_08c
    using (tenant_id = (select cast(nullif(current_setting('hibernate.tenant_id', true), '') as bigint)))
    with check (tenant_id = (select cast(nullif(current_setting('hibernate.tenant_id', true), '') as bigint)));
create policy hibernate_tenant_isolation on payment to app_08c
    using (tenant_id = (select cast(nullif(current_setting('hibernate.tenant_id', true), '') as bigint)))
    with check (tenant_id = (select cast(nullif(current_setting('hibernate.tenant_id', true), '') as bigint)));
create policy hibernate_tenant_floor on payment as restrictive to app_08c
    using (tenant_id = (select cast(nullif(current_setting('hibernate.tenant_id', true), '') as bigint)))
    with check (tenant_id = (select cast(nullif(current_setting('hibernate.tenant_id', true), '') as bigint)));

grant usage on sequence invoice_seq, payment_seq to app_08c;
grant select, insert, delete on invoice, payment to app_08c;
grant update (amount, due_on, reference) on invoice to app_08c;
grant update (paid_at) on payment to app_08c;

insert into invoice (tenant_id, amount, reference) values (1, 10, 'a'), (1, 20, 'b'), (2, 30, 'a'), (2, 40, 'c');
insert into payment (tenant_id, invoice_id, paid_at) select tenant_id, id, now() from invoice;
