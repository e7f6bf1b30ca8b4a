package io.partywall.benchmarks.api;

import io.partywall.benchmarks.api.Crowd.Ask;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Endpoints of the platform beside the same ones in plain JDBC: each has a turn in every round, and who begins takes turns. A turn's
 * figure is the median of its requests.
 */
final class Comparison {

    private static final double TURN_SECONDS = 1;
    private static final int WARM_UP_TURNS = 10;

    static final String SERVED = "Partywall";
    static final String PLAIN = "plain JDBC";

    /** What is asked for, wherever that is. */
    private enum Endpoint {
        LIST("GET /api/kpis?limit=50"),
        ONE("GET /api/kpis/{id}"),
        CHANGE("PATCH /api/kpis/{id}");

        private final String title;

        Endpoint(String title) {
            this.title = title;
        }

        String request(String root, Visitor visitor, Random random) {
            UUID kpi = visitor.kpis().get(random.nextInt(visitor.kpis().size()));
            return switch (this) {
                case LIST -> visitor.request("GET", root + "?limit=50", null);
                case ONE -> visitor.request("GET", root + "/" + kpi, null);
                case CHANGE -> visitor.request("PATCH", root + "/" + kpi, """
                    {"target_value": %d.25}\
                    """.formatted(random.nextInt(1_000_000)));
            };
        }
    }

    private enum Kind {
        WITH_WALLS("/api/kpis"),
        WITHOUT("/api/plain/kpis");

        private final String root;

        Kind(String root) {
            this.root = root;
        }
    }

    private final ServedPlatform served;
    private final Visitors visitors;
    private final Random random = new Random(42);

    private Comparison(ServedPlatform served, Visitors visitors) {
        this.served = served;
        this.visitors = visitors;
    }

    /** The medians of all turns at one endpoint, in milliseconds. */
    record Compared(String endpoint, int clients, List<Double> ours, List<Double> plain) {

        double ratio() {
            return median(ours) / median(plain);
        }

        void print(PrintStream out) {
            out.printf("%s, %d clients%n", endpoint, clients);
            print(out, PLAIN, plain);
            print(out, SERVED, ours);
        }

        private void print(PrintStream out, String name, List<Double> medians) {
            out.printf(
                    "    %-15s %9.3f  (%.3f-%.3f)  %5.2f x %s%n",
                    name,
                    median(medians),
                    Collections.min(medians),
                    Collections.max(medians),
                    median(medians) / median(plain),
                    PLAIN);
        }

        /** As a JSON object. */
        String json() {
            return """
                {"scenario": "%s", "clients": %d, "medianMillis": %.4f, "plainMedianMillis": %.4f, "ratio": %.3f, "rounds": %d}\
                """.formatted(endpoint, clients, median(ours), median(plain), ratio(), ours.size());
        }

        private static double median(List<Double> values) {
            double[] sorted =
                    values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
            int half = sorted.length / 2;
            return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
        }
    }

    static List<Compared> measure(
            ServedPlatform served, Visitors visitors, List<Integer> clients, int rounds, PrintStream out)
            throws IOException {
        Comparison comparison = new Comparison(served, visitors);
        comparison.requireEqualAnswers();
        for (int i = 0; i < WARM_UP_TURNS; i++) {
            for (Endpoint endpoint : Endpoint.values()) {
                for (Kind kind : Kind.values()) {
                    double _ = comparison.turn(endpoint, kind, clients.getFirst());
                }
            }
        }
        List<Compared> all = new ArrayList<>();
        for (int many : clients) {
            for (Endpoint endpoint : Endpoint.values()) {
                Compared compared = comparison.compare(endpoint, many, rounds);
                compared.print(out);
                all.add(compared);
            }
        }
        return all;
    }

    private Compared compare(Endpoint endpoint, int clients, int rounds) {
        List<Double> ours = new ArrayList<>();
        List<Double> plain = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            if (round % 2 == 0) {
                ours.add(turn(endpoint, Kind.WITH_WALLS, clients));
                plain.add(turn(endpoint, Kind.WITHOUT, clients));
            } else {
                plain.add(turn(endpoint, Kind.WITHOUT, clients));
                ours.add(turn(endpoint, Kind.WITH_WALLS, clients));
            }
        }
        return new Compared(endpoint.title, clients, ours, plain);
    }

    private double turn(Endpoint endpoint, Kind kind, int clients) {
        Crowd crowd = new Crowd(served.port());
        Times times = new Times();
        double _ = crowd.ask(
                clients,
                TURN_SECONDS,
                random.nextLong(),
                (client, draws) -> new Ask(endpoint.request(kind.root, visitors.person(client), draws), times));
        if (crowd.errors() > 0) {
            throw new IllegalStateException(endpoint.title + " failed: " + crowd.told());
        }
        return times.millis(0.5);
    }

    /** A figure of something else would be worth nothing. */
    private void requireEqualAnswers() throws IOException {
        try (Wire wire = new Wire(served.port())) {
            for (int i = 0; i < Visitors.TENANTS; i++) {
                Visitor person = visitors.person(i);
                String path = "/" + person.kpis().get(i);
                String patch = "{\"target_value\": 1234.5, \"description\": null}";
                requireEqualPages(wire, person);
                requireEqual(answers(wire, person, "GET", path, null), List.of());
                requireEqual(answers(wire, person, "PATCH", path, patch), List.of("updated_at"));
                requireEqual(answers(wire, person, "GET", path, null), List.of());
                Visitor other = visitors.person(i + 1);
                for (Kind kind : Kind.values()) {
                    if (wire.send(other.request("GET", kind.root + path, null)).status() != 404) {
                        throw new IllegalStateException(kind + " tells of another tenant's KPI");
                    }
                }
            }
        }
    }

    /** A cursor is written by each in its own way; what it leads to is the same. */
    private static void requireEqualPages(Wire wire, Visitor person) throws IOException {
        List<JsonNode> first = new ArrayList<>();
        List<JsonNode> second = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            JsonNode page = page(wire, person, kind, "");
            first.add(page);
            second.add(page(wire, person, kind, "&cursor=" + page.get("next").stringValue()));
        }
        requireEqual(first, List.of("next"));
        requireEqual(second, List.of());
    }

    private static JsonNode page(Wire wire, Visitor person, Kind kind, String cursor) throws IOException {
        JsonNode page = wire.send(person.request("GET", kind.root + "?limit=50" + cursor, null))
                .json();
        if (page.get("items").size() != Visitors.KPIS / 2) {
            throw new IllegalStateException("a page of " + page.get("items").size());
        }
        return page;
    }

    private static List<JsonNode> answers(Wire wire, Visitor person, String method, String path, @Nullable String json)
            throws IOException {
        List<JsonNode> answers = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            Reply reply = wire.send(person.request(method, kind.root + path, json));
            if (!reply.head().contains("\r\nETag: ")) {
                throw new IllegalStateException(reply.head());
            }
            answers.add(reply.json());
        }
        return answers;
    }

    private static void requireEqual(List<JsonNode> answers, List<String> apartFrom) {
        List<JsonNode> compared = answers.stream()
                .map(answer -> (JsonNode) ((ObjectNode) answer).remove(apartFrom))
                .toList();
        if (!compared.getFirst().toString().equals(compared.getLast().toString())) {
            throw new IllegalStateException("the answers differ: " + compared);
        }
    }
}
