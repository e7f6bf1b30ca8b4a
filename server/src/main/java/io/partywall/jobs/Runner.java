package io.partywall.jobs;

import io.partywall.access.Contexts;
import io.partywall.isolation.Tenancy;
import io.partywall.isolation.TenantContext;
import io.partywall.jobs.JobHandlers.Entry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does an attempt: in its tenant's scope, under a context that ends soon after the time that the attempt may take. */
final class Runner {

    private static final Logger LOG = LoggerFactory.getLogger(Runner.class);

    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final Tenancy tenancy;
    private final Contexts contexts;
    private final JobHandlers handlers;
    private final Duration lease;
    private final Duration grace;

    Runner(Tenancy tenancy, Contexts contexts, JobHandlers handlers, Duration lease, Duration grace) {
        this.tenancy = tenancy;
        this.contexts = contexts;
        this.handlers = handlers;
        this.lease = lease;
        this.grace = grace;
    }

    Outcome run(Attempt attempt) {
        Claim claim = attempt.claim();
        if (!claim.runnable()) {
            return new Outcome.HandedBack();
        }
        switch (attempt.interruption()) {
            case CANCELLED -> {
                return new Outcome.Cancelled();
            }
            case STOPPED, LOST -> {
                return new Outcome.HandedBack();
            }
            case NONE, TIMED_OUT -> {}
        }
        Optional<Entry<?>> entry = handlers.find(claim.type());
        if (entry.isEmpty()) {
            return failed(
                    claim,
                    Backoff.DEFAULT,
                    "no handler of the type '" + claim.type() + "' is known to this worker: start one that knows it");
        }
        try {
            return new Outcome.Completed(work(entry.get(), attempt));
        } catch (Throwable failure) { // Whatever a handler throws, an Error too, is its own job's failure and nobody
            // else's.
            return outcome(attempt, entry.get(), failure);
        }
    }

    private <P extends Record> @Nullable String work(Entry<P> entry, Attempt attempt) throws Exception {
        Claim claim = attempt.claim();
        P payload = Payloads.read("the payload", entry.type().payload(), claim.payload());
        Duration timeout = entry.type().timeout();
        TenantContext context = contexts.job(claim.tenant(), lifetime(timeout.plus(grace)));
        attempt.allow(timeout);
        @Nullable
        Record result = tenancy.inTenant(context, scope -> {
            RunningJob job = new RunningJob(scope, attempt);
            // The last moment: the process may have been stopped since the job was taken in hand.
            if (attempt.isOver(lease)) {
                attempt.interrupt(Attempt.Interruption.LOST);
                throw new InterruptedException("the lease was over before the job began");
            }
            return entry.handler().run(payload, job);
        });
        return Payloads.result(entry.type(), result);
    }

    /** A context lives for a second at least, whatever the job is allowed. */
    private static Duration lifetime(Duration needed) {
        return needed.compareTo(SHORTEST) < 0 ? SHORTEST : needed;
    }

    private static Outcome outcome(Attempt attempt, Entry<?> entry, Throwable failure) {
        Claim claim = attempt.claim();
        return switch (attempt.interruption()) {
            case CANCELLED -> new Outcome.Cancelled();
            case STOPPED, LOST -> new Outcome.HandedBack();
            case TIMED_OUT -> timedOut(claim, entry.type());
            case NONE -> {
                String error = JobErrors.told(failure);
                LOG.info("job {} ({}), attempt {}: {}", claim.id(), claim.type(), claim.attempt(), error);
                yield failure instanceof PermanentFailure
                        ? new Outcome.Dead(error)
                        : failed(claim, entry.type().backoff(), error);
            }
        };
    }

    /** What is said of an attempt that has taken too long, by itself or by whoever gives it up. */
    Outcome timedOut(Claim claim) {
        return handlers.find(claim.type())
                .map(entry -> timedOut(claim, entry.type()))
                .orElseGet(Outcome.HandedBack::new);
    }

    private static Outcome timedOut(Claim claim, JobType<?> type) {
        return failed(
                claim, type.backoff(), "it took longer than " + type.timeout().toSeconds() + " s and was interrupted");
    }

    private static Outcome failed(Claim claim, Backoff backoff, String error) {
        return claim.attempt() < claim.maxAttempts()
                ? new Outcome.Failed(error, backoff.after(claim.attempt(), ThreadLocalRandom.current()))
                : new Outcome.Dead(error);
    }
}
