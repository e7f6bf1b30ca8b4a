package io.partywall.jobs;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** What the claimer waits for: room in the slots, or news of jobs. Safe for use by several threads. */
final class Wake {

    private final Semaphore permits = new Semaphore(0);
    private volatile boolean news;

    /** There may be room for more jobs. */
    void room() {
        permits.release();
    }

    /** There may be jobs that were not there before. */
    void news() {
        news = true;
        permits.release();
    }

    /** Waits for either, but not longer than this. */
    void await(Duration patience) throws InterruptedException {
        if (permits.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            permits.drainPermits();
        }
    }

    /** Whether there have been news since this was asked last. */
    boolean takeNews() {
        boolean heard = news;
        news = false;
        return heard;
    }
}
