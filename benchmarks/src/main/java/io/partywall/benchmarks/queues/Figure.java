package io.partywall.benchmarks.queues;

import java.util.Comparator;

/** What is measured, in which unit, and which of two queues is the better one. */
enum Figure {
    JOBS_A_SECOND("jobs a second", "%,.0f", true),
    P50("p50, ms", "%,.2f", false),
    P95("p95, ms", "%,.2f", false),
    P99("p99, ms", "%,.2f", false);

    private final String title;
    private final String format;
    private final boolean more;

    Figure(String title, String format, boolean more) {
        this.title = title;
        this.format = format;
        this.more = more;
    }

    String title() {
        return title;
    }

    String format(double value) {
        return format.formatted(value);
    }

    /** Puts the better one last. */
    Comparator<Double> better() {
        return more ? Comparator.naturalOrder() : Comparator.reverseOrder();
    }
}
