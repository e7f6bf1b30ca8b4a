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
        return new Counts(update(connection, RestatementSql.INSERT, fresh, false), 0, 0, 0);
    }

    /** Compares a batch with what is there, and writes only what differs. */
    private Counts merge(Connection connection) throws SQLException {
        Counts compared = compare(connection);
        if (compared.updated() > 0) {
            update(connection, RestatementSql.update(known.days()), known, true);
        }
        if (compared.inserted() > 0) {
            update(connection, RestatementSql.insertMissing(known.days()), known, true);
        }
        return compared;
    }

    private Counts compare(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(RestatementSql.compare(known.days()))) {
            bind(statement, known, true);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Counts(row.getLong(1), row.getLong(2), row.getLong(3), 0);
            }
        }
    }

    private long update(Connection connection, String sql, EventBatch batch, boolean bounded) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, batch, bounded);
            return statement.executeUpdate();
        }
    }

    /** Binds a statement that begins with {@link RestatementSql#STATED}, and with the bounds where it looks at what is there. */
    private void bind(PreparedStatement statement, EventBatch batch, boolean bounded) throws SQLException {
        batch.bind(statement, 1);
        int next = 1 + EventBatch.PARAMETERS;
        statement.setString(next, scope.context().tenant().toString());
        statement.setString(next + 1, source.eventType());
        statement.setString(next + 2, source.name());
        statement.setString(next + 3, source.currency());
        statement.setString(next + 4, source.connector().toString());
        if (bounded) {
            statement.setString(next + 5, scope.context().tenant().toString());
            statement.setString(next + 6, source.name());
        }
    }

    private long count(Connection connection, LocalDate day) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(RestatementSql.count(day))) {
            bindDay(statement, day);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private long removeUnstated(Connection connection, LocalDate day) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(RestatementSql.removeUnstated(day))) {
            bindDay(statement, day);
            return statement.executeUpdate();
        }
    }

    private void bindDay(PreparedStatement statement, LocalDate day) throws SQLException {
        statement.setString(1, scope.context().tenant().toString());
        statement.setString(2, source.name());
        statement.setString(3, day + "/");
        // The character after the slash.
        statement.setString(4, day + "0");
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
