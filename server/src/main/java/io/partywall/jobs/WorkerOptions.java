package io.partywall.jobs;

import java.time.Duration;
import java.util.List;

/**
 * How a process works.
 *
 * @param queues whose jobs it runs; each has the same share of its time while it has jobs
 * @param slots how many jobs it runs at once
 * @param lease how long after its last sign of life a worker's jobs are given to others
 * @param poll how long it waits before it looks again for jobs that nobody has told it of
 * @param grace how long a job that was interrupted may take to end, and a stop may take before jobs are interrupted
 * @param keepDays how many days of finished jobs are kept
 */
public record WorkerOptions(
        List<String> queues, int slots, Duration lease, Duration poll, Duration grace, int keepDays) {

    private static final int MOST_SLOTS = 1_000;
    private static final int MOST_DAYS = 36_500;

    /** The default queue, eight slots, a lease of 30 seconds, a look every 200 ms, 10 seconds of grace, 30 days. */
    public static final WorkerOptions DEFAULT = new WorkerOptions(
            List.of(JobType.DEFAULT_QUEUE),
            8,
            Duration.ofSeconds(30),
            Duration.ofMillis(200),
            Duration.ofSeconds(10),
            30);

    public WorkerOptions {
        queues = List.copyOf(queues);
        if (queues.isEmpty()) {
            throw new JobRefused("a worker serves one queue at least");
        }
        queues.forEach(queue -> JobType.checkName("a queue", queue));
        if (slots < 1 || slots > MOST_SLOTS) {
            throw new JobRefused("a worker has 1 to " + MOST_SLOTS + " slots, unlike " + slots);
        }
        if (lease.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new JobRefused("a lease lasts a second at least, unlike " + lease);
        }
        if (poll.isNegative() || poll.isZero() || grace.isNegative()) {
            throw new JobRefused("a worker looks for jobs after more than no time, and its grace is not negative");
        }
        if (keepDays < 1 || keepDays > MOST_DAYS) {
            throw new JobRefused("finished jobs are kept for 1 to " + MOST_DAYS + " days, unlike " + keepDays);
        }
    }

    public WorkerOptions withQueues(List<String> queues) {
        return new WorkerOptions(queues, slots, lease, poll, grace, keepDays);
    }

    public WorkerOptions withSlots(int slots) {
        return new WorkerOptions(queues, slots, lease, poll, grace, keepDays);
    }

    public WorkerOptions withLease(Duration lease) {
        return new WorkerOptions(queues, slots, lease, poll, grace, keepDays);
    }

    public WorkerOptions withPoll(Duration poll) {
        return new WorkerOptions(queues, slots, lease, poll, grace, keepDays);
    }

    public WorkerOptions withGrace(Duration grace) {
        return new WorkerOptions(queues, slots, lease, poll, grace, keepDays);
    }

    public WorkerOptions withKeepDays(int keepDays) {
        return new WorkerOptions(queues, slots, lease, poll, grace, keepDays);
    }
}
