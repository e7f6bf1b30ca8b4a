package io.partywall.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The embedded PostgreSQL as its operator sees it. It runs while a command uses it; {@link #keep} makes it run until
 * {@link #stop}, across commands, crashes and reboots (the next command brings it up again).
 */
public final class EmbeddedServer {

    private final Home home;

    private EmbeddedServer(Home home) {
        this.home = home;
    }

    /** The server of {@code PARTYWALL_HOME}, or of {@code .partywall} in the working directory. */
    public static EmbeddedServer of(Map<String, String> environment, Path workingDirectory) {
        return new EmbeddedServer(Home.of(environment, workingDirectory));
    }

    /**
     * How it stands.
     *
     * @param port where it listens on 127.0.0.1, or listened last; 0 where it never ran
     * @param users the commands that use it now
     */
    public record Status(Path home, String version, boolean running, boolean kept, int port, List<String> users) {}

    /** Starts it, where it does not run, and lets it run until {@link #stop}. Tells whether that is new. */
    public boolean keep() {
        Home created = home.created();
        try (Gate _ = Gate.enter(created)) {
            started(created);
            if (Files.exists(created.kept())) {
                return false;
            }
            PrivateFiles.write(created.kept(), new byte[0]);
            return true;
        } catch (IOException failure) {
            throw home.unusable(failure);
        }
    }

    /**
     * Stops it. While commands use it that is refused, unless forced: then their statements fail. Tells whether it was running.
     */
    public boolean stop(boolean force) {
        if (!home.exists()) {
            return false;
        }
        Home existing = home.created();
        try (Gate _ = Gate.enter(existing)) {
            List<String> users = Lease.holders(existing);
            if (!users.isEmpty() && !force) {
                throw new DatabaseException((users.size() == 1 ? "a command uses" : users.size() + " commands use")
                        + " the database: " + String.join(", ", users) + "; wait for the end, or stop with --force");
            }
            boolean wasRunning = Server.running(existing).isPresent();
            Files.deleteIfExists(existing.kept());
            if (PostmasterFile.read(existing.data()).isPresent()) {
                new Server(existing).stop();
            }
            return wasRunning;
        } catch (IOException failure) {
            throw home.unusable(failure);
        }
    }

    public Status status() {
        if (!home.exists()) {
            return new Status(home.directory(), Binaries.version(), false, false, 0, List.of());
        }
        Home existing = home.created();
        try (Gate _ = Gate.enter(existing)) {
            Optional<PostmasterFile> running = Server.running(existing);
            return new Status(
                    existing.directory(),
                    Binaries.version(),
                    running.isPresent(),
                    Files.exists(existing.kept()),
                    running.map(PostmasterFile::port).orElseGet(() -> Server.rememberedPort(existing)),
                    Lease.holders(existing));
        }
    }

    /** The running server; starts it where it does not run. Behind the gate. */
    static PostmasterFile started(Home home) {
        // The usual case first: nothing to unpack, to create or to find out.
        return Server.running(home).orElseGet(() -> new Server(home).start());
    }
}
