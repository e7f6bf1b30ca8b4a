package io.partywall.isolation;

import java.lang.reflect.Method;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Runs statements that have the context in front, and steps over its result to the caller's own. */
final class Carrying {

    private Carrying() {}

    /**
     * Runs the statement and moves to the caller's first result.
     *
     * @return the generated keys where they were asked for; the driver would give those of the context's statement
     */
    static @Nullable ResultSet execute(PreparedStatement statement, boolean wantsKeys) throws SQLException {
        statement.execute();
        if (!wantsKeys) {
            statement.getMoreResults();
            return null;
        }
        // With generated keys every statement yields rows and a count; the driver has taken the context's rows for the
        // keys, and stands at its count.
        while (true) {
            if (statement.getMoreResults(Statement.KEEP_CURRENT_RESULT)) {
                ResultSet keys = statement.getResultSet();
                statement.getMoreResults(Statement.KEEP_CURRENT_RESULT);
                return keys;
            }
            if (statement.getLargeUpdateCount() == -1) {
                throw new SQLException("the statement returned no generated keys");
            }
        }
    }

    /** What the caller's {@code execute…} method returns, once the statement stands at the caller's first result. */
    static Object outcome(Method method, Statement statement) throws SQLException {
        return switch (method.getName()) {
            case "execute" -> statement.getResultSet() != null;
            case "executeQuery" -> {
                ResultSet rows = statement.getResultSet();
                if (rows == null) {
                    throw new SQLException("the statement returned no rows: use executeUpdate", "02000");
                }
                yield rows;
            }
            case "executeLargeUpdate" -> count(statement);
            default -> Math.toIntExact(count(statement));
        };
    }

    private static long count(Statement statement) throws SQLException {
        if (statement.getResultSet() != null) {
            throw new SQLException("the statement returned rows: use executeQuery", "0100E");
        }
        return Math.max(0, statement.getLargeUpdateCount());
    }
}
