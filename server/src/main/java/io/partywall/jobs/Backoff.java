package io.partywall.jobs;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a failed job waits before it is tried again: exponentially longer each time, and spread, so that jobs which failed
 * together do not come back together.
 *
 * @param first after the first attempt
 * @param factor by which it grows from attempt to attempt
 * @param most the longest
 */
public record Backoff(Duration first, double factor, Duration most) {

    /** A second, then twice as long each time, up to an hour. */
    public static final Backoff DEFAULT = new Backoff(Duration.ofSeconds(1), 2, Duration.ofHours(1));

    public Backoff {
        if (first.isNegative() || most.compareTo(first) < 0 || !(factor >= 1 && factor <= 100)) {
            throw new JobRefused(
                    "a backoff begins at no less than 0, grows by a factor from 1 to 100 and ends at no less"
                            + " than it begins, unlike " + first + ", " + factor + ", " + most);
        }
    }

    /** Between half and one and a half times the nominal delay after this attempt, the first being 1. */
    Duration after(int attempt, RandomGenerator random) {
        double millis = Math.min(first.toMillis() * Math.pow(factor, attempt - 1), (double) most.toMillis());
        return Duration.ofMillis((long) (millis * (0.5 + random.nextDouble())));
    }
}
