package io.partywall.jobs;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** What the claimer waits for: room in the slots, or jobs that were not there before. Safe for use by several threads. */
final class Wake {

    private final Semaphore permits = new Semaphore(0);

    void raise() {
        permits.release();
    }

    /** Waits for it to be raised, but not longer than this. */
    void await(Duration patience) throws InterruptedException {
        if (permits.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            permits.drainPermits();
        }
    }
}
