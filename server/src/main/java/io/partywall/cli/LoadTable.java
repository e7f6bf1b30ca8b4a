package io.partywall.cli;

import io.partywall.jobs.JobBoard;
import io.partywall.jobs.Load;
import io.partywall.jobs.LoadWatch;
import io.partywall.jobs.TenantLoad;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What tenants ask of the queues, as lines of a hundred columns at most. */
final class LoadTable {

    /** Lines beside those of the tenants: title, what is paused, an empty one, the head, how many more, the sum. */
    static final int OTHER_LINES = 6;

    private static final String ROW = "%-16s  %-12s %8s %10s %8s %8s %10s %8s %9s";
    private static final int TENANT_WIDTH = 16;
    private static final int QUEUE_WIDTH = 12;
    private static final long MILLION = 1_000_000;

    private LoadTable() {}

    /** The first of these is a title, the others are the table. */
    static List<String> lines(LoadWatch.Reading reading, JobBoard.Paused paused, Duration deadSince) {
        List<String> lines = new ArrayList<>();
        lines.add("jobs at " + JobTexts.shown(reading.at()) + pauses(paused));
        lines.add("");
        if (reading.lanes().isEmpty()) {
            lines.add("there is nothing to do, and there are no jobs that died in the last " + span(deadSince));
            return lines;
        }
        lines.add(String.format(
                Locale.ROOT,
                ROW,
                "tenant",
                "queue",
                "running",
                "waiting",
                "oldest",
                "done/s",
                "scheduled",
                "failed",
                "dead " + span(deadSince)));
        for (TenantLoad lane : reading.lanes()) {
            lines.add(row(
                    JobTexts.cut(lane.tenantSlug(), TENANT_WIDTH),
                    JobTexts.cut(lane.queue(), QUEUE_WIDTH),
                    lane.load()));
        }
        if (reading.more() > 0) {
            lines.add(String.format(Locale.ROOT, "… and %,d more", reading.more()));
        }
        if (reading.lanes().size() + reading.more() > 1) {
            lines.add(row("all", "", reading.total()));
        }
        return lines;
    }

    private static String row(String tenant, String queue, Load load) {
        return String.format(
                        Locale.ROOT,
                        ROW,
                        tenant,
                        queue,
                        number(load.running()),
                        (load.isEstimated() ? "~" : "") + number(load.waiting()),
                        load.oldestWait() == null ? "-" : JobTexts.shown(load.oldestWait()),
                        rate(load.completedPerSecond()),
                        number(load.scheduled()),
                        number(load.failed()),
                        number(load.dead()))
                .stripTrailing();
    }

    private static String pauses(JobBoard.Paused paused) {
        List<String> parts = new ArrayList<>();
        if (!paused.queues().isEmpty()) {
            parts.add("queues " + String.join(", ", paused.queues()));
        }
        if (!paused.types().isEmpty()) {
            parts.add("types " + String.join(", ", paused.types()));
        }
        return parts.isEmpty() ? "" : "   paused: " + JobTexts.cut(String.join("; ", parts), 50);
    }

    private static String number(long jobs) {
        if (jobs == 0) {
            return "-";
        }
        return jobs < 10 * MILLION
                ? String.format(Locale.ROOT, "%,d", jobs)
                : String.format(Locale.ROOT, "%.1fM", jobs / (double) MILLION);
    }

    private static String rate(double perSecond) {
        return perSecond == 0 ? "-" : String.format(Locale.ROOT, perSecond < 10 ? "%.1f" : "%,.0f", perSecond);
    }

    private static String span(Duration time) {
        return JobTexts.shown(time).replace(" ", "").replace(".0", "");
    }
}
