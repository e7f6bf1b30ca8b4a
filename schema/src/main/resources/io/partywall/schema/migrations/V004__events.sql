-- Facts.

-- One business fact, such as a line of an order. Facts come in millions and go by age, so the table is partitioned by month
-- of the fact. A source states a fact again and again (a file that is imported twice, an API that is asked for yesterday once
-- more): it is recognised by (tenant, source, source_id). PostgreSQL cannot hold a unique across partitions without the
-- partition key, so the unique below holds within a moment, and whoever ingests looks the fact up in all partitions while it
-- holds the source's lock (io.partywall.events).
create table app.analytics_events (
    tenant_id uuid not null,
    id uuid not null,
    event_type text not null,
    event_name text not null,
    properties jsonb not null default '{}',
    source text not null,
    source_id text collate "C" not null,
    subject_id text,
    value numeric,
    currency text,
    connector_id uuid,
    day date not null,
    "timestamp" timestamptz not null,
    ingested_at timestamptz not null default now(),
    constraint analytics_events_pkey primary key (tenant_id, id, "timestamp"),
    constraint analytics_events_source_key unique (tenant_id, source, source_id, "timestamp"),
    constraint analytics_events_tenant_fkey foreign key (tenant_id) references app.tenants on delete cascade,
    constraint analytics_events_connector_fkey foreign key (tenant_id, connector_id)
        references app.connectors (tenant_id, id) on delete set null (connector_id),
    constraint analytics_events_currency_code check (currency ~ '^[A-Z]{3}$')
) partition by range ("timestamp");
create index analytics_events_connector_day_idx on app.analytics_events (tenant_id, connector_id, day);
comment on table app.analytics_events is 'Business facts, one a row; partitioned by month.';
comment on column app.analytics_events.day is
    'The tenant''s own business day of the fact, as its source states it: what a daily figure counts it under, even if the tenant''s zone changes later.';
comment on column app.analytics_events.source_id is 'The fact''s name at its source; the same fact restated has the same one.';
comment on column app.analytics_events.subject_id is 'Whom the fact is about, such as a customer.';
comment on column app.analytics_events.value is 'What the fact adds, in currency where it is money; negative for a return.';
call isolation.protect('app.analytics_events',
    updatable => '{event_type, event_name, properties, subject_id, value, currency, connector_id, day, timestamp, ingested_at}');

-- The partitions for a span of days. A partition is made apart and then attached: to create it as a partition would lock
-- out every reader of the table. It is walled like its parent, and nobody is granted anything on it directly. Its foreign keys
-- lock app.tenants and app.connectors against writers for a moment, hence the lock_timeout: better an error than a wait for
-- one's own other transaction.
create function app.ensure_event_partitions(from_day date, to_day date) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '30s'
as $$
declare
    -- A day of a tenant begins and ends up to fourteen hours away from the same day in UTC, which the partitions follow.
    first_month constant date := date_trunc('month', from_day - 1);
    last_month constant date := date_trunc('month', to_day + 1);
    month date := first_month;
    partition text;
    made integer := 0;
begin
    if from_day > to_day then
        raise exception 'from_day % is after to_day %', from_day, to_day using errcode = '22023';
    end if;
    if from_day < date '1970-01-01' or to_day >= date '2200-01-01' then
        raise exception 'events have days from 1970 to 2199, unlike % to %', from_day, to_day using errcode = '22008';
    end if;
    if (last_month - first_month) / 28 > 1200 then
        raise exception 'at most a hundred years at once, unlike % to %', from_day, to_day using errcode = '22023';
    end if;
    while month <= last_month loop
        partition := 'analytics_events_' || to_char(month, 'YYYY_MM');
        if to_regclass('app.' || partition) is null then
            perform pg_advisory_xact_lock(hashtextextended('app.analytics_events', 0));
            -- to_regclass() would answer from a cache that is older than the lock.
            if not exists (select from pg_class c where c.relnamespace = 'app'::regnamespace and c.relname = partition) then
                execute format('create table app.%I (like app.analytics_events including defaults including constraints)', partition);
                execute format('comment on table app.%I is %L', partition, 'Facts of ' || to_char(month, 'YYYY-MM') || '.');
                execute format('alter table app.%I enable row level security', partition);
                execute format('alter table app.%I force row level security', partition);
                execute format('alter table app.analytics_events attach partition app.%I for values from (%L) to (%L)', partition,
                    to_char(month, 'YYYY-MM-DD') || ' 00:00:00+00', to_char(month + interval '1 month', 'YYYY-MM-DD') || ' 00:00:00+00');
                made := made + 1;
            end if;
        end if;
        month := month + interval '1 month';
    end loop;
    return made;
end
$$;
comment on function app.ensure_event_partitions(date, date) is
    'Makes the monthly partitions that events of these days need; returns how many were made.';
revoke execute on function app.ensure_event_partitions(date, date) from public;
grant execute on function app.ensure_event_partitions(date, date) to partywall_app, partywall_platform;

-- Which facts a source has stated again, while it restates days that it stated before; what is left over afterwards is no
-- longer stated, and goes. Filled and emptied inside one transaction, so nobody ever sees a row of another's, and nothing is
-- lost with it: hence not logged.
create unlogged table app.stated_events (
    tenant_id uuid not null,
    id uuid not null,
    created_at timestamptz not null default now(),
    constraint stated_events_pkey primary key (tenant_id, id),
    constraint stated_events_tenant_fkey foreign key (tenant_id) references app.tenants on delete cascade
);
comment on table app.stated_events is 'Facts that the restatement at work has stated so far; empty between transactions.';
comment on column app.stated_events.id is 'The id of the event.';
call isolation.protect('app.stated_events', updatable => '{}');
