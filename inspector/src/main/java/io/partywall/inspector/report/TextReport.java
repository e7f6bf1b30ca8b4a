package io.partywall.inspector.report;

import io.partywall.inspector.Report;
import io.partywall.inspector.finding.Finding;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * For a terminal of 100 columns. Sentences are wrapped; names and SQL are not, for they are copied. However large the
 * database is, what one check has to say stays within a screen or two.
 */
final class TextReport {

    private static final int OBJECTS = 10;
    private static final int STATEMENTS = 2;
    private static final int STATEMENT_LINES = 12;
    private static final int NOTES = 20;
    private static final int SENTENCE = 400;

    private final Report report;
    private final Verdict verdict;
    private final Page page;

    TextReport(Report report, Severity failOn, boolean colours) {
        this.report = report;
        this.verdict = new Verdict(report, failOn);
        this.page = new Page(colours);
    }

    String write() {
        head();
        for (Severity severity : Verdict.worstFirst()) {
            List<Finding> findings = report.findings().stream()
                    .filter(f -> f.severity() == severity)
                    .toList();
            if (!findings.isEmpty()) {
                page.blank();
                page.line(0, Style.of(severity), severity.label() + " (" + findings.size() + ")");
                byCheck(findings).values().forEach(this::check);
            }
        }
        decided();
        list("notes", report.notes());
        page.blank();
        page.line(0, verdict.held() ? Style.GOOD : Style.CRITICAL, verdict.sentence());
        return page.text();
    }

    private void head() {
        page.line(0, Style.STRONG, head(report));
        list("assumptions", report.assumptions().reasons());
        list("probes", report.probes().summary());
    }

    /** What was inspected, in one line. */
    static String head(Report report) {
        return Visible.line(report.database()) + ", PostgreSQL " + Visible.line(report.server()) + ": "
                + Verdict.number(report.checks().size(), "check") + " in "
                + String.format(Locale.ROOT, "%.1f s", report.took().toMillis() / 1000.0);
    }

    private static SequencedMap<String, List<Finding>> byCheck(List<Finding> findings) {
        return findings.stream()
                .collect(Collectors.groupingBy(Finding::check, LinkedHashMap::new, Collectors.toList()));
    }

    private void check(List<Finding> findings) {
        Finding first = findings.getFirst();
        page.blank();
        page.line(2, Style.STRONG, String.format("%-4s %s", first.check(), Visible.line(first.title())));
        page.paragraph(7, "", Visible.atMost(SENTENCE, first.explanation()));
        findings.stream().limit(OBJECTS).forEach(this::finding);
        int more = findings.size() - OBJECTS;
        if (more > 0) {
            page.line(7, Style.QUIET, "… and " + more + " more (all of them: --format json)");
        }
    }

    private void finding(Finding finding) {
        Remedy remedy = finding.remedy();
        page.line(7, Style.of(finding.severity()), Visible.line(finding.object()));
        page.paragraph(9, "why    ", Visible.atMost(SENTENCE, finding.reason()));
        if (!remedy.advice().isEmpty()) {
            page.paragraph(
                    9,
                    remedy.statements().isEmpty() ? "fix    " : "first  ",
                    Visible.atMost(SENTENCE, remedy.advice()));
        }
        List<String> statements = remedy.statements();
        for (int i = 0; i < Math.min(statements.size(), STATEMENTS); i++) {
            statement(i == 0 ? "fix    " : "       ", statements.get(i));
        }
        more(statements.size() - STATEMENTS, "statement");
    }

    private void statement(String label, String sql) {
        List<String> lines = SqlLines.of(Visible.lines(sql + ";"), Page.WIDTH - 9 - label.length());
        for (int i = 0; i < Math.min(lines.size(), STATEMENT_LINES); i++) {
            page.line(9, Style.PLAIN, (i == 0 ? label : "       ") + lines.get(i));
        }
        more(lines.size() - STATEMENT_LINES, "line");
    }

    private void more(int count, String what) {
        if (count > 0) {
            page.line(16, Style.QUIET, "… and " + count + " more " + what + (count == 1 ? "" : "s") + ", see --fix");
        }
    }

    private void decided() {
        if (!report.accepted().isEmpty()) {
            page.blank();
            page.line(0, Style.PLAIN, Verdict.number(report.accepted().size(), "finding") + " accepted");
        }
        list(
                "accepted, and no longer there: these decisions can go",
                report.stale().stream().map(a -> a.check() + " " + a.object()).toList());
    }

    private void list(String title, List<String> entries) {
        if (entries.isEmpty()) {
            return;
        }
        page.blank();
        page.line(0, Style.STRONG, title);
        entries.stream().limit(NOTES).forEach(e -> page.paragraph(2, "- ", Visible.atMost(SENTENCE, e)));
        int more = entries.size() - NOTES;
        if (more > 0) {
            page.line(2, Style.QUIET, "… and " + more + " more (all of them: --format json)");
        }
    }
}
