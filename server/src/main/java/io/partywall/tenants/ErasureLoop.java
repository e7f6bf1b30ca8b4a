package io.partywall.tenants;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Removes erased tenants while the server runs: soon after it was asked for, and once more every minute, whatever has happened. */
@Component
final class ErasureLoop implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ErasureLoop.class);
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final Erasures erasures;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());
    private volatile boolean running;

    ErasureLoop(Erasures erasures) {
        this.erasures = erasures;
    }

    /** Does it soon. */
    void wake() {
        thread.execute(this::run);
    }

    private void run() {
        try {
            erasures.replay().forEach(tenant -> LOG.info("tenant {} was erased", tenant));
        } catch (DataAccessException | UncheckedIOException failure) {
            LOG.error("erased tenants could not be removed; it is tried again in a minute", failure);
        }
    }

    @Override
    public void start() {
        running = true;
        var _ = thread.scheduleWithFixedDelay(this::run, 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() {
        running = false;
        thread.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
