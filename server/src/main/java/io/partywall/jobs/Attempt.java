package io.partywall.jobs;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A claimed job in this process, from its claim until what it came to is stored.
 *
 * <p>INVARIANT: its thread is interrupted only while it runs this attempt, hence the monitor around both.
 */
final class Attempt {

    private enum Stage {
        READY,
        RUNNING,
        ENDED
    }

    /** Why its thread was interrupted; the first reason stays. */
    enum Interruption {
        NONE,
        CANCELLED,
        TIMED_OUT,
        STOPPED,
        LOST
    }

    private final Claim claim;
    private Stage stage = Stage.READY;
    private Interruption interruption = Interruption.NONE;
    private @Nullable Thread thread;
    private long deadline = Long.MAX_VALUE;
    private @Nullable Progress progress;
    private boolean progressTold = true;
    private volatile long renewedAt;

    Attempt(Claim claim, long claimedAt) {
        this.claim = claim;
        this.renewedAt = claimedAt;
    }

    Claim claim() {
        return claim;
    }

    /** Whether it begins, in this thread; not if it was handed back meanwhile. */
    synchronized boolean begin() {
        if (stage != Stage.READY) {
            return false;
        }
        stage = Stage.RUNNING;
        thread = Thread.currentThread();
        return true;
    }

    synchronized void allow(Duration timeout) {
        deadline = System.nanoTime() + timeout.toNanos();
    }

    /** Whether it ends now, by its own thread or by whoever gives it up; not if it has ended already. */
    synchronized boolean end() {
        if (stage == Stage.ENDED) {
            return false;
        }
        stage = Stage.ENDED;
        thread = null;
        return true;
    }

    /** Whether it is handed back before it has begun. */
    synchronized boolean takeBack() {
        return stage == Stage.READY && end();
    }

    synchronized boolean isRunning() {
        return stage == Stage.RUNNING;
    }

    /** Interrupts its thread, if it runs and has not been interrupted for another reason. */
    synchronized void interrupt(Interruption reason) {
        if (stage != Stage.ENDED && interruption == Interruption.NONE) {
            interruption = reason;
            if (thread != null) {
                thread.interrupt();
            }
        }
    }

    synchronized Interruption interruption() {
        return interruption;
    }

    /** Nanoseconds by which it has passed its time; negative before. */
    synchronized long overdue(long now) {
        return deadline == Long.MAX_VALUE ? Long.MIN_VALUE : now - deadline;
    }

    synchronized void report(Progress made) {
        if (!made.equals(progress)) {
            progress = made;
            progressTold = false;
        }
    }

    /** What it has said last and nobody has told the database. */
    synchronized @Nullable Progress untoldProgress() {
        return progressTold ? null : progress;
    }

    synchronized void told(@Nullable Progress made) {
        if (made != null && made.equals(progress)) {
            progressTold = true;
        }
    }

    /**
     * INVARIANT: a process that was stopped for longer than a lease begins nothing of what it held before: others may have
     * done it.
     */
    boolean isOver(Duration lease) {
        return System.nanoTime() - renewedAt >= lease.toNanos();
    }

    /** When its lease was renewed last, at the latest by this process's own clock. */
    long renewedAt() {
        return renewedAt;
    }

    void renewed(long at) {
        renewedAt = at;
    }
}
