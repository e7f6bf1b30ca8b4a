package io.partywall.inspector.catalogue;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reading rows by plain JDBC. */
final class Rows {

    /** One row's object. */
    interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private Rows() {}

    static <T> List<T> read(Connection connection, String sql, Reader<T> reader, Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                if (parameters[i] instanceof Long[] oids) {
                    statement.setArray(i + 1, connection.createArrayOf("int8", oids));
                } else {
                    statement.setObject(i + 1, parameters[i]);
                }
            }
            statement.setFetchSize(1_000);
            try (ResultSet rows = statement.executeQuery()) {
                List<T> read = new ArrayList<>();
                while (rows.next()) {
                    read.add(reader.read(rows));
                }
                return List.copyOf(read);
            }
        }
    }

    static String text(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNullElse(row.getString(column), "");
    }

    static @Nullable String optional(ResultSet row, String column) throws SQLException {
        return row.getString(column);
    }

    static char letter(ResultSet row, String column) throws SQLException {
        String text = text(row, column);
        return text.isEmpty() ? ' ' : text.charAt(0);
    }

    static List<Long> longs(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        return array == null
                ? List.of()
                : Arrays.stream((Object[]) array.getArray())
                        .map(value -> ((Number) value).longValue())
                        .toList();
    }

    static List<Integer> ints(ResultSet row, String column) throws SQLException {
        return longs(row, column).stream().map(Long::intValue).toList();
    }

    static List<String> texts(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        return array == null
                ? List.of()
                : Arrays.stream((Object[]) array.getArray())
                        .map(value -> value == null ? "" : value.toString())
                        .toList();
    }
}
