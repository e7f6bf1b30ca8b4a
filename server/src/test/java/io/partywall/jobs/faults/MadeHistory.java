package io.partywall.jobs.faults;

import io.partywall.jobs.faults.Evidence.Added;
import io.partywall.jobs.faults.Evidence.Batch;
import io.partywall.jobs.faults.Evidence.Fate;
import io.partywall.jobs.faults.Evidence.Lane;
import io.partywall.jobs.faults.Evidence.LedgerRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The records of a run that never was, written step by step; a second passes with each. */
final class MadeHistory {

    static final UUID TENANT = new UUID(0, 1);
    static final String QUEUE = "default";

    private static final Instant BEGIN = Instant.parse("2030-01-01T00:00:00Z");
    private static final int LEASE = 10;
    private static final int MOST_ATTEMPTS = 3;

    final List<Batch> batches = new ArrayList<>();
    final Set<UUID> kept = new HashSet<>();
    final List<LedgerRow> ledger = new ArrayList<>();
    final Map<Lane, Integer> caps = new HashMap<>();
    final List<String> left = new ArrayList<>();
    private final Map<UUID, Added> added = new HashMap<>();
    private final Map<UUID, Transition> last = new HashMap<>();
    private final List<Transition> transitions = new ArrayList<>();
    private final List<Finished> finished = new ArrayList<>();
    private final Map<String, Life> lives = new HashMap<>();
    private int seconds;

    Verdict verdict() {
        Evidence evidence = new Evidence(
                batches, kept, added, transitions, finished, List.copyOf(lives.values()), ledger, caps, left);
        return Checker.check(evidence, Story.of(evidence));
    }

    /** Lets time pass. */
    MadeHistory later(int more) {
        seconds += more;
        return this;
    }

    private long nanos() {
        return seconds * 1_000_000_000L;
    }

    /** A job that was added, and is in line. */
    UUID inLine(Kind kind) {
        UUID job = new UUID(1, added.size());
        Batch batch = new Batch(new UUID(2, added.size()), TENANT, 1, Fate.COMMITTED);
        batches.add(batch);
        kept.add(batch.id());
        added.put(job, new Added(job, TENANT, QUEUE, kind, batch.id()));
        step(job, null, "HELD", null, null, 0, 0, null);
        lineUp(job);
        return job;
    }

    void lineUp(UUID job) {
        Transition before = before(job);
        if ("FAILED".equals(before.became())) {
            step(job, "FAILED", "HELD", null, null, before.newAttempts(), before.newAttempts(), null);
        }
        step(job, "HELD", "PENDING", null, null, before.newAttempts(), before.newAttempts(), null);
    }

    void claim(UUID job, String worker) {
        int attempts = before(job).newAttempts();
        step(job, "PENDING", "PROCESSING", null, worker, attempts, attempts + 1, null);
    }

    /** A worker loses the job, or gives it up, for this reason. */
    void fail(UUID job, String error) {
        Transition before = before(job);
        step(job, "PROCESSING", "FAILED", before.newWorker(), null, before.newAttempts(), before.newAttempts(), error);
    }

    void handBack(UUID job) {
        Transition before = before(job);
        step(job, "PROCESSING", "HELD", before.newWorker(), null, before.newAttempts(), before.newAttempts() - 1, null);
    }

    void finish(UUID job, String state, @Nullable Long run, @Nullable String error) {
        Transition before = before(job);
        step(job, "PROCESSING", null, before.newWorker(), null, before.newAttempts(), 0, null);
        finished.add(new Finished(
                job,
                TENANT,
                state,
                before.newAttempts(),
                MOST_ATTEMPTS,
                before.newWorker(),
                run,
                error,
                List.of(),
                at()));
    }

    /** A job goes from one state to another as it pleases whoever writes this. */
    void step(
            UUID job,
            @Nullable String was,
            @Nullable String became,
            @Nullable String oldWorker,
            @Nullable String newWorker,
            int oldAttempts,
            int newAttempts,
            @Nullable String error) {
        seconds++;
        Instant lease = "PROCESSING".equals(was) ? before(job).at().plusSeconds(LEASE) : null;
        Transition step = new Transition(
                transitions.size(),
                at(),
                job,
                was,
                became,
                oldWorker,
                newWorker,
                oldAttempts,
                newAttempts,
                lease,
                error);
        transitions.add(step);
        last.put(job, step);
    }

    private Transition before(UUID job) {
        Transition before = last.get(job);
        if (before == null) {
            throw new IllegalStateException("nobody added the job " + job);
        }
        return before;
    }

    private Instant at() {
        return BEGIN.plusSeconds(seconds);
    }

    /** The job runs from now on, as its claim says; returns the run. */
    long run(UUID job, int forSeconds, Run.End how) {
        Transition claim = before(job);
        return run(job, String.valueOf(claim.newWorker()), claim.newAttempts(), forSeconds, how);
    }

    long run(UUID job, String worker, int attempt, int forSeconds, Run.End how) {
        long id = lives.values().stream().mapToLong(life -> life.runs().size()).sum();
        life(worker).runs().add(new Run(id, job, attempt, worker, nanos(), nanos() + forSeconds * 1_000_000_000L, how));
        return id;
    }

    private Life life(String worker) {
        return lives.computeIfAbsent(worker, name -> new Life(name, 1, Long.MAX_VALUE, new ArrayList<>()));
    }

    void stop(String worker) {
        lives.put(worker, new Life(worker, 1, nanos(), life(worker).runs()));
    }

    /** A job that was claimed, ran for a second, and was stored as done. */
    UUID done() {
        UUID job = inLine(Kind.IDLE);
        claim(job, "w1");
        long run = run(job, 1, Run.End.RETURNED);
        later(1).finish(job, "COMPLETED", run, null);
        return job;
    }
}
