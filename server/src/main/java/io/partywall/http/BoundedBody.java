package io.partywall.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Reads each body before anything is done with it, up to a limit: so a sender who dawdles holds no connection of the database,
 * and one who never ends takes no memory.
 */
final class BoundedBody extends OncePerRequestFilter {

    private static final String ATTRIBUTE = BoundedBody.class.getName();

    private final int limit;

    BoundedBody(int limit) {
        this.limit = limit;
    }

    /** The body as it was sent; empty where there is none. */
    static byte[] of(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof byte[] body ? body : new byte[0];
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        boolean tooLarge = request.getContentLengthLong() > limit;
        byte[] body = tooLarge ? new byte[0] : request.getInputStream().readNBytes(limit + 1);
        if (tooLarge || body.length > limit) {
            // What is left of the body is not read: the connection cannot be used again.
            response.setHeader("Connection", "close");
            Problems.write(
                    Refused.of(ProblemType.TOO_LARGE, "a body has at most " + limit + " bytes")
                            .with("limit", limit),
                    request,
                    response);
            return;
        }
        request.setAttribute(ATTRIBUTE, body);
        chain.doFilter(new Read(request, body), response);
    }

    /** A request whose body has been read. */
    private static final class Read extends HttpServletRequestWrapper {
        private final byte[] body;

        Read(HttpServletRequest request, byte[] body) {
            super(request);
            this.body = body;
        }

        @Override
        public ServletInputStream getInputStream() {
            return new Stream(new ByteArrayInputStream(body));
        }

        @Override
        public BufferedReader getReader() {
            return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
        }
    }

    private static final class Stream extends ServletInputStream {
        private final ByteArrayInputStream bytes;

        Stream(ByteArrayInputStream bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] into, int from, int length) {
            return bytes.read(into, from, length);
        }

        @Override
        public boolean isFinished() {
            return bytes.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new IllegalStateException("bodies are read at once");
        }
    }
}
