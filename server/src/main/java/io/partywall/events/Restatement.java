package io.partywall.events;

import io.partywall.isolation.TenantScope;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One source states some days, each of them whole: facts that are new are inserted, those that differ are updated, those that
 * it states as before are left untouched, and those of its days that it no longer states are removed.
 *
 * <p>To be used in one transaction of the scope, by one thread, and with nobody else restating the same source: lock its
 * connector first. Memory does not grow with the number of facts. The statements are plain SQL on the scope's connection, which
 * name the tenant themselves; the database checks it.
 */
public final class Restatement {

    private final TenantScope scope;
    private final Source source;
    private final EventPartitions partitions;
    private final EventBatch fresh = new EventBatch();
    private final EventBatch known = new EventBatch();
    /** Each day that was stated, and how many facts it had before. */
    private final Map<LocalDate, Long> days = new TreeMap<>();

    private Counts counts = Counts.NONE;

    public Restatement(TenantScope scope, Source source, EventPartitions partitions) {
        this.scope = scope;
        this.source = source;
        this.partitions = partitions;
    }

    /** States a fact. */
    public void add(Event event) {
        Long before = days.get(event.day());
        if (before == null) {
            partitions.ensure(event.day());
            before = jdbc(connection -> count(connection, event.day()));
            days.put(event.day(), before);
        }
        EventBatch batch = before == 0 ? fresh : known;
        batch.add(event);
        if (batch.isFull()) {
            flush(batch);
        }
    }

    /** Ends the statement: removes what was not stated. */
    public Counts finish() {
        flush(fresh);
        flush(known);
        long before = days.values().stream().mapToLong(Long::longValue).sum();
        if (before > counts.updated() + counts.unchanged()) {
            for (LocalDate day : days.keySet()) {
                long removed = jdbc(connection -> removeUnstated(connection, day));
                counts = counts.plus(new Counts(0, 0, 0, removed));
            }
        }
        if (before > 0) {
            jdbc(this::forgetStated);
        }
        return counts;
    }

    /** The days that were stated. */
    public NavigableSet<LocalDate> days() {
        return Collections.unmodifiableNavigableSet(new TreeSet<>(days.keySet()));
    }

    private void flush(EventBatch batch) {
        if (batch.isEmpty()) {
            return;
        }
        counts = counts.plus(jdbc(connection -> batch == fresh ? insert(connection) : merge(connection)));
        batch.clear();
    }

    private Counts insert(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
            insert into app.analytics_events (tenant_id, id, event_type, event_name, properties, source, source_id,
                subject_id, value, currency, connector_id, day, "timestamp")
            select ?::uuid, id, ?, ?, properties::jsonb, ?, source_id, subject_id, value, ?, ?::uuid, day, at
            from %s\
            """.formatted(EventBatch.ROWS))) {
            bindSource(statement, 1);
            fresh.bind(statement, 7);
            return new Counts(statement.executeUpdate(), 0, 0, 0);
        }
    }

    private void bindSource(PreparedStatement statement, int first) throws SQLException {
        statement.setString(first, scope.context().tenant().toString());
        statement.setString(first + 1, source.eventType());
        statement.setString(first + 2, source.eventType());
        statement.setString(first + 3, source.name());
        statement.setString(first + 4, source.currency());
        statement.setString(first + 5, source.connector().toString());
    }

    /**
     * Compares a batch with what is there. The bounds on the moment, a day's width around the batch's days, let the planner
     * look into the one or two partitions that can hold them.
     */
    private Counts merge(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
            with source as (
                select ?::uuid as tenant, ?::text as event_type, ?::text as event_name, ?::text as name,
                    ?::text as currency, ?::uuid as connector
            ), compared as materialized (
                select stated.*, stated.properties::jsonb as facts, event.id as event_id, event."timestamp" as event_at,
                    (event.event_type, event.event_name, event.properties, event.subject_id, event.value,
                        event.currency, event.connector_id, event.day, event."timestamp")
                    is distinct from
                    (source.event_type, source.event_name, stated.properties::jsonb, stated.subject_id, stated.value,
                        source.currency, source.connector, stated.day, stated.at) as differs
                from %s
                cross join source
                left join app.analytics_events event on event.tenant_id = source.tenant and event.source = source.name
                    and event.source_id = stated.source_id
                    and event."timestamp" >= ?::date - 2 and event."timestamp" < ?::date + 3
            ), inserted as (
                insert into app.analytics_events (tenant_id, id, event_type, event_name, properties, source, source_id,
                    subject_id, value, currency, connector_id, day, "timestamp")
                select source.tenant, c.id, source.event_type, source.event_name, c.facts, source.name, c.source_id,
                    c.subject_id, c.value, source.currency, source.connector, c.day, c.at
                from compared c cross join source where c.event_id is null
            ), updated as (
                update app.analytics_events event
                set event_type = source.event_type, event_name = source.event_name, properties = c.facts,
                    subject_id = c.subject_id, value = c.value, currency = source.currency,
                    connector_id = source.connector, day = c.day, "timestamp" = c.at, ingested_at = now()
                from compared c cross join source
                where c.event_id is not null and c.differs
                and event.tenant_id = source.tenant and event.id = c.event_id and event."timestamp" = c.event_at
            ), stated_again as (
                insert into app.stated_events (tenant_id, id)
                select source.tenant, coalesce(c.event_id, c.id) from compared c cross join source
            )
            select count(*) filter (where event_id is null), count(*) filter (where event_id is not null and differs),
                count(*) filter (where event_id is not null and not differs) from compared\
            """.formatted(EventBatch.ROWS))) {
            bindSource(statement, 1);
            known.bind(statement, 7);
            statement.setObject(7 + EventBatch.PARAMETERS, known.firstDay());
            statement.setObject(8 + EventBatch.PARAMETERS, known.lastDay());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Counts(row.getLong(1), row.getLong(2), row.getLong(3), 0);
            }
        }
    }

    private long count(Connection connection, LocalDate day) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select count(*) from app.analytics_events where " + OF_DAY)) {
            bindDay(statement, day);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private long removeUnstated(Connection connection, LocalDate day) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("delete from app.analytics_events event where "
                + OF_DAY
                + " and not exists (select from app.stated_events s where s.tenant_id = event.tenant_id and"
                + " s.id = event.id)")) {
            bindDay(statement, day);
            return statement.executeUpdate();
        }
    }

    /** The source's facts of one day: its names begin with the day, so the unique index finds them. */
    private static final String OF_DAY = """
        tenant_id = ?::uuid and source = ? and source_id >= ? and source_id < ?
        and "timestamp" >= ?::date - 2 and "timestamp" < ?::date + 3\
        """;

    private void bindDay(PreparedStatement statement, LocalDate day) throws SQLException {
        statement.setString(1, scope.context().tenant().toString());
        statement.setString(2, source.name());
        statement.setString(3, day + "/");
        // The character after the slash.
        statement.setString(4, day + "0");
        statement.setObject(5, day);
        statement.setObject(6, day);
    }

    private long forgetStated(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("delete from app.stated_events where tenant_id = ?::uuid")) {
            statement.setString(1, scope.context().tenant().toString());
            return statement.executeUpdate();
        }
    }

    private interface Jdbc<R> {
        R run(Connection connection) throws SQLException;
    }

    private <R> R jdbc(Jdbc<R> work) {
        try (Connection connection = scope.dataSource().getConnection()) {
            return work.run(connection);
        } catch (SQLException failure) {
            throw new org.jooq.exception.DataAccessException(
                    "the events could not be restated: " + failure.getMessage(), failure);
        }
    }
}
