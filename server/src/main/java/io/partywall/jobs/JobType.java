package io.partywall.jobs;

import java.time.Duration;

/**
 * A kind of job: its name, the record that its payload is, and how it is run.
 *
 * @param name as it is stored, such as {@code roll-up}
 * @param payload what a handler is given; stored as JSON, so that a change of the record has to read what was stored before
 * @param queue where its jobs go
 * @param maxAttempts how often a job is tried before it is DEAD
 * @param backoff how long it waits between attempts
 * @param timeout how long an attempt may take; then its thread is interrupted, and its context expires soon after
 */
public record JobType<P extends Record>(
        String name, Class<P> payload, String queue, int maxAttempts, Backoff backoff, Duration timeout) {

    /** The queue of jobs that name none. */
    public static final String DEFAULT_QUEUE = "default";

    static final int MOST_ATTEMPTS = 100;
    private static final int LONGEST_NAME = 100;
    private static final Duration LONGEST_TIMEOUT = Duration.ofHours(12);

    public JobType {
        checkName("a type of jobs", name);
        checkName("a queue", queue);
        checkAttempts(maxAttempts);
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new JobRefused("the type '" + name + "' may take up to " + LONGEST_TIMEOUT.toHours()
                    + " hours, unlike " + timeout);
        }
    }

    /** In the default queue, three attempts, {@link Backoff#DEFAULT}, ten minutes. */
    public static <P extends Record> JobType<P> of(String name, Class<P> payload) {
        return new JobType<>(name, payload, DEFAULT_QUEUE, 3, Backoff.DEFAULT, Duration.ofMinutes(10));
    }

    public JobType<P> withQueue(String queue) {
        return new JobType<>(name, payload, queue, maxAttempts, backoff, timeout);
    }

    public JobType<P> withMaxAttempts(int maxAttempts) {
        return new JobType<>(name, payload, queue, maxAttempts, backoff, timeout);
    }

    public JobType<P> withBackoff(Backoff backoff) {
        return new JobType<>(name, payload, queue, maxAttempts, backoff, timeout);
    }

    public JobType<P> withTimeout(Duration timeout) {
        return new JobType<>(name, payload, queue, maxAttempts, backoff, timeout);
    }

    static void checkName(String what, String name) {
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw new JobRefused(what + " has a name of 1 to " + LONGEST_NAME + " characters, unlike '" + name + "'");
        }
    }

    static void checkAttempts(int maxAttempts) {
        if (maxAttempts < 1 || maxAttempts > MOST_ATTEMPTS) {
            throw new JobRefused("a job is tried 1 to " + MOST_ATTEMPTS + " times, unlike " + maxAttempts);
        }
    }
}
