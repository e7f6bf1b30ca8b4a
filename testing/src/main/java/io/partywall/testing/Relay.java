package io.partywall.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a client and the server on loopback and counts round trips: every time that the client speaks after the
 * server has spoken is one. It can also hold everything back for a while on its way, and lose an answer, as networks do.
 */
public final class Relay implements AutoCloseable {

    private static final int BUFFER = 64 * 1024;

    private final ServerSocket listener;
    private final int target;
    private final long delayNanos;
    private final AtomicLong trips = new AtomicLong();
    private volatile @Nullable String unanswered;

    private Relay(ServerSocket listener, int target, long delayNanos) {
        this.listener = listener;
        this.target = target;
        this.delayNanos = delayNanos;
    }

    /** In front of the test JVM's PostgreSQL. */
    public static Relay start() throws IOException {
        return start(TestDatabase.port(), 0);
    }

    /** In front of a port of loopback, with the given delay each way. */
    public static Relay start(int target, long delayNanos) throws IOException {
        Relay relay = new Relay(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target, delayNanos);
        daemon(relay::accept);
        return relay;
    }

    /** The port to connect to instead. */
    public int port() {
        return listener.getLocalPort();
    }

    /** How many round trips have begun so far, of all connections. */
    public long trips() {
        return trips.get();
    }

    /**
     * Loses the answer to the next request that contains the given text, once: the server has done what it was asked, and the
     * client's connection breaks.
     */
    public void loseAnswerTo(String request) {
        unanswered = request;
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
                Link link = new Link(client, server);
                daemon(() -> link.pump(client, server, link::clientSpoke));
                daemon(() -> link.pump(server, client, link::serverSpoke));
            }
        } catch (IOException closed) {
            // The listener was closed: the end.
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

    /** A connection and its continuation. */
    private final class Link {
        private final Socket client;
        private final Socket server;
        private final AtomicBoolean serverSpoke = new AtomicBoolean(true);
        private volatile boolean losesAnswer;

        Link(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        /** Returns whether what it said may pass, as the others do. */
        boolean clientSpoke(String words) {
            if (serverSpoke.compareAndSet(true, false)) {
                trips.incrementAndGet();
            }
            String wanted = unanswered;
            if (wanted != null && words.contains(wanted)) {
                unanswered = null;
                losesAnswer = true;
            }
            return true;
        }

        boolean serverSpoke(String words) {
            serverSpoke.set(true);
            return !losesAnswer;
        }

        void pump(Socket from, Socket to, Predicate<String> passes) {
            byte[] buffer = new byte[BUFFER];
            try (client;
                    server) {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                    if (!passes.test(new String(buffer, 0, length, StandardCharsets.ISO_8859_1))) {
                        return;
                    }
                    hold();
                    out.write(buffer, 0, length);
                    out.flush();
                }
            } catch (IOException ended) {
                // One side has hung up, and closing both tells the other.
            }
        }
    }
}
