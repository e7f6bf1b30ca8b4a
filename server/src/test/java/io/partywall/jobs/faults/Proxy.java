package io.partywall.jobs.faults;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The way from the workers to the server: cuts connections now and then by itself, between messages or in the middle of one, and
 * all of them when asked. Safe for use by several threads.
 */
final class Proxy implements Closeable {

    /** One in so many pieces of data is the last of its connection. */
    private static final int PIECES = 3_000;

    private final ServerSocket listener;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final AtomicLong seeds;
    private final AtomicInteger cuts = new AtomicInteger();
    private volatile int target;
    private volatile boolean calm;

    Proxy(int target, long seed) throws IOException {
        this.target = target;
        this.seeds = new AtomicLong(seed);
        listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("proxy").start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    void target(int port) {
        target = port;
    }

    /** Cuts nothing any more by itself. */
    void calm() {
        calm = true;
    }

    /** How many connections were cut. */
    int cuts() {
        return cuts.get();
    }

    /** Cuts all connections now. */
    void cutAll() {
        List.copyOf(links).forEach(Link::cut);
    }

    /** Cuts each connection in the middle of the next piece of data that comes along. */
    void cutAllMidway() {
        links.forEach(link -> link.midway = true);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Thread.ofVirtual().start(() -> connect(client));
            } catch (IOException closed) {
                // The loop's condition says whether it was to end.
            }
        }
    }

    private void connect(Socket client) {
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            Link link = new Link(client, server, new Random(seeds.incrementAndGet()));
            links.add(link);
            Thread.ofVirtual().start(() -> link.pump(client, server));
            link.pump(server, client);
        } catch (IOException away) {
            reset(client);
        }
    }

    /** Both sides see the connection break, as it does when a machine vanishes, and not end. */
    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException closed) {
            // It is gone, which is what was wanted.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cutAll();
    }

    /** A connection and its continuation. */
    private final class Link {
        private final Socket client;
        private final Socket server;
        private final Random random;
        private volatile boolean midway;

        Link(Socket client, Socket server, Random random) {
            this.client = client;
            this.server = server;
            this.random = random;
        }

        void pump(Socket from, Socket to) {
            byte[] piece = new byte[1 << 14];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
                    boolean asked = midway;
                    boolean last = asked || (!calm && chance(PIECES) == 0);
                    // A part of it, all of it, or nothing.
                    out.write(piece, 0, last ? asked ? length / 2 : chance(length + 1) : length);
                    out.flush();
                    if (last) {
                        cut();
                        return;
                    }
                }
                end();
            } catch (IOException broken) {
                end();
            }
        }

        private int chance(int bound) {
            synchronized (random) {
                return random.nextInt(bound);
            }
        }

        void cut() {
            if (links.contains(this)) {
                cuts.incrementAndGet();
            }
            end();
        }

        private void end() {
            links.remove(this);
            reset(client);
            reset(server);
        }
    }
}
