package io.partywall.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.postgresql.PGConnection;

/**
 * What an import is measured against: COPY into a table that the catalogue makes identical to {@code app.analytics_events},
 * with its partitions, checks and indexes, but without row security; a transaction a file.
 */
final class CopyTarget implements AutoCloseable {

    private final String table;
    private final Connection connection;

    private CopyTarget(String table, Connection connection) {
        this.table = table;
        this.connection = connection;
    }

    /** The table with the foreign keys of the original, or with none. */
    static CopyTarget create(Connection superuser, String table, boolean foreignKeys) throws SQLException {
        try (Statement statement = superuser.createStatement()) {
            statement.execute(Script.read("copy-target.sql", Map.of("table", table, "foreign_keys", foreignKeys)));
        }
        return new CopyTarget(table, superuser);
    }

    void clear() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("truncate " + table);
        }
    }

    /** Copies rows that are in COPY's text format. */
    void copy(byte[] rows) throws SQLException {
        try {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy " + table + " from stdin", new ByteArrayInputStream(rows), 1 << 16);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    long count() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from " + table)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
