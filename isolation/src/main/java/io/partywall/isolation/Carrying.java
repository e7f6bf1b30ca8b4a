package io.partywall.isolation;

import java.lang.reflect.Method;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Runs statements that have the context in front, and steps over its result to the caller's own. */
final class Carrying {

    private Carrying() {}

    /** Runs the statement; what it returns is what the caller's {@code execute…} method returns. */
    static Object execute(Method method, PreparedStatement statement) throws SQLException {
        statement.execute();
        boolean rows = statement.getMoreResults();
        return switch (method.getName()) {
            case "execute" -> rows;
            case "executeQuery" -> {
                if (!rows) {
                    throw new SQLException("the statement returned no rows: use executeUpdate", "02000");
                }
                ResultSet result = statement.getResultSet();
                yield result;
            }
            case "executeLargeUpdate" -> count(statement, rows);
            default -> Math.toIntExact(count(statement, rows));
        };
    }

    private static long count(Statement statement, boolean rows) throws SQLException {
        if (rows) {
            throw new SQLException("the statement returned rows: use executeQuery", "0100E");
        }
        return Math.max(0, statement.getLargeUpdateCount());
    }
}
