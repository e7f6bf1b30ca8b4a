package io.partywall.cli;

import io.partywall.connectors.onlineretail.ImportFile;
import io.partywall.jobs.JobType;
import io.partywall.jobs.WorkerOptions;
import io.partywall.jobs.Workers;
import java.util.List;
import java.util.concurrent.CountDownLatch;
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

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    @Override
    public void run() {
        WorkerOptions options = WorkerOptions.DEFAULT.withQueues(queues).withSlots(slots);
        try (Platform platform = Platform.open("jobs work")) {
            platform.database().beforeExit(this::stop);
            try (Workers workers = platform.workers(options)) {
                System.out.println(workers.name() + " serves " + String.join(", ", queues) + " with " + slots
                        + (slots == 1 ? " slot" : " slots") + ", until Ctrl-C");
                asked.await();
                System.out.println("stopping: what runs has " + options.grace().toSeconds() + " s to end");
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        } finally {
            if (asked.getCount() == 0) {
                System.out.println("stopped");
            }
            ended.countDown();
        }
    }

    /** The exit that a signal has begun waits here; a worker that was asked to stop and did has done well. */
    private void stop() {
        if (ended.getCount() == 0) {
            return;
        }
        asked.countDown();
        try {
            ended.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }
}
