package io.partywall.isolation.attacks;

import io.partywall.isolation.TenantContext;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A connection of the application's role, on which any SQL is run. */
record Session(Connection connection) implements AutoCloseable {

    /** Enters the context as the library does, for a login that has nothing of the library around it. */
    Session enter(TenantContext context) throws SQLException {
        return enter(context.tenant().toString(), context.signature());
    }

    /** Claims to be in a context, in a new transaction. */
    Session enter(String tenant, String signature) throws SQLException {
        connection.setAutoCommit(false);
        connection.rollback();
        try (var statement = connection.prepareStatement(
                "select set_config('app.current_tenant_id', ?, true), set_config('app.context_signature', ?, true)")) {
            statement.setString(1, tenant);
            statement.setString(2, signature);
            statement.execute();
        }
        return this;
    }

    /** Every value of every row of every result, as text. */
    List<String> values(String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            boolean rows = statement.execute(sql);
            while (rows || statement.getUpdateCount() >= 0) {
                if (rows) {
                    add(statement.getResultSet(), values);
                }
                rows = statement.getMoreResults();
            }
        }
        return values;
    }

    private static void add(ResultSet rows, List<String> values) throws SQLException {
        int columns = rows.getMetaData().getColumnCount();
        while (rows.next()) {
            for (int column = 1; column <= columns; column++) {
                values.add(String.valueOf(rows.getString(column)));
            }
        }
    }

    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** How many rows the statement changed. */
    int changed(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    /** How the server refuses the statement, as {@code SQLSTATE message}; the transaction stays usable. */
    String refusal(String sql) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            run(sql);
        } catch (SQLException refused) {
            connection.rollback(before);
            return told(refused);
        }
        throw new AssertionError("the server let this pass: " + sql);
    }

    static String told(SQLException refused) {
        return refused.getSQLState() + " " + refused.getMessage();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
