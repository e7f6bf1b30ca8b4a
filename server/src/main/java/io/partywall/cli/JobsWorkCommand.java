package io.partywall.cli;

import io.partywall.connectors.onlineretail.ImportFile;
import io.partywall.jobs.JobType;
import io.partywall.jobs.WorkerOptions;
import io.partywall.jobs.Workers;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "work",
        description = {
            "Run jobs until Ctrl-C or SIGTERM; any number of these at once, on any number of machines.",
            "Then it begins no more, lets what runs end for ten seconds, and gives the rest back."
        },
        mixinStandardHelpOptions = true)
final class JobsWorkCommand implements Runnable {

    @Option(
            names = "--queues",
            split = ",",
            paramLabel = "QUEUE",
            description = "Whose jobs, separated by commas (default: default, and the files of this machine)")
    private List<String> queues = List.of(JobType.DEFAULT_QUEUE, ImportFile.QUEUE.name());

    @Option(
            names = "--slots",
            defaultValue = "8",
            paramLabel = "N",
            description = "How many at once (default: ${DEFAULT-VALUE})")
    private int slots;

    private final UntilAsked untilAsked = new UntilAsked();

    @Override
    public void run() {
        WorkerOptions options = WorkerOptions.DEFAULT.withQueues(queues).withSlots(slots);
        try (Platform platform = Platform.open("jobs work")) {
            untilAsked.work(
                    platform,
                    () -> begin(platform, options),
                    "stopping: what runs has " + options.grace().toSeconds() + " s to end");
        } finally {
            untilAsked.end();
        }
    }

    private Workers begin(Platform platform, WorkerOptions options) {
        Workers workers = platform.workers(options);
        System.out.println(workers.name() + " serves " + String.join(", ", queues) + " with " + slots
                + (slots == 1 ? " slot" : " slots") + ", until Ctrl-C");
        return workers;
    }
}
