package io.partywall.benchmarks.queues;

import io.partywall.jobs.Backoff;
import io.partywall.jobs.JobType;
import io.partywall.jobs.NewJob;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How one tenant floods the queue: a million jobs, in each of the ways that could win it more than its share. */
enum Flood {
    PLAIN("all alike"),
    URGENT("all of the highest priority"),
    SPREAD("over four types and three queues"),
    SCHEDULED("all scheduled for the same moment"),
    RETRIED("each failing the first time");

    private static final int HIGHEST_PRIORITY = Short.MIN_VALUE;

    /** Of one tenant. */
    record Drop(int number) {}

    private static final Backoff SOON = new Backoff(Duration.ofSeconds(1), 1, Duration.ofSeconds(1));

    /** Those of the first queue, and the others. */
    static final List<JobType<Drop>> TYPES = List.of(
            type("drop", JobType.DEFAULT_QUEUE),
            type("drop-two", JobType.DEFAULT_QUEUE),
            type("drop-three", "second"),
            type("drop-four", "third"));

    private final String title;

    Flood(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    private static JobType<Drop> type(String name, String queue) {
        return JobType.of(name, Drop.class).withQueue(queue).withBackoff(SOON);
    }

    /** The queues that its jobs are in. */
    List<String> queues() {
        return this == SPREAD ? TYPES.stream().map(JobType::queue).distinct().toList() : List.of(JobType.DEFAULT_QUEUE);
    }

    /** The job of this number; {@code moment} is when those that are scheduled are due. */
    NewJob<Drop> job(int number, Instant moment) {
        JobType<Drop> type = this == SPREAD ? TYPES.get(number % TYPES.size()) : TYPES.getFirst();
        NewJob<Drop> job = NewJob.of(type, new Drop(number));
        return switch (this) {
            case URGENT -> job.withPriority(HIGHEST_PRIORITY);
            case SCHEDULED -> job.withRunAt(moment);
            case PLAIN, SPREAD, RETRIED -> job;
        };
    }

    /** Whether the attempt fails. */
    boolean fails(int attempt) {
        return this == RETRIED && attempt == 1;
    }
}
