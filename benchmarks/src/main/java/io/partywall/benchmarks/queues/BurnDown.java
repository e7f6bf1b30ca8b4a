package io.partywall.benchmarks.queues;

import io.partywall.benchmarks.queues.Database.OpenTransaction;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * All jobs are there when the work begins; the time ends when the completion of the last one is stored. With a
 * transaction held open nothing that the queue has updated or deleted can be swept up meanwhile.
 */
record BurnDown(int jobs, boolean heldOpen) implements Scenario {

    private static final long LOOK_NANOS = 5_000_000;

    @Override
    public String title() {
        return "burn-down of %,d jobs".formatted(jobs) + (heldOpen ? ", beside a transaction held open" : "");
    }

    @Override
    public List<Figure> figures() {
        return List.of(Figure.JOBS_A_SECOND);
    }

    @Override
    public Outcome run(Contender queue) {
        queue.enqueue(jobs);
        queue.database().settle();
        try (OpenTransaction _ = hold(queue)) {
            return work(queue);
        }
    }

    private @Nullable OpenTransaction hold(Contender queue) {
        return heldOpen ? queue.database().hold() : null;
    }

    private Outcome work(Contender queue) {
        LongAdder ran = new LongAdder();
        long begin = System.nanoTime();
        queue.start(ran::increment);
        try {
            boolean done = false;
            while (!done && System.nanoTime() - begin < LIMIT.toNanos()) {
                LockSupport.parkNanos(LOOK_NANOS);
                done = ran.sum() >= jobs && queue.unfinished() == 0;
            }
            long nanos = System.nanoTime() - begin;
            long finished = done ? jobs : jobs - queue.unfinished();
            return new Outcome(Map.of(Figure.JOBS_A_SECOND, finished * 1e9 / nanos), !done);
        } finally {
            queue.stop();
        }
    }
}
