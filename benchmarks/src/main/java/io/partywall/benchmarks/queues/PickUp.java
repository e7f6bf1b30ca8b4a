package io.partywall.benchmarks.queues;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Single jobs for a queue that has nothing else to do: from the commit of each to the start of its handler. */
record PickUp(int jobs) implements Scenario {

    private static final long PAUSE_NANOS = 50_000_000;

    @Override
    public String title() {
        return "pick-up when idle, %,d jobs one by one".formatted(jobs);
    }

    @Override
    public List<Figure> figures() {
        return List.of(Figure.P50, Figure.P95, Figure.P99);
    }

    @Override
    public Outcome run(Contender queue) {
        Watch watch = new Watch();
        Random random = new Random(42);
        long[] nanos = new long[jobs];
        int measured = 0;
        long begin = System.nanoTime();
        queue.start(watch::handlerStarts);
        try {
            // The first one waits for the queue to have come up, and does not count.
            boolean inTime = watch.await(queue, begin) >= 0;
            while (inTime && measured < jobs) {
                LockSupport.parkNanos(pause(nanos, measured, random));
                long took = watch.await(queue, begin);
                inTime = took >= 0;
                if (inTime) {
                    nanos[measured++] = took;
                }
            }
            return outcome(Arrays.copyOf(nanos, measured), !inTime);
        } finally {
            queue.stop();
        }
    }

    /**
     * About 50 ms, and on top of it up to twice the usual pick-up: without it every job would come right after the look
     * that found the one before, and a queue that looks at intervals would seem to take a whole one each time.
     */
    private static long pause(long[] nanos, int measured, Random random) {
        long usual = measured == 0 ? 0 : quantile(Arrays.copyOf(nanos, measured), 0.5);
        return (long) (PAUSE_NANOS * (0.5 + random.nextDouble()) + 2 * usual * random.nextDouble());
    }

    private static Outcome outcome(long[] nanos, boolean cutShort) {
        return new Outcome(
                Map.of(
                        Figure.P50, millis(nanos, 0.5),
                        Figure.P95, millis(nanos, 0.95),
                        Figure.P99, millis(nanos, 0.99)),
                cutShort);
    }

    private static double millis(long[] nanos, double share) {
        return nanos.length == 0 ? LIMIT.toMillis() : quantile(nanos, share) / 1e6;
    }

    private static long quantile(long[] nanos, double share) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.round(share * (sorted.length - 1))];
    }

    /** When the one job started that is under way. */
    private static final class Watch {

        private final Semaphore started = new Semaphore(0);
        private volatile long startedAt;

        private void handlerStarts() {
            startedAt = System.nanoTime();
            started.release();
        }

        /** The nanoseconds that the pick-up of one more job took; negative where it did not come before the limit. */
        private long await(Contender queue, long begin) {
            queue.enqueueOne();
            long committed = System.nanoTime();
            try {
                long left = begin + LIMIT.toNanos() - committed;
                // A handler may start before the call that added its job has returned.
                return started.tryAcquire(left, TimeUnit.NANOSECONDS) ? Math.max(0, startedAt - committed) : -1;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupted);
            }
        }
    }
}
