package io.partywall.inspector.report;

import io.partywall.inspector.Report;
import io.partywall.inspector.finding.Severity;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What a report comes to. */
record Verdict(Report report, Severity failOn) {

    boolean held() {
        return report.held(failOn);
    }

    String word() {
        return held() ? "held" : "broken";
    }

    /** Held or broken, and by how much. */
    String sentence() {
        return word() + ": " + counts();
    }

    /** {@code 2 critical and 1 high in 10 findings}, or where nothing broke {@code 2 medium and 5 low, none high or worse}. */
    String counts() {
        int all = report.findings().size();
        if (held()) {
            String none = failOn == Severity.CRITICAL ? "none critical" : "none " + failOn.label() + " or worse";
            return all == 0 ? "no findings" : and(counted(Stream.of(Severity.values()))) + ", " + none;
        }
        Stream<Severity> breaking = Stream.of(Severity.values()).filter(s -> s.compareTo(failOn) >= 0);
        return and(counted(breaking)) + " in " + number(all, "finding");
    }

    long count(Severity severity) {
        return report.findings().stream().filter(f -> f.severity() == severity).count();
    }

    private List<String> counted(Stream<Severity> severities) {
        return severities
                .sorted(Comparator.reverseOrder())
                .filter(s -> count(s) > 0)
                .map(s -> count(s) + " " + s.label())
                .toList();
    }

    /** The severities, worst first. */
    static List<Severity> worstFirst() {
        return Arrays.stream(Severity.values())
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    static String number(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static String and(List<String> parts) {
        int last = parts.size() - 1;
        return last < 1
                ? String.join("", parts)
                : String.join(", ", parts.subList(0, last)) + " and " + parts.get(last);
    }
}
