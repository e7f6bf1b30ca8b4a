-- A large table that so many tenants share evenly; indexed once the rows are there. Run by the superuser, whom no policy binds.
create table ${table} (tenant_id uuid not null, id bigint not null, day date not null, value numeric not null);
alter table ${table} owner to shop_owner;
-- A tenant's rows lie together, however many tenants there are: what is compared is the tenants, not how rows are scattered.
insert into ${table}
    select shop.uuid(n / ${rows} + 1), n % ${rows} + 1, date '2000-01-01' + (n % 9000)::int, n * 1.25
    from generate_series(0, ${tenants}::bigint * ${rows} - 1) n;
alter table ${table} add primary key (tenant_id, id);
