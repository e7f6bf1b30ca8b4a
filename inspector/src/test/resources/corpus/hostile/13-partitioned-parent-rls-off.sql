-- Citus-like, one list partition a tenant: the partitions carry RLS and policies, the partitioned parent that the app queries carries none.
-- expect: B1 public.page_views
-- expect: C4 database
-- expect: C33 setting app.tenant
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
create role analytics_13h login nosuperuser nobypassrls;

create table tenants (
    tenant text primary key,
    region text not null
);
create table page_views (
    tenant text not null references tenants (tenant),
    view_id uuid not null default gen_random_uuid(),
    url text not null,
    seen_at timestamptz not null,
    primary key (tenant, view_id)
) partition by list (tenant);
create table page_views_acme partition of page_views for values in ('acme');
create table page_views_globex partition of page_views for values in ('globex');

create table funnels (
    tenant text not null references tenants (tenant),
    name text not null,
    steps text[] not null,
    primary key (tenant, name)
);

do $$
declare t text;
begin
    foreach t in array array['page_views_acme', 'page_views_globex', 'funnels'] loop
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format($p$create policy by_tenant on %I to analytics_13h
            using (tenant = (select current_setting('app.tenant', true)))
            with check (tenant = (select current_setting('app.tenant', true)))$p$, t);
    end loop;
end $$;

grant select, insert on page_views to analytics_13h;
grant select, insert, delete on funnels to analytics_13h;
grant update (steps) on funnels to analytics_13h;

insert into tenants values ('acme', 'eu'), ('globex', 'us');
insert into page_views (tenant, url, seen_at) values
    ('acme', '/', '2026-01-01 08:00+00'), ('acme', '/buy', '2026-01-01 08:01+00'),
    ('globex', '/', '2026-01-01 09:00+00'), ('globex', '/plans', '2026-01-01 09:02+00');
insert into funnels values ('acme', 'buy', '{/,/buy}'), ('globex', 'plan', '{/,/plans}');
