package io.partywall.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A PostgreSQL of this run's own, on disk. Its commits do not wait for the disk, so that writes show what a way costs and
 * not what the disk does; the settings are the same for everything that is compared.
 */
final class Server implements AutoCloseable {

    private final EmbeddedPostgres postgres;

    private Server(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    static Server start() throws IOException {
        return new Server(EmbeddedPostgres.builder()
                .setServerConfig("shared_buffers", "512MB")
                .setServerConfig("maintenance_work_mem", "256MB")
                .setServerConfig("max_wal_size", "8GB")
                // The tables are vacuumed and analyzed once they are loaded; nothing shall do it in the middle of a
                // round.
                .setServerConfig("autovacuum", "off")
                .start());
    }

    int port() {
        return postgres.getPort();
    }

    private static String url(int port, String role) {
        return url(port, "postgres", role);
    }

    private static String url(int port, String database, String role) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=" + role;
    }

    Connection superuser() throws SQLException {
        return DriverManager.getConnection(url(port(), "postgres"));
    }

    /** The superuser who has become another role. */
    Connection as(String role) throws SQLException {
        return DriverManager.getConnection(url(port(), "postgres") + "&options=-c%20role%3D" + role);
    }

    void execute(String sql) throws SQLException {
        execute("postgres", sql);
    }

    void execute(String database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(superuserUrl(database));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    String superuserUrl(String database) {
        return url(port(), database, "postgres");
    }

    String version() throws SQLException {
        try (Connection connection = superuser();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("show server_version")) {
            row.next();
            return row.getString(1);
        }
    }

    /**
     * A pool of one connection as the application's role, with the driver's and the pool's defaults. One connection, so
     * that every variant has the same server process, as warm for the one as for the other.
     */
    HikariDataSource pool(int port) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url(port, Shop.APP));
        config.setMaximumPoolSize(1);
        return new HikariDataSource(config);
    }

    /** A pool of another database and role; its connections are made when first needed. */
    HikariDataSource pool(String database, String role, int size) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url(port(), database, role));
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(0);
        return new HikariDataSource(config);
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
