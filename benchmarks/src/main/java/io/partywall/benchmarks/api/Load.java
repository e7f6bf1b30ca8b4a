package io.partywall.benchmarks.api;

import io.partywall.benchmarks.api.Crowd.Ask;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Many clients that read and write at once, and what is left of them: connections, memory, errors. */
final class Load {

    /** Of a hundred requests. */
    private static final int READS = 80;

    private static final int WARM_UP_SECONDS = 10;
    private static final int YEAR_SECONDS = 365 * 24 * 3600;

    private final Visitors visitors;
    private final Times reads = new Times();
    private final Times writes = new Times();

    private Load(Visitors visitors) {
        this.visitors = visitors;
    }

    /** What a load came to; heaps after full collections: before, between its halves, and behind. */
    record Loaded(
            int clients,
            double seconds,
            Times reads,
            Times writes,
            long errors,
            int inUseBefore,
            int inUseAfter,
            int connections,
            List<Long> heaps) {

        Times all() {
            return reads.with(writes);
        }

        double rate() {
            return all().count() / seconds;
        }

        private static String millis(Times times) {
            return "p50 %.1f ms, p99 %.1f ms".formatted(times.millis(0.5), times.millis(0.99));
        }

        void print(PrintStream out) {
            Times all = all();
            out.printf("%d clients, %.0f s, %d %% reads%n", clients, seconds, READS);
            out.printf("    %,.0f requests/s (%,d), %s; %d errors%n", rate(), all.count(), millis(all), errors);
            out.printf("    reads   %s (%,d)%n", millis(reads), reads.count());
            out.printf("    writes  %s (%,d)%n", millis(writes), writes.count());
            out.printf("    connections in use before %d, after %d, of %d%n", inUseBefore, inUseAfter, connections);
            out.printf(
                    "    heap after a full collection: %s MB before, between and after%n",
                    heaps.stream().map(bytes -> "%.1f".formatted(bytes / 1e6)).toList());
        }

        /** As a JSON object. */
        String json() {
            Times all = all();
            return """
                {"scenario": "load of the API", "clients": %d, "seconds": %.1f, "requestsASecond": %.1f, "p50Millis": %.2f, \
                "p99Millis": %.2f, "errors": %d, "connectionsInUseBefore": %d, "connectionsInUseAfter": %d, "heapBytes": %s}\
                """.formatted(
                            clients,
                            seconds,
                            rate(),
                            all.millis(0.5),
                            all.millis(0.99),
                            errors,
                            inUseBefore,
                            inUseAfter,
                            List.copyOf(heaps));
        }
    }

    static Loaded measure(ServedPlatform served, Visitors visitors, int clients, int seconds, PrintStream out) {
        // Its times are not kept, but its code and caches are.
        double _ = new Load(visitors).ask(new Crowd(served.port()), clients, Math.min(seconds, WARM_UP_SECONDS), 1);
        Load load = new Load(visitors);
        Crowd crowd = new Crowd(served.port());
        List<Long> heaps = new ArrayList<>();
        int before = served.inUse();
        heaps.add(heap());
        double first = load.ask(crowd, clients, seconds / 2.0, 2);
        heaps.add(heap());
        double second = load.ask(crowd, clients, seconds / 2.0, 3);
        int after = served.inUse();
        heaps.add(heap());
        crowd.told().forEach(error -> out.println("    error: " + error));
        return new Loaded(
                clients,
                first + second,
                load.reads,
                load.writes,
                crowd.errors(),
                before,
                after,
                served.connections(),
                List.copyOf(heaps));
    }

    private double ask(Crowd crowd, int clients, double seconds, int part) {
        return crowd.ask(clients, seconds, 1_000L * part, (client, random) -> next(visitors.mixed(client), random));
    }

    private Ask next(Visitor visitor, Random random) {
        return random.nextInt(100) < READS
                ? new Ask(read(visitor, random), reads)
                : new Ask(write(visitor, random), writes);
    }

    private static UUID kpi(Visitor visitor, Random random) {
        return visitor.kpis().get(random.nextInt(visitor.kpis().size()));
    }

    private static String read(Visitor visitor, Random random) {
        return visitor.request(
                "GET",
                switch (random.nextInt(4)) {
                    case 0 -> "/api/kpis";
                    case 1 -> "/api/kpis/" + kpi(visitor, random);
                    case 2 -> "/api/goals";
                    default -> "/api/analytics/snapshots";
                },
                null);
    }

    private static String write(Visitor visitor, Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> visitor.request("POST", "/api/kpis", """
                {"name": "Sales %d", "unit": "EUR", "category": "REVENUE", "target_value": %d.5}\
                """.formatted(random.nextInt(1_000), random.nextInt(1_000)));
            case 1 ->
                visitor.request("PATCH", "/api/kpis/" + kpi(visitor, random), """
                    {"target_value": %d.25}\
                    """.formatted(random.nextInt(1_000_000)));
            default ->
                visitor.request("POST", "/api/kpis/" + kpi(visitor, random) + "/data-points", """
                    {"value": %d.75, "timestamp": "%s"}\
                    """.formatted(
                        random.nextInt(1_000_000),
                        Instant.now().minusSeconds(random.nextInt(YEAR_SECONDS)).truncatedTo(ChronoUnit.MILLIS)));
        };
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
