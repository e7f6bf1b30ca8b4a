package io.partywall.testing;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A database of its own on the test JVM's PostgreSQL server, dropped when it is closed. Which PostgreSQL it is, the
 * binaries on the class path decide.
 */
public final class TestDatabase implements AutoCloseable {

    /** The password of every role that {@link #createRole} makes. */
    public static final String PASSWORD = "secret";

    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** The server of this JVM, started when first asked for and stopped with the JVM. */
    private static final class Server {
        static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        // Neither the JVM's zone nor UTC, so that a confusion of zones shows.
                        .setServerConfig("timezone", "America/St_Johns")
                        .setServerConfig("max_prepared_transactions", "0")
                        .start();
            } catch (IOException impossible) {
                throw new UncheckedIOException("the embedded PostgreSQL does not start", impossible);
            }
        }
    }

    private final String name;
    private final List<AutoCloseable> pools = new ArrayList<>();

    private TestDatabase(String name) {
        this.name = name;
    }

    /** An empty database. */
    public static TestDatabase create() {
        return copyOf("template0");
    }

    /** A database that begins as a copy of another one, to which nobody may be connected. */
    public static TestDatabase copyOf(TestDatabase template) {
        return copyOf(template.name);
    }

    private static TestDatabase copyOf(String template) {
        String name = "test_" + NUMBER.incrementAndGet();
        execute("postgres", "create database " + name + " template " + template + " encoding 'UTF8'");
        return new TestDatabase(name);
    }

    /** Creates a login role of the server, if it is not there yet; the attributes are SQL, such as {@code nologin}. */
    public static void createRole(String role, String attributes) {
        execute("postgres", """
            do $$ begin
                if not exists (select from pg_roles where rolname = '%1$s') then
                    create role %1$s login password '%2$s';
                end if;
                alter role %1$s %3$s;
            end $$\
            """.formatted(role, PASSWORD, attributes));
    }

    private static void execute(String database, String sql) {
        try (Connection connection = DriverManager.getConnection(
                        // The driver does not see where a function that is written in BEGIN ATOMIC ends: the server
                        // does.
                        url(port(), database, "postgres", "") + "&preferQueryMode=simple");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    /** Runs SQL as the superuser. */
    public void execute(String sql) {
        execute(name, sql);
    }

    /** The first column of the rows that the superuser sees, as text. */
    public List<String> query(String sql) {
        try (Connection connection = admin();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    /** A connection of the superuser. */
    public Connection admin() throws SQLException {
        return connect("postgres");
    }

    /** A connection of the given role. */
    public Connection connect(String role) throws SQLException {
        return DriverManager.getConnection(url(role));
    }

    /** A connection of the superuser that has become the given role, which need not be able to log in. */
    public Connection as(String role) throws SQLException {
        return DriverManager.getConnection(url("postgres") + "&options=-c%20role%3D" + role);
    }

    /** A pool of the given role, closed with this database. */
    public HikariDataSource pool(String role, int size) {
        return poolAt(url(role), size);
    }

    /** A pool on another way to this database, such as a pooler's; closed with this database. */
    public HikariDataSource poolAt(String url, int size) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(0);
        HikariDataSource pool = new HikariDataSource(config);
        pools.add(pool);
        return pool;
    }

    public String url(String role) {
        return url(port(), name, role, PASSWORD);
    }

    static String url(int port, String database, String role, String password) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=" + role + "&password=" + password;
    }

    static int port() {
        return Server.POSTGRES.getPort();
    }

    public String name() {
        return name;
    }

    /** The major version of the server, such as 18. */
    public int majorVersion() {
        return Integer.parseInt(query("show server_version_num").getFirst()) / 10_000;
    }

    @Override
    public void close() {
        for (AutoCloseable pool : pools) {
            try {
                pool.close();
            } catch (Exception broken) {
                throw new IllegalStateException("a pool does not close", broken);
            }
        }
        execute("postgres", "drop database " + name + " with (force)");
    }
}
