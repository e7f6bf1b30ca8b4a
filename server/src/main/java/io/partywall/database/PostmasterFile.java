package io.partywall.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a running server says of itself in {@code postmaster.pid} of its data directory. The file outlives a server that was
 * killed, and its process number may be another process's by then.
 */
record PostmasterFile(Path data, long pid, int port, String state) {

    private static final String NAME = "postmaster.pid";

    static Optional<PostmasterFile> read(Path data) {
        Path file = data.resolve(NAME);
        try {
            List<String> lines = Files.readAllLines(file);
            if (lines.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(new PostmasterFile(
                    data,
                    Long.parseLong(lines.get(0).strip()),
                    lines.size() > 3 ? Integer.parseInt(lines.get(3).strip()) : 0,
                    lines.size() > 7 ? lines.get(7).strip() : "starting"));
        } catch (NoSuchFileException stopped) {
            return Optional.empty();
        } catch (IOException | NumberFormatException halfWritten) {
            return Optional.empty();
        }
    }

    Path file() {
        return data.resolve(NAME);
    }

    /** Whether the process is there and is the server of this data directory. */
    boolean alive() {
        return commandLine().map(this::isThisServer).orElse(false);
    }

    /**
     * Takes the number of a dead server out of the file, which PostgreSQL takes for alive if another process has it by now, or
     * if nobody collected the dead one (in a container without an init process). All else stays: PostgreSQL checks by it that
     * no orphan of the dead server is still at work on the data.
     */
    void disown() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(file()));
        lines.set(0, Integer.toString(Integer.MAX_VALUE));
        PrivateFiles.write(file(), (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private Optional<String> commandLine() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .map(ProcessHandle::info)
                .flatMap(info -> info.commandLine().or(info::command));
    }

    private boolean isThisServer(String commandLine) {
        return commandLine.contains("postgres") && commandLine.contains(data.toString());
    }

    boolean ready() {
        return state.equals("ready") && alive() && answers();
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 2_000);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }
}
