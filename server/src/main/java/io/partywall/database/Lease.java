package io.partywall.database;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Says that a command uses the server: a file of its own, locked by the operating system for as long as the process lives. A
 * lease whose file can be locked by another belongs to a process that is gone. All methods are called behind the {@link Gate}.
 */
final class Lease {

    /**
     * INVARIANT: a file that this process has locked is never opened a second time by it: POSIX drops every lock of a process
     * on a file when the process closes any descriptor of that file.
     */
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private Lease(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** @param holder how the command is told to the person who asks who uses the server */
    static Lease take(Home home, String holder) {
        Path file = home.leases().resolve(ProcessHandle.current().pid() + "-" + UUID.randomUUID());
        try {
            FileChannel channel = FileChannel.open(file, CREATE_NEW, WRITE);
            channel.lock();
            channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)));
            OURS.add(file);
            return new Lease(file, channel);
        } catch (IOException failure) {
            throw home.unusable(failure);
        }
    }

    void giveBack() {
        try {
            Files.deleteIfExists(file);
            channel.close();
        } catch (IOException goneOtherwise) {
            // A directory that was removed took the lease with it.
        } finally {
            OURS.remove(file);
        }
    }

    /** Who uses the server now; what dead processes left is removed. */
    static List<String> holders(Home home) {
        List<String> holders = new ArrayList<>();
        try (Stream<Path> files = Files.list(home.leases())) {
            for (Path file : files.sorted().toList()) {
                if (OURS.contains(file) || lockedElsewhere(file)) {
                    holders.add(name(file));
                }
            }
            return holders;
        } catch (IOException failure) {
            throw home.unusable(failure);
        }
    }

    private static boolean lockedElsewhere(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                return true;
            }
            Files.deleteIfExists(file);
            return false;
        }
    }

    private static String name(Path file) {
        String pid = file.getFileName().toString().split("-", 2)[0];
        try {
            // Reading closes a descriptor of the file: our own name is not read from it.
            return (OURS.contains(file) ? "this command" : Files.readString(file)) + " (process " + pid + ")";
        } catch (IOException unreadable) {
            return "process " + pid;
        }
    }
}
