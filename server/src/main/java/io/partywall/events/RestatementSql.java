package io.partywall.events;

import java.time.LocalDate;

/**
 * The statements of a {@link Restatement}. Each begins with the batch as rows and the source as one; those that look at what
 * is there are told the days in which to look, and bind the tenant and the source's name behind the batch.
 */
final class RestatementSql {

    /** The batch as rows, and the source as one. */
    static final String STATED = """
        with stated as materialized (
            select id, source_id, subject_id, value, properties::jsonb as properties, day, at from %s
        ), source as (
            select ?::uuid as tenant, ?::text as event_type, ?::text as name, ?::text as currency, ?::uuid as connector
        )\
        """.formatted(EventBatch.ROWS);

    /**
     * The fact that is there already. The bounds keep the search short: those on the moment leave one or two partitions, and
     * those on the name a stretch of the unique index.
     */
    private static final String SAME_FACT = """
        event.tenant_id = ?::uuid and event.source = ? and event.source_id = stated.source_id
        and %s
        and event.source_id >= (select min(source_id collate "C") from stated)
        and event.source_id <= (select max(source_id collate "C") from stated)\
        """;

    private static final String DIFFERS = """
        (event.event_type, event.event_name, event.properties, event.subject_id, event.value, event.currency,
            event.connector_id, event.day, event."timestamp")
        is distinct from (source.event_type, source.event_type, stated.properties, stated.subject_id, stated.value,
            source.currency, source.connector, stated.day, stated.at)\
        """;

    private static final String COMPARE = STATED + """
        , compared as materialized (
            select event.id, %s as differs
            from stated cross join source left join app.analytics_events event on %s
        ), stated_again as (
            insert into app.stated_events (tenant_id, id)
            select source.tenant, compared.id from compared cross join source where compared.id is not null
        )
        select count(*) filter (where id is null), count(*) filter (where id is not null and differs),
            count(*) filter (where id is not null and not differs) from compared\
        """.formatted(DIFFERS, SAME_FACT);

    private static final String UPDATE = STATED + """
        update app.analytics_events event
        set event_type = source.event_type, event_name = source.event_type, properties = stated.properties,
            subject_id = stated.subject_id, value = stated.value, currency = source.currency,
            connector_id = source.connector, day = stated.day, "timestamp" = stated.at, ingested_at = now()
        from stated, source
        where %s and %s\
        """.formatted(SAME_FACT, DIFFERS);

    private static final String INTO_EVENTS = """
        insert into app.analytics_events (tenant_id, id, event_type, event_name, properties, source, source_id,
            subject_id, value, currency, connector_id, day, "timestamp")
        select source.tenant, stated.id, source.event_type, source.event_type, stated.properties, source.name,
            stated.source_id, stated.subject_id, stated.value, source.currency, source.connector, stated.day, stated.at
        from stated cross join source\
        """;

    /** Into days that had no facts. The batch is read once, so that it need not be kept as rows. */
    static final String INSERT = STATED.replace("as materialized", "as not materialized") + INTO_EVENTS;

    private static final String INSERT_MISSING = STATED + """
        , inserted as (
            %s where not exists (select from app.analytics_events event where %s) returning tenant_id, id
        )
        insert into app.stated_events (tenant_id, id) select tenant_id, id from inserted\
        """.formatted(INTO_EVENTS, SAME_FACT);

    /** The source's facts of one day: its names begin with the day, so the unique index finds them. */
    private static final String OF_DAY = """
        from app.analytics_events event
        where event.tenant_id = ?::uuid and event.source = ? and event.source_id >= ? and event.source_id < ? and %s\
        """;

    private static final String COUNT = "select count(*) " + OF_DAY;

    private static final String REMOVE_UNSTATED = "delete " + OF_DAY + """
         and not exists (select from app.stated_events s where s.tenant_id = event.tenant_id and s.id = event.id)\
        """;

    static String compare(Days days) {
        return COMPARE.formatted(days.moments());
    }

    static String update(Days days) {
        return UPDATE.formatted(days.moments());
    }

    static String insertMissing(Days days) {
        return INSERT_MISSING.formatted(days.moments());
    }

    static String count(LocalDate day) {
        return COUNT.formatted(new Days(day, day).moments());
    }

    static String removeUnstated(LocalDate day) {
        return REMOVE_UNSTATED.formatted(new Days(day, day).moments());
    }

    private RestatementSql() {}
}
