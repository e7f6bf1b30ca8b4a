package io.partywall.benchmarks.queues;

import java.util.Arrays;

/** One figure of one queue in one scenario: the median over the rounds, and the lowest and the highest of them. */
public final class Measurement {

    private final String scenario;
    private final String queue;
    private final Figure figure;
    private final double[] sorted;
    private final long cutShort;

    Measurement(String scenario, String queue, Figure figure, double[] values, long cutShort) {
        this.scenario = scenario;
        this.queue = queue;
        this.figure = figure;
        this.sorted = values.clone();
        Arrays.sort(sorted);
        this.cutShort = cutShort;
    }

    String queue() {
        return queue;
    }

    Figure figure() {
        return figure;
    }

    double lowest() {
        return sorted[0];
    }

    double median() {
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    double highest() {
        return sorted[sorted.length - 1];
    }

    int rounds() {
        return sorted.length;
    }

    /** In how many of the rounds the time was up before the work was done. */
    long cutShort() {
        return cutShort;
    }

    /** As a JSON object. */
    public String json() {
        return """
            {"scenario": "%s", "queue": "%s", "figure": "%s", "lowest": %.3f, "median": %.3f, "highest": %.3f, \
            "rounds": %d, "roundsCutShort": %d}\
            """.formatted(scenario, queue, figure.title(), lowest(), median(), highest(), rounds(), cutShort);
    }
}
