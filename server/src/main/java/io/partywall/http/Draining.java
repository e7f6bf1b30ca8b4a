package io.partywall.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.context.SmartLifecycle;
import org.springframework.web.filter.OncePerRequestFilter;

/** Ends the service without cutting anybody off: requests that are at work end, and new ones are told to go elsewhere. */
public final class Draining extends OncePerRequestFilter implements SmartLifecycle {

    private static final Duration GRACE = Duration.ofSeconds(20);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private int atWork;
    private boolean open = true;

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!begin()) {
            response.setHeader("Connection", "close");
            Problems.write(Refused.of(ProblemType.UNAVAILABLE, "the server is stopping"), request, response);
            return;
        }
        try {
            chain.doFilter(request, response);
        } finally {
            end();
        }
    }

    private boolean begin() {
        lock.lock();
        try {
            atWork += open ? 1 : 0;
            return open;
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        lock.lock();
        try {
            atWork--;
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void start() {
        // Open from the first request on.
    }

    /** Before the web server, which would turn connections away without an answer. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE;
    }

    @Override
    public void stop() {
        long left = GRACE.toNanos();
        lock.lock();
        try {
            open = false;
            while (atWork > 0 && left > 0) {
                left = ended.awaitNanos(left);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isRunning() {
        lock.lock();
        try {
            return open;
        } finally {
            lock.unlock();
        }
    }

    /** How long requests may take to end. */
    static long graceSeconds() {
        return TimeUnit.NANOSECONDS.toSeconds(GRACE.toNanos());
    }
}
