package io.partywall.events;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jooq.exception.DataAccessException;

/**
 * Makes the monthly partitions that events need, as the platform role and in transactions of its own: an import that takes
 * hours must not hold the locks of a new partition. Safe for use by several threads.
 */
public final class EventPartitions {

    private final DataSource platform;
    private final Set<YearMonth> made = ConcurrentHashMap.newKeySet();

    public EventPartitions(DataSource platform) {
        this.platform = platform;
    }

    /**
     * Makes the partitions that events of this day need, unless they are there. Not behind a write, in the transaction at work,
     * to a table that events refer to: making one locks these tables against writers.
     *
     * @throws DataAccessException when the database does not answer, or somebody writes to these tables for long
     */
    public void ensure(LocalDate day) {
        YearMonth month = YearMonth.from(day);
        if (made.contains(month)) {
            return;
        }
        try (Connection connection = platform.getConnection();
                PreparedStatement statement = connection.prepareStatement("select app.ensure_event_partitions(?, ?)")) {
            statement.setObject(1, month.atDay(1));
            statement.setObject(2, month.atEndOfMonth());
            statement.execute();
            made.add(month);
        } catch (SQLException failure) {
            throw new DataAccessException("no partition for events of " + month + ": " + failure.getMessage(), failure);
        }
    }
}
