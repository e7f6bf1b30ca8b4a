package io.partywall.jobs;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** The days of finished jobs: made before they come, dropped when they are old. */
final class History {

    private final int keepDays;

    History(int keepDays) {
        this.keepDays = keepDays;
    }

    void keep(Connection platform) throws SQLException {
        try (PreparedStatement statement = platform.prepareStatement("select app.keep_job_history(?)")) {
            statement.setInt(1, keepDays);
            statement.execute();
        }
    }

    /** Whether a row was refused because no partition is there for its day. */
    static boolean isMissingDay(SQLException failure) {
        return "23514".equals(failure.getSQLState())
                && String.valueOf(failure.getMessage()).contains("no partition of relation");
    }
}
