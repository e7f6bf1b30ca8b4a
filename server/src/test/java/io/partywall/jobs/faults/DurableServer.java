package io.partywall.jobs.faults;

import io.partywall.database.Database;
import io.partywall.database.DatabaseUrl;
import io.partywall.database.EmbeddedServer;
import io.partywall.database.Role;
import io.partywall.isolation.SigningKeys;
import io.partywall.schema.Migrations;
import io.partywall.schema.Roles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;

/**
 * The platform's own embedded PostgreSQL, with its durable settings, that can be brought down and up again on the same data. It
 * is migrated, and has the tables of a run.
 */
final class DurableServer implements AutoCloseable {

    /** How it is brought down. */
    enum End {
        /** Sessions are ended, everything is written. */
        FAST("INT"),
        /** Its processes are told to leave all as it is. */
        IMMEDIATE("QUIT"),
        /** Its first process is killed; the others see it when they look. */
        KILLED("KILL");

        private final String signal;

        End(String signal) {
            this.signal = signal;
        }
    }

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Path home;
    private final EmbeddedServer server;
    private final Database database;
    private final Thread onExit = new Thread(this::stop);

    private DurableServer(Path home, EmbeddedServer server, Database database) {
        this.home = home;
        this.server = server;
        this.database = database;
        Runtime.getRuntime().addShutdownHook(onExit);
    }

    static DurableServer start(Path home) throws SQLException, IOException {
        Map<String, String> environment = Map.of("PARTYWALL_HOME", home.toString());
        EmbeddedServer server = EmbeddedServer.of(environment, home);
        server.keep();
        DurableServer durable = new DurableServer(home, server, Database.open("faults", environment, home));
        try {
            durable.prepare();
            return durable;
        } catch (SQLException | IOException | RuntimeException failure) {
            durable.close();
            throw failure;
        }
    }

    private void prepare() throws SQLException, IOException {
        Migrations.of(database.dataSource(Role.ADMIN))
                .trusting(SigningKeys.parse(keys()))
                .password(Roles.APP, database.obtainCredentials().appPassword())
                .password(Roles.PLATFORM, database.obtainCredentials().platformPassword())
                .run();
        try (InputStream tables = DurableServer.class.getResourceAsStream("tables.sql");
                Connection connection = admin();
                Statement statement = connection.createStatement()) {
            if (tables == null) {
                throw new IOException("tables.sql is missing beside " + DurableServer.class);
            }
            statement.execute(new String(tables.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    String keys() {
        return database.signingKeys();
    }

    String version() {
        return server.status().version();
    }

    /** Where it listens now; a restart may have moved it. */
    int port() {
        return server.status().port();
    }

    /** How a role logs in through another port. */
    DatabaseUrl url(Role role, int port) {
        DatabaseUrl url = database.url(role);
        return new DatabaseUrl(url.user(), url.password(), url.host(), port, url.database(), url.parameters());
    }

    /** Past the proxy, as the superuser. */
    Connection admin() throws SQLException {
        return url(Role.ADMIN, port()).dataSource().getConnection();
    }

    void bringDown(End end) throws Exception {
        String pid = Files.readAllLines(home.resolve("data").resolve("postmaster.pid"))
                .getFirst();
        Signals.send(end.signal, Long.parseLong(pid.strip()));
        Await.until(
                PATIENCE,
                () -> ProcessHandle.of(Long.parseLong(pid.strip()))
                        .flatMap(process -> process.info().command())
                        .isEmpty());
    }

    /** Recovers what it has promised, and serves again. */
    void bringUp() {
        server.keep();
    }

    private void stop() {
        database.close();
        server.stop(true);
    }

    @Override
    public void close() {
        stop();
        Runtime.getRuntime().removeShutdownHook(onExit);
    }
}
