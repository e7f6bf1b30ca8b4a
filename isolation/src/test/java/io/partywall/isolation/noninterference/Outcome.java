package io.partywall.isolation.noninterference;

import java.sql.BatchUpdateException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** All that a tenant gets from a statement, as text. Rows are sorted: SQL gives them in any order. */
final class Outcome {

    private Outcome() {}

    /** Every result of a statement that has been executed. */
    static List<String> of(Statement statement, boolean rowsFirst) throws SQLException {
        List<String> lines = new ArrayList<>();
        boolean rows = rowsFirst;
        while (rows || statement.getUpdateCount() >= 0) {
            if (rows) {
                lines.addAll(rows(statement.getResultSet()));
            } else {
                lines.add("changed " + statement.getUpdateCount());
            }
            rows = statement.getMoreResults();
        }
        for (SQLWarning warning = statement.getWarnings(); warning != null; warning = warning.getNextWarning()) {
            lines.add("warning " + warning.getMessage());
        }
        return lines;
    }

    static List<String> rows(ResultSet result) throws SQLException {
        List<String> rows = new ArrayList<>();
        int columns = result.getMetaData().getColumnCount();
        while (result.next()) {
            List<@Nullable Object> values = new ArrayList<>();
            for (int i = 1; i <= columns; i++) {
                values.add(result.getString(i));
            }
            rows.add(row(values));
        }
        Collections.sort(rows);
        return rows;
    }

    static String row(List<? extends @Nullable Object> values) {
        return values.stream()
                .map(value -> value instanceof Object[] array ? Arrays.deepToString(array) : Objects.toString(value))
                .collect(Collectors.joining(" | ", "(", ")"));
    }

    /**
     * What the caller is told of a failure; of the driver's and the server's, all but where in their own source it
     * was.
     */
    static String of(Throwable failure) {
        Throwable cause = failure;
        for (Throwable next = failure; next != null; next = deeper(next)) {
            cause = next;
        }
        String counts = failure instanceof BatchUpdateException batch ? Arrays.toString(batch.getUpdateCounts()) : "";
        ServerErrorMessage told = cause instanceof PSQLException refused ? refused.getServerErrorMessage() : null;
        return told == null
                ? "failure " + failure.getClass().getSimpleName() + " " + failure.getMessage() + counts
                : "error " + told.getSQLState() + " " + wholeTable(told) + counts;
    }

    /** Which of several rows is refused first, and so the partition that is named, is up to the plan. */
    private static String wholeTable(ServerErrorMessage told) {
        String text = told.getMessage() + " " + told.getDetail() + " " + told.getHint() + " " + told.getTable() + " "
                + told.getColumn() + " " + told.getConstraint() + " " + told.getWhere();
        return text.replaceAll("\\b(t\\d)_\\d", "$1").replaceAll("_fkey_\\d+", "_fkey");
    }

    private static @Nullable Throwable deeper(Throwable failure) {
        return failure instanceof BatchUpdateException batch ? batch.getNextException() : failure.getCause();
    }
}
