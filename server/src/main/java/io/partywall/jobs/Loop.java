package io.partywall.jobs;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that does the same step again and again, whatever happens to the database meanwhile. */
final class Loop {

    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    /** What is done; it waits by itself when there is nothing to do. */
    @FunctionalInterface
    interface Step {
        void run() throws SQLException, InterruptedException;
    }

    private final Thread thread;
    private volatile boolean stopping;

    private Loop(String name, Step step) {
        thread = new Thread(() -> run(step), name);
        thread.setDaemon(true);
    }

    static Loop start(String name, Step step) {
        Loop loop = new Loop(name, step);
        loop.thread.start();
        return loop;
    }

    private void run(Step step) {
        Duration pause = Duration.ZERO;
        while (!stopping) {
            try {
                step.run();
                pause = Duration.ZERO;
            } catch (InterruptedException asked) {
                // The condition of the loop says whether it was to stop.
            } catch (Throwable failure) { // The edge of the thread: what is done has to go on being done.
                if (!stopping) {
                    pause = pause.isZero() ? FIRST_PAUSE : min(pause.multipliedBy(2), LONGEST_PAUSE);
                    if (failure instanceof SQLException) {
                        LOG.warn("{}: {}; again in {} ms", thread.getName(), failure.toString(), pause.toMillis());
                    } else {
                        LOG.error("{}: again in {} ms", thread.getName(), pause.toMillis(), failure);
                    }
                    sleep(pause);
                }
            }
        }
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private void sleep(Duration pause) {
        try {
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        } catch (InterruptedException asked) {
            // As above.
        }
    }

    /** Lets the step that runs end, and no other begin; a step that waits is woken. */
    void stop(Duration patience) {
        stopping = true;
        thread.interrupt();
        try {
            thread.join(patience);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
