package io.partywall.connectors.api;

import io.partywall.isolation.TenantScope;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * Events on their way into the database, as arrays by column: one statement for all of them. The statements are plain SQL on the
 * scope's connection, which name the tenant themselves; the database checks it.
 */
final class EventRows {

    // Row by row, whatever the planner thinks of a table that it has not seen grow: one look into each partition's
    // unique index.
    private static final String FIND = """
        select sent.number, event.id
        from unnest(?::text[], ?::text[]) with ordinality as sent (source, source_id, number)
        cross join lateral (
            select e.id from app.analytics_events e
            where e.tenant_id = ?::uuid and e.source = sent.source and e.source_id = sent.source_id limit 1) event
        """;

    private static final String INSERT = """
        insert into app.analytics_events (tenant_id, currency, id, source, source_id, connector_id, event_name, event_type,
            "timestamp", day, subject_id, value, properties)
        select ?::uuid, case when value is not null then ?::text end, id, source, source_id, connector_id, event_name, event_type,
            at, day, subject_id, value, properties::jsonb
        from unnest(?::uuid[], ?::text[], ?::text[], ?::uuid[], ?::text[], ?::text[], ?::timestamptz[], ?::date[], ?::text[],
            ?::numeric[], ?::text[])
            as sent (id, source, source_id, connector_id, event_name, event_type, at, day, subject_id, value, properties)
        """;

    private EventRows() {}

    /** Where an event says that it comes from, as it is stored: as the connector's provider and name. */
    static String source(Reading.Fact event) {
        return Sources.PROVIDER + "/" + event.name().source();
    }

    /**
     * Those of the events that are stored already, with the ids that they have there; in whatever partition. Their sources are
     * locked, so that none comes to be stored meanwhile.
     */
    static Map<Reading.Name, UUID> find(TenantScope scope, List<Reading.Fact> events) {
        try (Connection connection = scope.dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement(FIND)) {
            bind(statement, 1, events, EventRows::source);
            bind(statement, 2, events, event -> event.name().messageId());
            statement.setString(3, scope.context().tenant().toString());
            Map<Reading.Name, UUID> found = new HashMap<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.put(events.get(row.getInt(1) - 1).name(), row.getObject(2, UUID.class));
                }
            }
            return found;
        } catch (SQLException failure) {
            throw new DataAccessException("the events could not be looked up: " + failure.getMessage(), failure);
        }
    }

    /** Stores events that are not there, by connectors that are locked. */
    static void insert(TenantScope scope, List<Reading.Fact> events, Sources sources, String currency) {
        List<Function<Reading.Fact, @Nullable Object>> columns = List.of(
                Reading.Fact::id,
                EventRows::source,
                event -> event.name().messageId(),
                event -> sources.connector(event.name().source()),
                Reading.Fact::eventName,
                Reading.Fact::eventType,
                Reading.Fact::at,
                Reading.Fact::day,
                Reading.Fact::subject,
                event -> event.value() == null ? null : event.value().toPlainString(),
                Reading.Fact::properties);
        try (Connection connection = scope.dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement(INSERT)) {
            statement.setString(1, scope.context().tenant().toString());
            statement.setString(2, currency);
            for (int i = 0; i < columns.size(); i++) {
                bind(statement, 3 + i, events, columns.get(i));
            }
            statement.executeUpdate();
        } catch (SQLException failure) {
            throw new DataAccessException("the events could not be stored: " + failure.getMessage(), failure);
        }
    }

    private static void bind(
            PreparedStatement statement,
            int parameter,
            List<Reading.Fact> events,
            Function<Reading.Fact, @Nullable Object> column)
            throws SQLException {
        @Nullable String[] values = new @Nullable String[events.size()];
        for (int i = 0; i < values.length; i++) {
            Object value = column.apply(events.get(i));
            values[i] = value == null ? null : value.toString();
        }
        statement.setArray(parameter, statement.getConnection().createArrayOf("text", values));
    }
}
