package io.partywall.benchmarks.queues;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The database of one queue, so that what one leaves behind slows no other. Not for several threads, save the pools. */
final class Database implements AutoCloseable {

    private final String url;
    private final Connection connection;

    Database(String url) {
        this.url = url;
        try {
            connection = DriverManager.getConnection(url);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** A pool for the queue, as superuser. The driver makes one statement of a batch of inserts, for whoever sends some. */
    HikariDataSource pool(int size) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url + "&reWriteBatchedInserts=true");
        config.setMaximumPoolSize(size);
        return new HikariDataSource(config);
    }

    /** A pool that is logged in as a role. */
    HikariDataSource pool(String role, int size) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url.replace("user=postgres", "user=" + role));
        config.setMaximumPoolSize(size);
        return new HikariDataSource(config);
    }

    /** Where it is, with the superuser's login. */
    String address() {
        return url.replace("jdbc:", "");
    }

    void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(sql, failed);
        }
    }

    /** The one number that the query has. */
    long number(String sql) {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException failed) {
            throw new IllegalStateException(sql, failed);
        }
    }

    /** Leaves tables and statistics as autovacuum would have left them, had there been time for it. */
    void settle() {
        execute("vacuum analyze");
        execute("checkpoint");
    }

    /** A transaction that stays open, with a snapshot and a number of its own, until it is closed. */
    OpenTransaction hold() {
        try {
            return new OpenTransaction(DriverManager.getConnection(url));
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** While it is open, no vacuum may remove a row that it could still see. */
    static final class OpenTransaction implements AutoCloseable {

        private final Connection connection;

        private OpenTransaction(Connection connection) throws SQLException {
            this.connection = connection;
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("select pg_current_xact_id(), count(*) from pg_class");
            }
        }

        @Override
        public void close() {
            try {
                connection.rollback();
                connection.close();
            } catch (SQLException failed) {
                throw new IllegalStateException(failed);
            }
        }
    }
}
