package io.partywall.benchmarks.queues;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** One thread adds jobs as fast as they run, so that about as many wait at any time. */
record SteadyState(Duration length) implements Scenario {

    private static final int BACKLOG = 5_000;
    private static final int BATCH = 500;
    private static final Duration RAMP = Duration.ofSeconds(3);
    private static final long PAUSE_NANOS = 500_000;

    @Override
    public String title() {
        return "steady state, %,d jobs waiting, %d s".formatted(BACKLOG, length.toSeconds());
    }

    @Override
    public List<Figure> figures() {
        return List.of(Figure.JOBS_A_SECOND);
    }

    @Override
    public Outcome run(Contender queue) {
        Feed feed = new Feed(queue);
        feed.add(BACKLOG);
        queue.start(feed.ran::increment);
        try {
            feed.keepUp(RAMP);
            long before = feed.finished();
            long begin = System.nanoTime();
            feed.keepUp(length);
            long finished = feed.finished() - before;
            long nanos = System.nanoTime() - begin;
            return new Outcome(Map.of(Figure.JOBS_A_SECOND, finished * 1e9 / nanos), false);
        } finally {
            queue.stop();
        }
    }

    /** The thread that adds jobs. */
    private static final class Feed {

        private final Contender queue;
        private final LongAdder ran = new LongAdder();
        private long added;

        private Feed(Contender queue) {
            this.queue = queue;
        }

        private void add(int jobs) {
            queue.enqueue(jobs);
            added += jobs;
        }

        private void keepUp(Duration length) {
            long begin = System.nanoTime();
            while (System.nanoTime() - begin < length.toNanos()) {
                if (added - ran.sum() <= BACKLOG - BATCH) {
                    add(BATCH);
                } else {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
        }

        private long finished() {
            return added - queue.unfinished();
        }
    }
}
