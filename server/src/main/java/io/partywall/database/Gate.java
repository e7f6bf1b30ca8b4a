package io.partywall.database;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One command at a time may look at who uses the server and start or stop it. The operating system's lock on a file ends with
 * the process that holds it, however that ends.
 *
 * <p>INVARIANT: leases are taken, counted and given back only behind the gate. Without it, the last command out could stop
 * the server that the next one has just found running.
 */
final class Gate implements AutoCloseable {

    /** File locks are the process's, not the thread's: threads of one process queue here first. */
    private static final ReentrantLock THREADS = new ReentrantLock();

    private final FileChannel channel;

    private Gate(FileChannel channel) {
        this.channel = channel;
    }

    /** Waits until nobody else is behind the gate. */
    static Gate enter(Home home) {
        THREADS.lock();
        try {
            FileChannel channel = FileChannel.open(home.gate(), CREATE, WRITE);
            try {
                channel.lock();
                return new Gate(channel);
            } catch (IOException | RuntimeException failure) {
                channel.close();
                throw failure;
            }
        } catch (IOException failure) {
            THREADS.unlock();
            throw home.unusable(failure);
        } catch (RuntimeException failure) {
            THREADS.unlock();
            throw failure;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException alreadyGone) {
            // The lock goes with the process at the latest.
        } finally {
            THREADS.unlock();
        }
    }
}
