package io.partywall.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Stands between a client and the server on loopback and counts round trips: every time that the client speaks after the
 * server has spoken is one. It can also hold everything back for a while on its way, as a network does.
 */
public final class TripCounter implements AutoCloseable {

    private static final int BUFFER = 64 * 1024;

    private final ServerSocket listener;
    private final int target;
    private final long delayNanos;
    private final AtomicLong trips = new AtomicLong();

    private TripCounter(ServerSocket listener, int target, long delayNanos) {
        this.listener = listener;
        this.target = target;
        this.delayNanos = delayNanos;
    }

    /** In front of the test JVM's PostgreSQL. */
    public static TripCounter start() throws IOException {
        return start(TestDatabase.port(), 0);
    }

    /** In front of a port of loopback, with the given delay each way. */
    public static TripCounter start(int target, long delayNanos) throws IOException {
        TripCounter counter =
                new TripCounter(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target, delayNanos);
        daemon(counter::accept);
        return counter;
    }

    /** The port to connect to instead. */
    public int port() {
        return listener.getLocalPort();
    }

    /** How many round trips have begun so far, of all connections. */
    public long trips() {
        return trips.get();
    }

    /** The way to a test database through this. */
    public String url(TestDatabase database, String role) {
        return TestDatabase.url(port(), database.name(), role, TestDatabase.PASSWORD);
    }

    private static void daemon(Runnable work) {
        Thread.ofPlatform().daemon().start(work);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                AtomicBoolean serverSpoke = new AtomicBoolean(true);
                daemon(() -> pump(client, server, () -> {
                    if (serverSpoke.compareAndSet(true, false)) {
                        trips.incrementAndGet();
                    }
                }));
                daemon(() -> pump(server, client, () -> serverSpoke.set(true)));
            }
        } catch (IOException closed) {
            // The listener was closed: the end.
        }
    }

    private void pump(Socket from, Socket to, Runnable spoke) {
        byte[] buffer = new byte[BUFFER];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                spoke.run();
                hold();
                out.write(buffer, 0, length);
                out.flush();
            }
        } catch (IOException ended) {
            // One side has hung up, and closing both tells the other.
        }
    }

    private void hold() {
        if (delayNanos == 0) {
            return;
        }
        long until = System.nanoTime() + delayNanos;
        for (long left = delayNanos; left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
