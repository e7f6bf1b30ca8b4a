-- Tables with four policies each, ten columns, three indexes, foreign keys.
set role inspected_owner;
do $$
declare
    t text;
    own constant text := 'tenant_id = (select nullif(current_setting(''shop.tenant'', true), '''')::uuid)';
begin
    for i in ${from}..${to} loop
        t := format('shop.thing_%s', i);
        execute format('create table %s (
            tenant_id uuid not null references shop.tenants, id uuid not null, parent_id uuid, name text not null,
            status text not null default ''new'', amount numeric, payload jsonb not null default ''{}'', note text,
            created_at timestamptz not null default now(), updated_at timestamptz not null default now(),
            primary key (tenant_id, id))', t);
        execute format('create index on %s (tenant_id, created_at)', t);
        execute format('create index on %s (tenant_id, parent_id)', t);
        execute format('alter table %s add foreign key (tenant_id, parent_id) references shop.thing_%s (tenant_id, id)',
            t, greatest(1, i - 1));
        execute format('create policy thing_select on %s for select to inspected_app using (%s)', t, own);
        execute format('create policy thing_insert on %s for insert to inspected_app with check (%s)', t, own);
        execute format('create policy thing_update on %s for update to inspected_app using (%s) with check (%s)', t, own, own);
        execute format('create policy thing_delete on %s for delete to inspected_app using (%s)', t, own);
        execute format('alter table %s enable row level security', t);
        execute format('alter table %s force row level security', t);
        execute format('grant select, insert, delete, update (name, status, amount, payload, note) on %s to inspected_app', t);
    end loop;
end
$$;
