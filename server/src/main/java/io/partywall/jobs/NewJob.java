package io.partywall.jobs;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job to be added.
 *
 * @param priority lower runs first, among the jobs of the same tenant
 * @param runAt not before this; null is at once
 * @param unique what it does not want to be twice; null is nothing
 * @param maxAttempts how often it is tried at most
 * @param module the named analysis that it belongs to, if any
 * @param connector the connector that it works for, if any
 */
public record NewJob<P extends Record>(
        JobType<P> type,
        P payload,
        int priority,
        @Nullable Instant runAt,
        @Nullable UniqueKey unique,
        int maxAttempts,
        @Nullable String module,
        @Nullable UUID connector) {

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("+10000-01-01T00:00:00Z");

    public NewJob {
        if (priority < Short.MIN_VALUE || priority > Short.MAX_VALUE) {
            throw new JobRefused("a priority is from -32768 to 32767, unlike " + priority);
        }
        JobType.checkAttempts(maxAttempts);
        if (runAt != null && (runAt.isBefore(EARLIEST) || !runAt.isBefore(LATEST))) {
            throw new JobRefused("a job runs in the years 1 to 9999, unlike " + runAt);
        }
    }

    /** At once, at priority 0. */
    public static <P extends Record> NewJob<P> of(JobType<P> type, P payload) {
        return new NewJob<>(type, payload, 0, null, null, type.maxAttempts(), null, null);
    }

    public NewJob<P> withPriority(int priority) {
        return new NewJob<>(type, payload, priority, runAt, unique, maxAttempts, module, connector);
    }

    public NewJob<P> withRunAt(Instant runAt) {
        return new NewJob<>(type, payload, priority, runAt, unique, maxAttempts, module, connector);
    }

    public NewJob<P> withUnique(UniqueKey unique) {
        return new NewJob<>(type, payload, priority, runAt, unique, maxAttempts, module, connector);
    }

    public NewJob<P> withMaxAttempts(int maxAttempts) {
        return new NewJob<>(type, payload, priority, runAt, unique, maxAttempts, module, connector);
    }

    public NewJob<P> withModule(String module) {
        return new NewJob<>(type, payload, priority, runAt, unique, maxAttempts, module, connector);
    }

    public NewJob<P> withConnector(UUID connector) {
        return new NewJob<>(type, payload, priority, runAt, unique, maxAttempts, module, connector);
    }
}
