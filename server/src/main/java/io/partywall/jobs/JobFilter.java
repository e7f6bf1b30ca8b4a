package io.partywall.jobs;

import io.partywall.isolation.TenantId;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which jobs are meant: those that meet all of it. What is null is not asked for.
 *
 * @param states empty is every state
 * @param error what the text of the last error contains, in capitals or not
 * @param finishedSince leaves out whatever is not over
 */
public record JobFilter(
        @Nullable TenantId tenant,
        Set<JobState> states,
        @Nullable String type,
        @Nullable String queue,
        @Nullable String error,
        @Nullable Instant createdSince,
        @Nullable Instant finishedSince) {

    /** Every job of every tenant. */
    public static final JobFilter ALL = new JobFilter(null, Set.of(), null, null, null, null, null);

    public JobFilter {
        states = Set.copyOf(states);
    }

    public JobFilter withTenant(@Nullable TenantId tenant) {
        return new JobFilter(tenant, states, type, queue, error, createdSince, finishedSince);
    }

    public JobFilter withStates(Set<JobState> states) {
        return new JobFilter(tenant, states, type, queue, error, createdSince, finishedSince);
    }

    public JobFilter withType(@Nullable String type) {
        return new JobFilter(tenant, states, type, queue, error, createdSince, finishedSince);
    }

    public JobFilter withQueue(@Nullable String queue) {
        return new JobFilter(tenant, states, type, queue, error, createdSince, finishedSince);
    }

    public JobFilter withError(@Nullable String error) {
        return new JobFilter(tenant, states, type, queue, error, createdSince, finishedSince);
    }

    public JobFilter withCreatedSince(@Nullable Instant createdSince) {
        return new JobFilter(tenant, states, type, queue, error, createdSince, finishedSince);
    }

    public JobFilter withFinishedSince(@Nullable Instant finishedSince) {
        return new JobFilter(tenant, states, type, queue, error, createdSince, finishedSince);
    }
}
