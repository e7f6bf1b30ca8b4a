package io.partywall.cli;

import io.partywall.jobs.JobFilter;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say which jobs are meant. */
final class JobFilterOptions {

    @Option(names = "--tenant", paramLabel = "SLUG", description = "Jobs of this tenant")
    private @Nullable String tenant;

    @Option(names = "--type", paramLabel = "TYPE", description = "Jobs of this type")
    private @Nullable String type;

    @Option(names = "--queue", paramLabel = "QUEUE", description = "Jobs in this queue")
    private @Nullable String queue;

    @Option(names = "--error", paramLabel = "TEXT", description = "Jobs whose last error contains this")
    private @Nullable String error;

    @Option(names = "--since", paramLabel = "TIME", description = "Jobs that were added in the last 30m, 2h or 7d, say")
    private @Nullable Duration since;

    boolean isGiven() {
        return tenant != null || type != null || queue != null || error != null || since != null;
    }

    JobFilter filter(Platform platform) {
        return JobFilter.ALL
                .withTenant(
                        tenant == null ? null : platform.tenants().get(tenant).id())
                .withType(type)
                .withQueue(queue)
                .withError(error)
                .withCreatedSince(since == null ? null : Instant.now().minus(since));
    }
}
