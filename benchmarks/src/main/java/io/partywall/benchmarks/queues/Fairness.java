package io.partywall.benchmarks.queues;

import io.partywall.isolation.SigningKeys;
import io.partywall.jobs.JobHandlers;
import io.partywall.jobs.JobType;
import io.partywall.jobs.WorkerOptions;
import io.partywall.jobs.Workers;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * One tenant has a million jobs waiting when a hundred others begin to add one a second each. Three kinds of windows take
 * turns, so that all meet the same machine: the flood is alone; beside the others; and beside others that add as much, but to a
 * queue that nobody serves, which shows what their adding leaves of the machine. Which of them comes first takes turns, too, since
 * a flood may become slower or faster as it goes.
 */
public final class Fairness {

    private static final Duration LONGEST_WINDOW = Duration.ofSeconds(5);
    private static final Duration WARM_UP = Duration.ofSeconds(8);
    /** Of the flood, at the speed of the warm-up, which is the slowest: it has to be there until the end. */
    private static final double PART_MEASURED = 0.6;

    /** A hundred a second would be interpreted for the most part of a flood. */
    private static final int REHEARSED = 10_000;

    private static final String UNSERVED = "unserved";

    private static final int BATCH = 10_000;
    /** More than it takes to add them. */
    private static final Duration BEFORE_THE_MOMENT = Duration.ofSeconds(15);

    private final Installation installation;
    private final Database database;
    private final int jobs;
    private final int rounds;

    private Fairness(Installation installation, Database database, int jobs, int rounds) {
        this.installation = installation;
        this.database = database;
        this.jobs = jobs;
        this.rounds = rounds;
    }

    /** What one flood did to the others, and they to it: beside them, and beside others that only add jobs. */
    public record Fair(
            String flood,
            long waits,
            double p50,
            double p95,
            double p99,
            double most,
            double alone,
            double beside,
            double besideAdding) {

        double kept() {
            return beside / alone;
        }

        double keptOfWhatIsLeft() {
            return beside / besideAdding;
        }

        /** As a JSON object; waits in milliseconds, rates in jobs a second. */
        public String json() {
            return """
                {"flood": "%s", "waits": %d, "p50": %.2f, "p95": %.2f, "p99": %.2f, "longest": %.2f, "alone": %.0f, \
                "beside": %.0f, "beside adding": %.0f}\
                """.formatted(flood, waits, p50, p95, p99, most, alone, beside, besideAdding);
        }
    }

    /** Measures all floods, on a server of their own, and prints the figures as they come. */
    public static List<Fair> measure(int jobs, int rounds, PrintStream out) throws SQLException, IOException {
        try (QueueServer server = QueueServer.start(Commits.NOT_AWAITED)) {
            Database database = server.create("fairness");
            out.println();
            out.println("== fairness ==");
            out.printf(
                    "one tenant with %,d jobs, %d that add one a second each; %d windows of each kind; watch it:%n",
                    jobs, QuietTenants.COUNT, rounds);
            out.println("    PARTYWALL_SIGNING_KEYS='" + SigningKeys.generate("k1")
                    + "' PARTYWALL_PLATFORM_PASSWORD=none PARTYWALL_DATABASE_URL='" + database.address()
                    + "' ./partywall jobs watch");
            List<Fair> results = new ArrayList<>();
            try (Installation installation = new Installation(database, 1 + QuietTenants.COUNT)) {
                new QuietTenants(installation, Flood.PLAIN.queues()).rehearse(REHEARSED);
                Fairness fairness = new Fairness(installation, database, jobs, rounds);
                for (Flood flood : Flood.values()) {
                    Fair fair = fairness.measure(flood);
                    print(fair, out);
                    results.add(fair);
                }
                Caps.measure(installation, database, out);
            }
            return results;
        }
    }

    private static void print(Fair fair, PrintStream out) {
        out.printf(
                "%s%n    the others wait  p50 %.0f ms, p95 %.0f ms, p99 %.0f ms, longest %.0f ms (%,d jobs; wanted:"
                        + " p95 under 250 ms)%n",
                fair.flood(), fair.p50(), fair.p95(), fair.p99(), fair.most(), fair.waits());
        out.printf(
                "    the flood runs   %,.0f jobs/s beside them, %,.0f alone: %.0f %% (wanted: 90 %%); %,.0f beside"
                        + " others that only add, and are not run: %.0f %% of that%n",
                fair.beside(), fair.alone(), 100 * fair.kept(), fair.besideAdding(), 100 * fair.keptOfWhatIsLeft());
    }

    private Fair measure(Flood flood) {
        database.execute("truncate app.jobs, app.finished_jobs, app.job_shares, app.job_queues");
        Instant moment = Instant.now().plus(BEFORE_THE_MOMENT).plusMillis(jobs / 15);
        for (int from = 0; from < jobs; from += BATCH) {
            int first = from;
            installation.inTenant(
                    0,
                    scope -> installation
                            .jobs()
                            .enqueueAll(
                                    scope,
                                    IntStream.range(first, Math.min(first + BATCH, jobs))
                                            .mapToObj(number -> flood.job(number, moment))
                                            .toList()));
        }
        if (flood == Flood.SCHEDULED) {
            park(Duration.between(Instant.now(), moment));
        }
        QuietTenants quiet = new QuietTenants(installation, flood.queues());
        LongAdder ran = new LongAdder();
        QuietTenants adding = new QuietTenants(installation, List.of(UNSERVED));
        double[][] rates = new double[3][rounds];
        try (Workers _ =
                installation.start(handlers(flood, quiet, ran), WorkerOptions.DEFAULT.withQueues(flood.queues()))) {
            Duration window = window(rate(ran, () -> quiet.drip(System.nanoTime() + WARM_UP.toNanos())));
            quiet.forget();
            List<Runnable> windows = List.of(
                    () -> park(window),
                    () -> quiet.drip(System.nanoTime() + window.toNanos()),
                    () -> adding.add(System.nanoTime() + window.toNanos()));
            for (int round = 0; round < rounds; round++) {
                for (int turn = 0; turn < windows.size(); turn++) {
                    int kind = (round + turn) % windows.size();
                    rates[kind][round] = rate(ran, windows.get(kind));
                }
            }
            if (database.number("select count(*) from (select from app.jobs where queue <> '" + UNSERVED
                            + "' limit 1) any_left")
                    == 0) {
                throw new IllegalStateException("the flood ended before the measurement did");
            }
        }
        long[] waits = quiet.waits();
        return new Fair(
                flood.title(),
                waits.length,
                millis(waits, 0.5),
                millis(waits, 0.95),
                millis(waits, 0.99),
                millis(waits, 1),
                median(rates[0]),
                median(rates[1]),
                median(rates[2]));
    }

    private Duration window(double jobsASecond) {
        Duration affordable = Duration.ofMillis((long) (1000 * PART_MEASURED * jobs / jobsASecond / (3 * rounds)));
        return affordable.compareTo(LONGEST_WINDOW) < 0 ? affordable : LONGEST_WINDOW;
    }

    private static JobHandlers handlers(Flood flood, QuietTenants quiet, LongAdder ran) {
        JobHandlers handlers = JobHandlers.none();
        for (JobType<Flood.Drop> type : Flood.TYPES) {
            handlers = handlers.with(type, (drop, job) -> {
                ran.increment();
                if (flood.fails(job.attempt())) {
                    throw new IllegalStateException("the first time");
                }
                return null;
            });
        }
        for (JobType<QuietTenants.Drip> type : quiet.types()) {
            handlers = handlers.with(type, (drip, job) -> {
                quiet.begins(drip);
                return null;
            });
        }
        return handlers;
    }

    private static double rate(LongAdder ran, Runnable window) {
        long before = ran.sum();
        long begin = System.nanoTime();
        window.run();
        return (ran.sum() - before) * 1e9 / (System.nanoTime() - begin);
    }

    private static void park(Duration length) {
        long end = System.nanoTime() + length.toNanos();
        while (System.nanoTime() - end < 0) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    private static double millis(long[] sorted, double share) {
        return sorted[(int) Math.round(share * (sorted.length - 1))] / 1e6;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
