-- A table like app.analytics_events, made from the catalogue so that it stays like it; no row security, no grants.
create table ${table} (like app.analytics_events including all) partition by range ("timestamp");
do $$
declare
    command text;
begin
    for command in
        select format('create table ${table}_%s partition of ${table} %s', row_number() over (order by c.relname),
            pg_get_expr(c.relpartbound, c.oid))
            from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'app.analytics_events'::regclass
        union all
        select format('alter table ${table} add %s', pg_get_constraintdef(oid))
            from pg_constraint where conrelid = 'app.analytics_events'::regclass and contype = 'f' and ${foreign_keys}
    loop
        execute command;
    end loop;
end
$$;
