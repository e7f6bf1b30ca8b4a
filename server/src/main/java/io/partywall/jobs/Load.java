package io.partywall.jobs;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a queue.
 *
 * @param inLine the next to run
 * @param held behind those in line; an estimate where {@code isEstimated}
 * @param scheduled whose time has not come
 * @param failed to be tried again when their time comes
 * @param dead since the time that was asked for
 * @param oldestWait how long the one that waits longest had been allowed to run when that was looked at; null where none waits
 * @param isEstimated whether some were carried on from the last count, since to count them takes too long
 */
public record Load(
        long running,
        long inLine,
        long held,
        long scheduled,
        long failed,
        long dead,
        double completedPerSecond,
        @Nullable Duration oldestWait,
        boolean isEstimated) {

    static final Load NONE = new Load(0, 0, 0, 0, 0, 0, 0, null, false);

    /** In line and behind it. */
    public long waiting() {
        return inLine + held;
    }

    /** Both together. */
    Load plus(Load other) {
        return new Load(
                running + other.running,
                inLine + other.inLine,
                held + other.held,
                scheduled + other.scheduled,
                failed + other.failed,
                dead + other.dead,
                completedPerSecond + other.completedPerSecond,
                longer(oldestWait, other.oldestWait),
                isEstimated || other.isEstimated);
    }

    private static @Nullable Duration longer(@Nullable Duration one, @Nullable Duration other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.compareTo(other) > 0 ? one : other;
    }
}
