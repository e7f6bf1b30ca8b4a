-- What the books say: one policy on a plain setting.
alter table conventional.${table} enable row level security;
create policy tenant on conventional.${table} to shop_app
    using (tenant_id = current_setting('app.current_tenant_id', true)::uuid)
    with check (tenant_id = current_setting('app.current_tenant_id', true)::uuid);
