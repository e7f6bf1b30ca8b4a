-- The ad tracker of the sharding tutorials: company_id leads every key and a read-only reference table is shared. Right but unsigned.
-- expect: C33 setting ads.company_id
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;

create role app_06c login nosuperuser nobypassrls;

create table companies (
    id bigint primary key,
    name text not null,
    image_url text
);
create table ad_formats (
    code text primary key,
    width int not null,
    height int not null
);
create table campaigns (
    company_id bigint not null references companies (id),
    id bigint not null,
    name text not null,
    monthly_budget numeric(20, 2),
    primary key (company_id, id)
);
create table ads (
    company_id bigint not null references companies (id),
    id bigint not null,
    campaign_id bigint not null,
    format text not null,
    target_url text,
    primary key (company_id, id),
    foreign key (company_id, campaign_id) references campaigns (company_id, id) on delete cascade
);
create table clicks (
    company_id bigint not null references companies (id),
    id bigint not null,
    ad_id bigint not null,
    clicked_at timestamptz not null,
    primary key (company_id, id),
    foreign key (company_id, ad_id) references ads (company_id, id) on delete cascade
);
create index on ads (company_id, campaign_id);
create index on clicks (company_id, ad_id);

do $$
declare
    t regclass;
    mine text := 'company_id = (select nullif(current_setting(''ads.company_id'', true), '''')::bigint)';
begin
    foreach t in array array['campaigns', 'ads', 'clicks']::regclass[] loop
        execute format('alter table %s enable row level security, force row level security', t);
        execute format('create policy by_company on %s to app_06c using (%s) with check (%s)', t, mine, mine);
        execute format('create policy floor on %s as restrictive to app_06c using (%s) with check (%s)', t, mine, mine);
        execute format('grant select, insert, delete on %s to app_06c', t);
    end loop;
end $$;
grant update (name, monthly_budget) on campaigns to app_06c;
grant update (target_url) on ads to app_06c;
grant select on ad_formats to app_06c;

insert into companies values (1, 'Soap'), (2, 'Candles');
insert into ad_formats values ('banner', 728, 90), ('square', 250, 250);
insert into campaigns values (1, 1, 'spring', 100), (1, 2, 'summer', 200), (2, 1, 'winter', 300);
insert into ads select company_id, id, id, 'banner', 'https://example.org/' || id from campaigns;
insert into clicks select company_id, id * 10, id, now() from ads;
