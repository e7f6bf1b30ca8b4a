package io.partywall.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A connection of some role that a test talks through: each statement is a transaction, unless it was begun. */
final class Session implements AutoCloseable {

    private final Connection connection;

    Session(Connection connection) {
        this.connection = connection;
    }

    /** The first column, as text. */
    List<String> query(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    /** How many rows it changed. */
    int update(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    /** Why the statement is refused, as {@code SQLSTATE message}; a statement that succeeds fails the test. */
    String refusal(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException refused) {
            return refused.getSQLState() + " " + refused.getMessage();
        }
        throw new AssertionError("not refused: " + sql);
    }

    void begin() throws SQLException {
        connection.setAutoCommit(false);
    }

    void commit() throws SQLException {
        connection.commit();
    }

    void rollback() throws SQLException {
        connection.rollback();
    }

    String pid() throws SQLException {
        return query("select pg_backend_pid()").getFirst();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
