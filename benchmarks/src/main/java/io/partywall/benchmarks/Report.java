package io.partywall.benchmarks;

import io.partywall.benchmarks.Sampler.Micros;
import io.partywall.benchmarks.queues.Fairness.Fair;
import io.partywall.benchmarks.queues.Measurement;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Prints figures as they come, and at the end whether the wanted ones hold. */
final class Report {

    private static final double READ_LOOPBACK = 1.6;
    private static final double READ_DELAYED = 1.1;
    private static final double FASTER_THAN_CONVENTIONAL = 2;
    private static final double GROWTH = 1.2;
    private static final double IMPORT_OF_COPY = 0.5;
    private static final double INSPECTION_SECONDS = 5;

    private final PrintStream out;

    Report(PrintStream out) {
        this.out = out;
    }

    void machine(String postgres) {
        line("%d cores, %s %s, JDK %s, PostgreSQL %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        Runtime.version(),
                        postgres));
    }

    void rounds(int rounds) {
        line("%d interleaved rounds; microseconds an operation: median (lower-upper quartile)".formatted(rounds));
    }

    void roundsOfImports(int rounds) {
        line("");
        line("%d interleaved rounds; lines a second at the median of them (upper-lower quartile)".formatted(rounds));
    }

    void link(String link) {
        line("");
        line("== %s ==".formatted(link));
    }

    void print(Result result) {
        line(result.scenario());
        String first = result.variants().keySet().iterator().next();
        result.variants()
                .forEach((name, micros) -> line("    %-15s %9.1f  (%.1f-%.1f)  %5.2f x %s"
                        .formatted(
                                name,
                                micros.median(),
                                micros.lower(),
                                micros.upper(),
                                result.ratio(name, first),
                                first)));
    }

    /** As {@link #print}, but what is faster has the larger figure. */
    void printRates(Result result) {
        line(result.scenario());
        String first = result.variants().keySet().iterator().next();
        result.variants()
                .forEach((name, micros) -> line("    %-15s %,9.0f  (%,.0f-%,.0f)  %5.2f x %s"
                        .formatted(
                                name,
                                rate(micros.median()),
                                rate(micros.upper()),
                                rate(micros.lower()),
                                result.ratio(first, name),
                                first)));
    }

    private static double rate(double micros) {
        return 1_000_000 / micros;
    }

    void printInspection(Result result, long findings, long megabytes) {
        line("%s: %d findings, each in a process of its own".formatted(result.scenario(), findings));
        result.variants()
                .forEach((name, micros) -> line("    %-15s %9.2f s  (%.2f-%.2f)"
                        .formatted(name, seconds(micros.median()), seconds(micros.lower()), seconds(micros.upper()))));
        line("    most memory     %9d MB (heap, code and threads)".formatted(megabytes));
    }

    private static double seconds(double micros) {
        return micros / 1_000_000;
    }

    void wantedOfInspections(List<Result> results) {
        line("");
        line("== wanted ==");
        for (Result result : results) {
            double found = seconds(result.of(Inspections.PROCESS).median());
            wanted(result, "at most %.0f s".formatted(INSPECTION_SECONDS), found, found <= INSPECTION_SECONDS);
        }
    }

    void wantedOfImports(List<Result> results) {
        line("");
        line("== wanted ==");
        for (Result result : results) {
            double ratio = result.ratio(Imports.COPY, Imports.IMPORT);
            wanted(
                    result,
                    "at least %.1f of the rate of %s".formatted(IMPORT_OF_COPY, Imports.COPY),
                    ratio,
                    ratio >= IMPORT_OF_COPY);
        }
    }

    void wantedOfReads(List<Result> results) {
        line("");
        line("== wanted ==");
        for (Result result : results) {
            if (result.scenario().equals(Reads.RANGE)) {
                double most = result.link().equals(Reads.LOOPBACK) ? READ_LOOPBACK : READ_DELAYED;
                double slower = result.ratio("library", "raw");
                double faster = result.ratio("conventional", "library");
                wanted(result, "at most %.1f x raw".formatted(most), slower, slower <= most);
                wanted(
                        result,
                        "at least %.1f x faster than conventional".formatted(FASTER_THAN_CONVENTIONAL),
                        faster,
                        faster >= FASTER_THAN_CONVENTIONAL);
            }
        }
    }

    void wantedOfGrowth(List<Result> results) {
        line("");
        line("== wanted ==");
        for (Result result : results) {
            List<String> variants = Growth.variants();
            for (String more : variants.subList(1, variants.size())) {
                double ratio = result.ratio(more, variants.getFirst());
                wanted(
                        result,
                        "%s at most %.1f x %s".formatted(more, GROWTH, variants.getFirst()),
                        ratio,
                        ratio <= GROWTH);
            }
        }
    }

    private void wanted(Result result, String what, double found, boolean holds) {
        line("%-8s %s, %s: %s, measured %.2f"
                .formatted(holds ? "holds" : "MISSED", result.scenario(), result.link(), what, found));
    }

    private void line(String text) {
        out.println(text);
    }

    /** The figures as a JSON array, an object a variant, and one a figure of a queue; those of the API are objects already. */
    static String json(List<Result> results, List<Measurement> queues, List<Fair> floods, List<String> api) {
        return Stream.of(
                        results.stream()
                                .flatMap(result ->
                                        result.variants().entrySet().stream().map(variant -> json(result, variant))),
                        queues.stream().map(Measurement::json),
                        floods.stream().map(Fair::json),
                        api.stream())
                .flatMap(lines -> lines)
                .collect(Collectors.joining(",\n  ", "[\n  ", "\n]\n"));
    }

    private static String json(Result result, Map.Entry<String, Micros> variant) {
        Micros micros = variant.getValue();
        return """
            {"link": "%s", "scenario": "%s", "variant": "%s", "lowerQuartileMicros": %.1f, "medianMicros": %.1f, \
            "upperQuartileMicros": %.1f}\
            """.formatted(
                result.link(), result.scenario(), variant.getKey(), micros.lower(), micros.median(), micros.upper());
    }
}
