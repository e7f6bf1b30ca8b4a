package io.partywall.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real PgBouncer in transaction mode with one server connection, in front of one test database. */
public final class PgBouncer implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 20;

    private final TestDatabase database;
    private final Path directory;
    private final Process process;
    private final int port;

    private PgBouncer(TestDatabase database, Path directory, Process process, int port) {
        this.database = database;
        this.directory = directory;
        this.process = process;
        this.port = port;
    }

    /**
     * Starts a PgBouncer.
     *
     * @throws IllegalStateException if none is installed: what a wall does behind a pooler is not left untried
     */
    public static PgBouncer start(TestDatabase database, String role) throws IOException, SQLException {
        boolean installed = Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(Path::of)
                .anyMatch(bin -> Files.isExecutable(bin.resolve("pgbouncer")));
        if (!installed) {
            throw new IllegalStateException("PgBouncer is not installed: apt-get install pgbouncer");
        }
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Path directory = Files.createTempDirectory("pgbouncer");
        Path users = Files.writeString(
                directory.resolve("users.txt"), "\"" + role + "\" \"" + TestDatabase.PASSWORD + "\"\n", UTF_8);
        Path config = Files.writeString(
                directory.resolve("pgbouncer.ini"),
                """
                [databases]
                %s = host=127.0.0.1 port=%d
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = plain
                auth_file = %s
                pool_mode = transaction
                default_pool_size = 1
                max_client_conn = 100
                ignore_startup_parameters = extra_float_digits
                """.formatted(database.name(), TestDatabase.port(), port, users),
                UTF_8);
        List<String> command = new ArrayList<>(List.of("pgbouncer"));
        if (System.getProperty("user.name").equals("root")) {
            // It refuses to run as root.
            command.addAll(List.of("-u", "nobody"));
            for (Path file : List.of(directory, users, config)) {
                Files.setPosixFilePermissions(
                        file, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
        command.add(config.toString());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        PgBouncer bouncer = new PgBouncer(database, directory, process, port);
        bouncer.awaitReady(role);
        return bouncer;
    }

    private void awaitReady(String role) throws IOException, SQLException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            try (Connection connection = DriverManager.getConnection(url(role))) {
                connection.setReadOnly(false);
                return;
            } catch (SQLException notYet) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    String log = Files.readString(directory.resolve("log"));
                    close();
                    throw new SQLException("PgBouncer does not answer: " + log, notYet);
                }
                Thread.onSpinWait();
            }
        }
    }

    /** The way to the database through this pooler; it forgets prepared statements between transactions. */
    public String url(String role) {
        return TestDatabase.url(port, database.name(), role, TestDatabase.PASSWORD) + "&prepareThreshold=0";
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        process.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
