package io.partywall.jobs;

import io.partywall.jobs.Settlement.Settled;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that run jobs, and the jobs that this process holds. Threads of the operating system: a handler that loops must
 * not take the processor away from what keeps the leases.
 */
final class Slots {

    private static final Logger LOG = LoggerFactory.getLogger(Slots.class);

    /** How much work is claimed ahead: enough to bridge a claim, and no more, since what waits here waits for nobody else. */
    private static final long AHEAD_NANOS = Duration.ofMillis(20).toNanos();

    /** Of jobs that do nothing, what is admitted, run and stored in about that time. */
    private static final int MOST_AHEAD = 400;

    private final int slots;
    private final Duration lease;
    private final Runner runner;
    private final Consumer<Settled> settler;
    private final Wake wake;
    private final BlockingQueue<Attempt> ready = new LinkedBlockingQueue<>();
    private final Set<Attempt> held = ConcurrentHashMap.newKeySet();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger threads = new AtomicInteger();
    private final AtomicLong averageNanos = new AtomicLong(AHEAD_NANOS);
    private volatile boolean stopping;

    /** @param wake is told whenever there may be room for more jobs */
    Slots(int slots, Duration lease, Runner runner, Consumer<Settled> settler, Wake wake) {
        this.slots = slots;
        this.lease = lease;
        this.runner = runner;
        this.settler = settler;
        this.wake = wake;
    }

    void start() {
        for (int i = 0; i < slots; i++) {
            startThread();
        }
    }

    /** One more thread; also in place of one whose job does not end. */
    private void startThread() {
        Thread thread = new Thread(this::work, "job-" + threads.incrementAndGet());
        thread.setDaemon(true);
        thread.start();
    }

    /** How many jobs should be here, running or ready: as many as there are slots, and more where they are short. */
    int wanted() {
        return slots + (int) Math.min(slots * AHEAD_NANOS / Math.max(averageNanos.get(), 1_000), MOST_AHEAD);
    }

    int count() {
        return slots;
    }

    /** How many jobs are running or ready here. */
    int present() {
        return waiting.get();
    }

    void take(List<Claim> claims, long claimedAt) {
        waiting.addAndGet(claims.size());
        for (Claim claim : claims) {
            Attempt attempt = new Attempt(claim, claimedAt);
            held.add(attempt);
            ready.add(attempt);
        }
    }

    /** Everything that is claimed here and not settled yet. */
    Collection<Attempt> held() {
        return held;
    }

    /** It is settled, or not ours any more. A tenant that was at its cap may have another now. */
    void release(Attempt attempt) {
        held.remove(attempt);
        wake.raise();
    }

    /** Gives what has not begun back to the queue. */
    void handBackReady() {
        for (Attempt attempt = ready.poll(); attempt != null; attempt = ready.poll()) {
            if (attempt.takeBack()) {
                waiting.decrementAndGet();
                settler.accept(new Settled(attempt, new Outcome.HandedBack()));
            }
        }
    }

    /** Forgets one that was taken back before it began, and is not ours any more; a thread may have it in its hands already. */
    void drop(Attempt attempt) {
        ready.remove(attempt);
        waiting.decrementAndGet();
        held.remove(attempt);
        wake.raise();
    }

    /** Gives up an attempt whose thread does not end; another thread takes its slot. */
    void abandon(Attempt attempt, Outcome outcome) {
        if (attempt.end()) {
            LOG.warn(
                    "job {} ({}) does not end: its slot is filled by another thread",
                    attempt.claim().id(),
                    attempt.claim().type());
            waiting.decrementAndGet();
            settler.accept(new Settled(attempt, outcome));
            if (!stopping) {
                startThread();
            }
        }
    }

    boolean isIdle() {
        return waiting.get() == 0;
    }

    /** Ends the threads that have nothing to do; the others when they have done. */
    void stop() {
        stopping = true;
        for (int i = 0; i < slots; i++) {
            ready.add(END);
        }
    }

    private static final Attempt END = new Attempt(Claim.NONE, 0);

    private void work() {
        while (true) {
            Attempt attempt;
            try {
                attempt = ready.take();
            } catch (InterruptedException late) {
                // Meant for a job that ended in the same moment.
                continue;
            }
            if (attempt == END) {
                return;
            }
            if (attempt.isOver(lease)) {
                if (attempt.takeBack()) {
                    drop(attempt);
                }
            } else if (attempt.begin() && !run(attempt)) {
                return;
            }
        }
    }

    /** Runs it; false where it was given up meanwhile and this thread is one too many. */
    private boolean run(Attempt attempt) {
        long begin = System.nanoTime();
        Outcome outcome;
        try {
            outcome = runner.run(attempt);
        } catch (Throwable unexpected) { // The slot has to go on; the job is tried again.
            LOG.error("job {} could not be run", attempt.claim().id(), unexpected);
            outcome = new Outcome.HandedBack();
        }
        long took = System.nanoTime() - begin;
        averageNanos.updateAndGet(average -> average + (took - average) / 16);
        boolean ended = attempt.end();
        Thread.interrupted();
        if (ended) {
            waiting.decrementAndGet();
            settler.accept(new Settled(attempt, outcome));
            wake.raise();
        }
        return ended;
    }
}
