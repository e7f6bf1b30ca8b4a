package io.partywall.cli;

import io.partywall.jobs.Count;
import io.partywall.jobs.Job;
import io.partywall.jobs.JobFilter;
import io.partywall.jobs.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "list", description = "Print the newest jobs, and how many there are.", mixinStandardHelpOptions = true)
final class JobsListCommand implements Runnable {

    private static final int ERROR_WIDTH = 30;

    @Mixin
    private JobFilterOptions which = new JobFilterOptions();

    @Option(
            names = "--state",
            split = ",",
            paramLabel = "STATE",
            description = "Jobs in these states, separated by commas: ${COMPLETION-CANDIDATES}")
    private Set<JobState> states = EnumSet.noneOf(JobState.class);

    @Option(
            names = "--limit",
            defaultValue = "50",
            paramLabel = "N",
            description = "How many at most (default: ${DEFAULT-VALUE})")
    private int limit;

    @Option(
            names = "--output",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Output output = Output.TABLE;

    @Override
    public void run() {
        try (Platform platform = Platform.open("jobs list")) {
            JobFilter filter = which.filter(platform).withStates(states);
            List<Job> jobs = platform.jobBoard().list(filter, limit);
            if (output != Output.TABLE) {
                System.out.print(JobTexts.table(jobs).print(output));
            } else if (jobs.isEmpty()) {
                System.out.println("there are no such jobs");
            } else {
                System.out.print(table(jobs, Instant.now()).print(output));
                System.out.println(counted(platform.jobBoard().counts(filter)));
            }
        }
    }

    private static Table table(List<Job> jobs, Instant now) {
        Table table = new Table("id", "tenant", "queue", "type", "state", "tried", "age", "error");
        for (Job job : jobs) {
            table.row(
                    job.id(),
                    job.tenantSlug(),
                    job.queue(),
                    job.type(),
                    job.state(),
                    job.attempts() + "/" + job.maxAttempts(),
                    JobTexts.shown(Duration.between(job.createdAt(), now)),
                    job.error() == null ? "" : JobTexts.cut(Failures.oneLine(job.error()), ERROR_WIDTH));
        }
        return table;
    }

    private static String counted(Map<JobState, Count> counts) {
        return counts.entrySet().stream()
                .filter(count -> count.getValue().number() > 0)
                .map(count -> count.getValue() + " " + count.getKey())
                .collect(Collectors.joining(", "));
    }
}
