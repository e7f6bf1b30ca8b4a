package io.partywall.jobs;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells workers that there is something to look at, at most once in a while, and in a transaction of its own: NOTIFY makes
 * commits wait for one another. Nothing depends on it, since workers look by themselves, only later.
 */
final class Bell {

    static final String CHANNEL = "partywall_jobs";

    private static final Logger LOG = LoggerFactory.getLogger(Bell.class);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final DataSource platform;
    private final AtomicBoolean rung = new AtomicBoolean();
    private volatile long heardAt = System.nanoTime() - PAUSE.toNanos();

    Bell(DataSource platform) {
        this.platform = platform;
    }

    /** Returns at once; many rings in a short time are heard as two: the first, and one after the last. */
    void ring() {
        if (rung.compareAndSet(false, true)) {
            Thread.ofVirtual().name("jobs-bell").start(this::sound);
        }
    }

    private void sound() {
        try {
            TimeUnit.NANOSECONDS.sleep(heardAt + PAUSE.toNanos() - System.nanoTime());
        } catch (InterruptedException never) {
            Thread.currentThread().interrupt();
        }
        heardAt = System.nanoTime();
        // Before it is sent: whatever is committed from now on needs another.
        rung.set(false);
        try (Connection connection = platform.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("notify " + CHANNEL);
        } catch (SQLException failure) {
            LOG.debug("workers could not be told: they will see for themselves", failure);
        }
    }
}
