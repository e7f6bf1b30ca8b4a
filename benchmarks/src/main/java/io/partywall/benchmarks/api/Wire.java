package io.partywall.benchmarks.api;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A connection that speaks as much HTTP/1.1 as the server answers with: it shares two cores with what it measures, so it does
 * nothing else. Opened when first needed, and again where the server has closed it. For one thread.
 */
final class Wire implements AutoCloseable {

    private static final String LENGTH = "\r\nContent-Length: ";
    private static final String CHUNKED = "\r\nTransfer-Encoding: chunked\r\n";
    private static final String CLOSES = "\r\nConnection: close\r\n";
    private static final int BUFFER = 32 * 1024;

    private final int port;
    private final byte[] buffer = new byte[BUFFER];
    private int from;
    private int to;
    private @Nullable Socket socket;

    Wire(int port) {
        this.port = port;
    }

    void open() throws IOException {
        if (socket == null) {
            Socket opened = new Socket(InetAddress.getLoopbackAddress(), port);
            opened.setTcpNoDelay(true);
            socket = opened;
            from = 0;
            to = 0;
        }
    }

    /** Sends a whole request, and reads the whole answer. */
    Reply send(String request) throws IOException {
        open();
        Socket open = java.util.Objects.requireNonNull(socket);
        open.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        String head = head(open);
        int length = head.indexOf(LENGTH);
        byte[] body;
        if (length >= 0) {
            int begin = length + LENGTH.length();
            body = take(open, Integer.parseInt(head, begin, head.indexOf('\r', begin), 10));
        } else if (head.contains(CHUNKED)) {
            body = chunks(open);
        } else {
            body = new byte[0];
        }
        if (head.contains(CLOSES)) {
            close();
        }
        return new Reply(Integer.parseInt(head, 9, 12, 10), head, new String(body, StandardCharsets.UTF_8));
    }

    /** Up to the empty line, which is left at its end. */
    private String head(Socket open) throws IOException {
        StringBuilder head = new StringBuilder(1024);
        String line;
        do {
            line = line(open);
            head.append(line).append("\r\n");
        } while (!line.isEmpty());
        return head.toString();
    }

    private byte[] chunks(Socket open) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream(BUFFER);
        while (true) {
            int size = Integer.parseInt(line(open), 16);
            body.write(take(open, size));
            String _ = line(open);
            if (size == 0) {
                return body.toByteArray();
            }
        }
    }

    private String line(Socket open) throws IOException {
        int scanned = from;
        while (true) {
            for (; scanned < to; scanned++) {
                if (buffer[scanned] == '\n') {
                    String line = new String(buffer, from, scanned - 1 - from, StandardCharsets.ISO_8859_1);
                    from = scanned + 1;
                    return line;
                }
            }
            int kept = to - from;
            fill(open);
            scanned = from + kept;
        }
    }

    private byte[] take(Socket open, int length) throws IOException {
        byte[] taken = new byte[length];
        int done = 0;
        while (done < length) {
            if (from == to) {
                fill(open);
            }
            int part = Math.min(length - done, to - from);
            System.arraycopy(buffer, from, taken, done, part);
            from += part;
            done += part;
        }
        return taken;
    }

    /** Reads more behind what is there, which moves to the front. */
    private void fill(Socket open) throws IOException {
        byte[] left = Arrays.copyOfRange(buffer, from, to);
        System.arraycopy(left, 0, buffer, 0, left.length);
        from = 0;
        to = left.length;
        int read = open.getInputStream().read(buffer, to, buffer.length - to);
        if (read <= 0) {
            throw new EOFException("the server ended the connection");
        }
        to += read;
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }
}
