package io.partywall.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Starts and stops the server of a home, and finds it as a crash left it. pg_ctl gives the server a session of its own, so
 * that a Ctrl-C at one command's terminal does not reach it. All methods but {@link #running} are called behind the
 * {@link Gate}.
 */
final class Server {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Home home;
    private final Programs programs;
    private final ServerAccount account;

    Server(Home home) {
        this.home = home;
        this.account = ServerAccount.of(home);
        this.programs = new Programs(home, account, Binaries.in(home));
    }

    /** The server, if it takes connections now. */
    static Optional<PostmasterFile> running(Home home) {
        return PostmasterFile.read(home.data()).filter(PostmasterFile::ready);
    }

    /** Brings the server up, from whatever state it is in; at once where it runs. */
    PostmasterFile start() {
        new DataDirectory(home, account, programs).prepare();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Programs.Outcome outcome;
        do {
            // Another command may have been killed while the server started or stopped.
            settle(deadline);
            Optional<PostmasterFile> running = running(home);
            if (running.isPresent()) {
                return running.get();
            }
            outcome = tryStart();
        } while ((!outcome.failed() || passes(outcome)) && System.nanoTime() < deadline);
        throw new DatabaseException("the embedded PostgreSQL of " + home.directory() + " does not start: "
                + outcome.reason() + " (more in " + home.log() + ")");
    }

    /** Whether what kept the server from starting ends by itself: a killed server's orphans, a port taken at this moment. */
    private static boolean passes(Programs.Outcome outcome) {
        return outcome.output().contains("is still in use") || outcome.output().contains("could not bind");
    }

    void stop() {
        if (PostmasterFile.read(home.data()).filter(PostmasterFile::alive).isEmpty()) {
            return;
        }
        Programs.Outcome outcome = programs.run(
                "pg_ctl",
                "",
                List.of(
                        "stop",
                        "-w",
                        "-m",
                        "fast",
                        "-t",
                        seconds(),
                        "-D",
                        home.data().toString()));
        if (outcome.failed()
                && PostmasterFile.read(home.data())
                        .filter(PostmasterFile::alive)
                        .isPresent()) {
            throw new DatabaseException(
                    "cannot stop the embedded PostgreSQL of " + home.directory() + ": " + outcome.reason());
        }
    }

    private void clearStale() throws IOException {
        Optional<PostmasterFile> stale = PostmasterFile.read(home.data()).filter(server -> !server.alive());
        if (stale.isPresent()) {
            stale.get().disown();
            account.own(stale.get().file());
        }
    }

    private Programs.Outcome tryStart() {
        try {
            clearStale();
            Path startLog = home.log().resolve("start.log");
            Files.deleteIfExists(startLog);
            Programs.Outcome outcome = programs.run(
                    "pg_ctl",
                    "",
                    List.of(
                            "start",
                            "-w",
                            "-t",
                            seconds(),
                            "-D",
                            home.data().toString(),
                            "-l",
                            startLog.toString(),
                            "-o",
                            "-p " + port()));
            String said = Files.exists(startLog) ? Files.readString(startLog) : "";
            return new Programs.Outcome(outcome.exitCode(), said.isBlank() ? outcome.output() : said);
        } catch (IOException failure) {
            throw home.unusable(failure);
        }
    }

    /** Waits while a server that is alive starts up, recovers or shuts down. */
    private void settle(long deadline) {
        while (System.nanoTime() < deadline) {
            Optional<PostmasterFile> server = PostmasterFile.read(home.data()).filter(PostmasterFile::alive);
            if (server.isEmpty() || server.get().ready()) {
                return;
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(Duration.ofMillis(20));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new DatabaseException("interrupted while waiting for the embedded PostgreSQL", interrupted);
        }
    }

    /** The port of the last time, so that a URL that was handed out stays right; another where somebody else has taken it. */
    private int port() throws IOException {
        int remembered = rememberedPort(home);
        int port = remembered > 0 && free(remembered) ? remembered : anyFreePort();
        if (port != remembered) {
            PrivateFiles.write(home.port(), Integer.toString(port).getBytes(StandardCharsets.UTF_8));
        }
        return port;
    }

    /** The port of the last time; 0 where there was none. */
    static int rememberedPort(Home home) {
        try {
            return Files.exists(home.port())
                    ? Integer.parseInt(Files.readString(home.port()).strip())
                    : 0;
        } catch (IOException | NumberFormatException damaged) {
            return 0;
        }
    }

    private static boolean free(int port) {
        try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (IOException | IllegalArgumentException taken) {
            return false;
        }
    }

    private static int anyFreePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String seconds() {
        return Long.toString(PATIENCE.toSeconds());
    }
}
