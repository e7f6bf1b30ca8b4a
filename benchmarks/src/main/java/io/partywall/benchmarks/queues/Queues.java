package io.partywall.benchmarks.queues;

import io.partywall.benchmarks.queues.Scenario.Outcome;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The measurement of the queues: what takes part, and what it is put through. */
public final class Queues {

    /** The name of the queue that the others are peers of. */
    static final String OURS = "Partywall";

    private static final Duration STEADY = Duration.ofSeconds(20);
    private static final int PICK_UPS = 200;
    private static final int WARM_UP_JOBS = 10_000;
    private static final int WARM_UP_PICK_UPS = 2;

    private final Commits commits;
    private final List<Contender> queues;
    private final Random random = new Random(42);

    private Queues(Commits commits, List<Contender> queues) {
        this.commits = commits;
        this.queues = queues;
    }

    private static List<Contender> contenders(QueueServer server) throws SQLException {
        return List.of(
                new PartywallContender(server.create("partywall")),
                new DbSchedulerContender(server.create("db_scheduler")),
                new JobRunrContender(server.create("jobrunr")));
    }

    /** Measures all queues on servers of their own, and prints the figures as they come. */
    public static List<Measurement> measure(int rounds, int jobs, PrintStream out) throws SQLException, IOException {
        List<Measurement> measurements = new ArrayList<>();
        for (Commits commits : Commits.values()) {
            measurements.addAll(measure(commits, rounds, jobs, out));
        }
        return measurements;
    }

    private static List<Measurement> measure(Commits commits, int rounds, int jobs, PrintStream out)
            throws SQLException, IOException {
        try (QueueServer server = QueueServer.start(commits)) {
            QueueReport report = new QueueReport(out);
            report.heading(server.describe(), commits, rounds);
            Queues queues = new Queues(commits, contenders(server));
            try {
                return queues.measure(rounds, jobs, report);
            } finally {
                queues.queues.forEach(Contender::close);
            }
        }
    }

    private List<Measurement> measure(int rounds, int jobs, QueueReport report) {
        run(new BurnDown(Math.min(jobs, WARM_UP_JOBS), false), 1);
        run(new PickUp(WARM_UP_PICK_UPS), 1);
        List<Measurement> measurements = new ArrayList<>();
        for (Scenario scenario : List.of(
                new BurnDown(jobs, false), new SteadyState(STEADY), new BurnDown(jobs, true), new PickUp(PICK_UPS))) {
            Map<Contender, List<Outcome>> outcomes = run(scenario, rounds);
            for (Figure figure : scenario.figures()) {
                List<Measurement> ofFigure = queues.stream()
                        .map(queue -> measurement(scenario, queue, figure, outcomes.getOrDefault(queue, List.of())))
                        .toList();
                report.print(scenario.title(), figure, ofFigure);
                measurements.addAll(ofFigure);
            }
        }
        return measurements;
    }

    /** The rounds: in each of them every queue has one turn, in an order drawn anew. */
    private Map<Contender, List<Outcome>> run(Scenario scenario, int rounds) {
        Map<Contender, List<Outcome>> outcomes = new HashMap<>();
        List<Contender> order = new ArrayList<>(queues);
        for (int round = 0; round < rounds; round++) {
            Collections.shuffle(order, random);
            for (Contender queue : order) {
                queue.clear();
                outcomes.computeIfAbsent(queue, key -> new ArrayList<>()).add(scenario.run(queue));
                queue.clear();
            }
        }
        return outcomes;
    }

    private Measurement measurement(Scenario scenario, Contender queue, Figure figure, List<Outcome> outcomes) {
        return new Measurement(
                scenario.title() + "; " + commits.title(),
                queue.name(),
                figure,
                outcomes.stream()
                        .mapToDouble(outcome -> outcome.figures().getOrDefault(figure, Double.NaN))
                        .toArray(),
                outcomes.stream().filter(Outcome::cutShort).count());
    }
}
