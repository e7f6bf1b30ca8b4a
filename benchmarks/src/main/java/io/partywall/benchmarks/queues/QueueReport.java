package io.partywall.benchmarks.queues;

import java.io.PrintStream;
import java.util.List;

/** Prints the figures of the queues as they come. */
final class QueueReport {

    private final PrintStream out;

    QueueReport(PrintStream out) {
        this.out = out;
    }

    void heading(String postgres, Commits commits, int rounds) {
        out.println();
        out.println("== queues: " + commits.title() + " ==");
        out.printf(
                "%d cores, JDK %s, PostgreSQL %s with autovacuum%n",
                Runtime.getRuntime().availableProcessors(), Runtime.version(), postgres);
        out.printf(
                "%d interleaved rounds: median (lowest-highest); at most %d s a turn%n",
                rounds, Scenario.LIMIT.toSeconds());
    }

    /** One figure of all queues, each beside the better one of those that are not ours. */
    void print(String scenario, Figure figure, List<Measurement> queues) {
        out.printf("%s: %s%n", scenario, figure.title());
        double peer = queues.stream()
                .filter(measurement -> !measurement.queue().equals(Queues.OURS))
                .map(Measurement::median)
                .max(figure.better())
                .orElse(Double.NaN);
        for (Measurement measurement : queues) {
            out.printf(
                    "    %-15s %9s  (%s-%s)  %5.2f x better peer%s%n",
                    measurement.queue(),
                    figure.format(measurement.median()),
                    figure.format(measurement.lowest()),
                    figure.format(measurement.highest()),
                    measurement.median() / peer,
                    cutShort(measurement));
        }
    }

    private static String cutShort(Measurement measurement) {
        return measurement.cutShort() == 0
                ? ""
                : "  time was up in %d of %d rounds".formatted(measurement.cutShort(), measurement.rounds());
    }
}
