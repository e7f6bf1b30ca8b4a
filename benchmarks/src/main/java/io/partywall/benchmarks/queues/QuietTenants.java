package io.partywall.benchmarks.queues;

import io.partywall.jobs.JobType;
import io.partywall.jobs.NewJob;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.LockSupport;

/**
 * A hundred tenants that add one job a second each, evenly, whatever becomes of the jobs before; and how long each job waited,
 * from just before it was added to the start of its handler.
 */
final class QuietTenants {

    static final int COUNT = 100;

    private static final long EVERY_NANOS = 1_000_000_000L / COUNT;

    /** One of them. */
    record Drip(long number) {}

    private final Installation installation;
    private final List<JobType<Drip>> types;
    private final ConcurrentMap<Long, Long> addedAt = new ConcurrentHashMap<>();
    private final Queue<Long> waits = new ConcurrentLinkedQueue<>();
    private long added;

    /** The tenants from number 1 on, whose jobs go to these queues in turn. */
    QuietTenants(Installation installation, List<String> queues) {
        this.installation = installation;
        this.types = queues.stream()
                .map(queue -> JobType.of("drip-" + queue, Drip.class).withQueue(queue))
                .toList();
    }

    List<JobType<Drip>> types() {
        return types;
    }

    /** A handler has begun with it. */
    void begins(Drip drip) {
        long now = System.nanoTime();
        Long since = addedAt.remove(drip.number());
        if (since != null) {
            waits.add(now - since);
        }
    }

    /** Adds jobs until then; returns once the last of them has begun, or a minute has passed. */
    void drip(long untilNanos) {
        add(untilNanos);
        long patience = System.nanoTime() + 60_000_000_000L;
        while (!addedAt.isEmpty() && System.nanoTime() - patience < 0) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Adds jobs until then, as evenly, and waits for none of them. */
    void add(long untilNanos) {
        long next = System.nanoTime();
        while (next - untilNanos < 0) {
            LockSupport.parkNanos(next - System.nanoTime());
            add();
            next += EVERY_NANOS;
        }
    }

    /** Adds so many jobs at once, which nobody waits for: so that adding is compiled when it counts. */
    void rehearse(int jobs) {
        for (int i = 0; i < jobs; i++) {
            add();
        }
        addedAt.clear();
    }

    /** What was measured until now does not count. */
    void forget() {
        waits.clear();
    }

    private void add() {
        long number = added++;
        JobType<Drip> type = types.get((int) (number % types.size()));
        addedAt.put(number, System.nanoTime());
        installation.inTenant(
                1 + (int) (number % COUNT),
                scope -> installation.jobs().enqueue(scope, NewJob.of(type, new Drip(number))));
    }

    /** How long the jobs waited, in nanoseconds, sorted; those that never began count as a minute. */
    long[] waits() {
        long[] begun = waits.stream().mapToLong(Long::longValue).toArray();
        long[] all = java.util.Arrays.copyOf(begun, begun.length + addedAt.size());
        java.util.Arrays.fill(all, begun.length, all.length, 60_000_000_000L);
        java.util.Arrays.sort(all);
        return all;
    }
}
