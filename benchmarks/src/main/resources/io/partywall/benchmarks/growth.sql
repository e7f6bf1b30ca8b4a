-- A large table that so many tenants share evenly; indexed once the rows are there. Run by the superuser, whom no policy binds.
create table ${table} (tenant_id uuid not null, id bigint not null, day date not null, value numeric not null);
alter table ${table} owner to shop_owner;
insert into ${table}
    select t.id, n, date '2000-01-01' + (n % 9000)::int, n * 1.25
    from (select shop.uuid(t) as id from generate_series(1, ${tenants}) t) t, generate_series(1, ${rows}) n;
alter table ${table} add primary key (tenant_id, id);
