package io.partywall.cli;

import io.partywall.jobs.JobControl;
import io.partywall.jobs.JobType;
import io.partywall.jobs.Share;
import io.partywall.tenants.Tenant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "share",
        description = {
            "Say what a tenant may take of a queue: how much of it while others want it too, and how many",
            "jobs at once. Without either, print what it is."
        },
        mixinStandardHelpOptions = true)
final class JobsShareCommand implements Runnable {

    @Option(names = "--tenant", required = true, paramLabel = "SLUG", description = "The tenant")
    private String slug = "";

    @Option(
            names = "--queue",
            defaultValue = JobType.DEFAULT_QUEUE,
            paramLabel = "QUEUE",
            description = "The queue (default: ${DEFAULT-VALUE})")
    private String queue = JobType.DEFAULT_QUEUE;

    @Option(
            names = "--weight",
            paramLabel = "N",
            description = "Relative to the other tenants' weights, from 1 to 1000; who has nothing said has 1")
    private @Nullable Integer weight;

    @Option(
            names = "--cap",
            paramLabel = "N|none",
            description = "How many of its jobs run at once; none is what the queue says")
    private @Nullable String cap;

    @Override
    public void run() {
        try (Platform platform = Platform.open("jobs share")) {
            Tenant tenant = platform.tenants().get(slug);
            JobControl control = platform.jobControl();
            Share share = control.share(tenant.id(), queue);
            if (weight != null) {
                share = share.withWeight(weight);
            }
            if (cap != null) {
                share = share.withCap(number(cap));
            }
            if (weight != null || cap != null) {
                control.share(tenant.id(), queue, share);
            }
            System.out.println(slug + " has weight " + share.weight() + " in queue '" + queue + "', and "
                    + (share.cap() == null ? "no cap of its own" : "runs " + share.cap() + " at once at most"));
        }
    }

    private static @Nullable Integer number(String cap) {
        if (cap.equals("none")) {
            return null;
        }
        try {
            return Integer.valueOf(cap);
        } catch (NumberFormatException malformed) {
            throw new UserError("a cap is a number of jobs, or none, unlike '" + cap + "'");
        }
    }
}
