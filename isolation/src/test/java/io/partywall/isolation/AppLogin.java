package io.partywall.isolation;

import io.partywall.testing.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The application role's login with nothing of the library around it: what someone has who can run any SQL at all. Each
 * {@code as…} begins a transaction of its own; nothing is ever committed.
 */
final class AppLogin implements AutoCloseable {

    final Connection connection;

    AppLogin(TestDatabase database, String role) throws SQLException {
        connection = database.connect(role);
        connection.setAutoCommit(false);
    }

    AppLogin as(TenantContext context) throws SQLException {
        return as(context.tenant().toString(), context.signature());
    }

    /** Sets what is given; null leaves the setting as a new transaction finds it. */
    AppLogin as(@Nullable String tenant, @Nullable String signature) throws SQLException {
        connection.rollback();
        set("app.current_tenant_id", tenant);
        set("app.context_signature", signature);
        return this;
    }

    AppLogin asNobody() throws SQLException {
        return as(null, null);
    }

    private void set(String name, @Nullable String value) throws SQLException {
        if (value == null) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement("select set_config(?, ?, true)")) {
            statement.setString(1, name);
            statement.setString(2, value);
            statement.execute();
        }
    }

    /** The first column of the rows that the role sees. */
    List<String> rows(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(String.valueOf(rows.getString(1)));
            }
            return values;
        }
    }

    /** How many rows the statement changed. */
    int write(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    /** How the server refuses the statement, as {@code SQLSTATE message}; the transaction stays usable. */
    String refusal(String sql) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException refused) {
            connection.rollback(before);
            return refused.getSQLState() + " " + refused.getMessage();
        }
        throw new AssertionError("the server let this pass: " + sql);
    }

    /** How many rows the statement changed, or -1 when row security (or a missing grant) refused it. */
    int changed(String sql) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            return write(sql);
        } catch (SQLException refused) {
            if (!"42501".equals(refused.getSQLState())) {
                throw refused;
            }
            connection.rollback(before);
            return -1;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.rollback();
        connection.close();
    }
}
