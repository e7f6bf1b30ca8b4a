-- The tables that are read and written, in each of the schemas that are compared; rows for every so many-th tenant.
create schema ${schema};
grant usage on schema ${schema} to shop_app;
create table ${schema}.channels (
    tenant_id uuid not null,
    id bigint not null,
    name text not null,
    primary key (tenant_id, id)
);
create table ${schema}.kpis (
    tenant_id uuid not null,
    id bigint not null,
    channel_id bigint not null,
    day date not null,
    name text not null,
    value numeric not null,
    primary key (tenant_id, id)
);
create table ${schema}.events (
    tenant_id uuid not null,
    id bigint not null,
    kind text not null,
    value numeric not null,
    primary key (tenant_id, id)
);
insert into ${schema}.channels
    select shop.uuid(t * ${step}), c, 'channel ' || c from generate_series(1, ${busy}) t, generate_series(1, 20) c;
insert into ${schema}.kpis
    select shop.uuid(t * ${step}), n, n % 20 + 1, date '2000-01-01' + n::int, 'kpi ' || n % 7, n * 1.25
    from generate_series(1, ${busy}) t, generate_series(1, ${rows}) n;
