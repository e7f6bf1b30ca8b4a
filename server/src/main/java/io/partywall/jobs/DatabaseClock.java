package io.partywall.jobs;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import javax.sql.DataSource;
import org.jooq.exception.DataAccessException;

/**
 * The time as the database has it, carried on by the monotonic clock of this process: what signs contexts by it is understood by
 * the database, however wrong the clock of this machine is or becomes. Safe for use by several threads.
 */
public final class DatabaseClock extends Clock {

    private record Reading(Instant time, long nanos) {}

    private final ZoneId zone;
    private volatile Reading reading;

    private DatabaseClock(Reading reading, ZoneId zone) {
        this.reading = reading;
        this.zone = zone;
    }

    /** The clock of the database that this data source reaches. */
    public static DatabaseClock of(DataSource database) {
        try (Connection connection = database.getConnection()) {
            return new DatabaseClock(read(connection), ZoneOffset.UTC);
        } catch (SQLException failure) {
            throw new DataAccessException("the database does not tell the time", failure);
        }
    }

    /** Reads the time anew. */
    void synchronize(Connection connection) throws SQLException {
        reading = read(connection);
    }

    private static Reading read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select (extract(epoch from clock_timestamp()) * 1000000)::bigint")) {
            row.next();
            return new Reading(Instant.EPOCH.plus(row.getLong(1), ChronoUnit.MICROS), System.nanoTime());
        }
    }

    @Override
    public Instant instant() {
        Reading last = reading;
        return last.time().plusNanos(System.nanoTime() - last.nanos());
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new DatabaseClock(reading, zone);
    }
}
