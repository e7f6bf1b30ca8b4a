package io.partywall.jobs.faults;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for what must come, looking again and again. */
final class Await {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    /** Something to look at. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws Exception;
    }

    private Await() {}

    /** Whether it came in time. */
    static boolean until(Duration patience, Condition condition) throws Exception {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
        return true;
    }
}
