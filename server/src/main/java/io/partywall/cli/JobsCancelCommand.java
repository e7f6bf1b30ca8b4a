package io.partywall.cli;

import io.partywall.jobs.Cancelled;
import io.partywall.jobs.JobFilter;
import io.partywall.jobs.JobId;
import io.partywall.jobs.JobState;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "cancel",
        description = {
            "Call a job off, or those that the options say: at once where they wait, and within a second or so",
            "where they run. Asks nothing."
        },
        mixinStandardHelpOptions = true)
final class JobsCancelCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "ID")
    private @Nullable String id;

    @Mixin
    private JobFilterOptions which = new JobFilterOptions();

    @Option(
            names = "--state",
            split = ",",
            paramLabel = "STATE",
            description = "Jobs in these states, separated by commas: SCHEDULED, HELD, PENDING, PROCESSING, FAILED")
    private Set<JobState> states = EnumSet.noneOf(JobState.class);

    @Option(
            names = "--limit",
            defaultValue = "1000",
            paramLabel = "N",
            description = "How many at most, the newest first (default: ${DEFAULT-VALUE})")
    private int limit;

    @Override
    public void run() {
        boolean isFilter = which.isGiven() || !states.isEmpty();
        if ((id != null) == isFilter) {
            throw new ParameterException(
                    spec.commandLine(), "name one job, or say by --tenant, --type, --queue, --state … which are meant");
        }
        @Nullable JobId wanted = id == null ? null : JobId.of(id);
        try (Platform platform = Platform.open("jobs cancel")) {
            if (wanted != null) {
                System.out.println(told(platform.jobControl().cancel(wanted)));
            } else {
                JobFilter filter = which.filter(platform).withStates(states);
                System.out.println(told(platform.jobControl().cancel(filter, limit)));
            }
        }
    }

    private static String told(Cancelled cancelled) {
        List<String> parts = new ArrayList<>();
        if (cancelled.atOnce() > 0) {
            parts.add("cancelled " + jobs(cancelled.atOnce()));
        }
        if (cancelled.running() > 0) {
            parts.add("asked " + jobs(cancelled.running()) + " to end, within a second or so");
        }
        if (cancelled.left() > 0) {
            parts.add("left " + jobs(cancelled.left()) + " that somebody else changes, or that just ended");
        }
        return parts.isEmpty() ? "there are no such jobs" : String.join("; ", parts);
    }

    private static String jobs(int number) {
        return number == 1 ? "1 job" : number + " jobs";
    }
}
