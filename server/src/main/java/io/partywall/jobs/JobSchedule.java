package io.partywall.jobs;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job that comes again and again.
 *
 * @param name tells it from the tenant's others
 * @param cron when, in the tenant's time zone
 * @param payload as JSON
 * @param nextRunAt null until a worker has read the expression, and where it is disabled
 * @param lastRunAt when a job was added for it last; null where none was
 */
public record JobSchedule(
        String name,
        String cron,
        String queue,
        String type,
        String payload,
        boolean enabled,
        @Nullable Instant nextRunAt,
        @Nullable Instant lastRunAt) {}
