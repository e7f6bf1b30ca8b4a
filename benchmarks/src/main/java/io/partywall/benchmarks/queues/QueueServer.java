package io.partywall.benchmarks.queues;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A PostgreSQL of the queues' own, set up as that of the other measurements but for autovacuum, which runs with
 * PostgreSQL's defaults: a queue lives from what is swept up behind it.
 */
final class QueueServer implements AutoCloseable {

    private final EmbeddedPostgres postgres;
    private final List<Database> databases = new ArrayList<>();

    private QueueServer(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    static QueueServer start(Commits commits) throws IOException {
        return new QueueServer(EmbeddedPostgres.builder()
                .setServerConfig("shared_buffers", "512MB")
                .setServerConfig("maintenance_work_mem", "256MB")
                .setServerConfig("max_wal_size", "8GB")
                .setServerConfig("fsync", commits.setting())
                .setServerConfig("synchronous_commit", commits.setting())
                .setServerConfig("full_page_writes", commits.setting())
                .start());
    }

    /** As the server tells it: its version, and what its commits wait for. */
    String describe() throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                    select current_setting('server_version') || ' (fsync ' || current_setting('fsync')
                        || ', synchronous_commit ' || current_setting('synchronous_commit') || ')'\
                    """)) {
            row.next();
            return row.getString(1);
        }
    }

    /** A new database, closed together with the server. */
    Database create(String name) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        Database database =
                new Database("jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/" + name + "?user=postgres");
        databases.add(database);
        return database;
    }

    @Override
    public void close() throws IOException {
        databases.forEach(Database::close);
        postgres.close();
    }
}
