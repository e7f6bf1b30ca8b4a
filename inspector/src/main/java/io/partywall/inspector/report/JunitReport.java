package io.partywall.inspector.report;

import static io.partywall.inspector.report.Markup.attribute;
import static io.partywall.inspector.report.Markup.each;
import static io.partywall.inspector.report.Markup.element;
import static io.partywall.inspector.report.Markup.text;

import io.partywall.inspector.Report;
import io.partywall.inspector.finding.Finding;
import io.partywall.inspector.finding.Kind;
import io.partywall.inspector.finding.Severity;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A suite a group, a case a check. A milder finding than asked for does not fail its case, it is what the case printed. */
final class JunitReport {

    private final Report report;
    private final Severity failOn;
    private final Map<String, List<Finding>> findings;

    private JunitReport(Report report, Severity failOn) {
        this.report = report;
        this.failOn = failOn;
        this.findings = report.findings().stream().collect(Collectors.groupingBy(Finding::check));
    }

    static String write(Report report, Severity failOn) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + new JunitReport(report, failOn).suites();
    }

    private String suites() {
        double seconds = report.took().toMillis() / 1000.0;
        return element(
                "testsuites" + attribute("name", "tenant isolation of " + report.database()) + counts(report.checks())
                        + attribute("time", seconds),
                "\n",
                each(Groups.of(report.checks()).entrySet(), group -> suite(group.getKey(), group.getValue())));
    }

    /** All checks are timed together, so none has a time of its own. */
    private String suite(String group, Collection<Kind> kinds) {
        return element(
                "testsuite" + attribute("name", "isolation." + group) + counts(kinds) + attribute("time", 0),
                "\n",
                each(kinds, kind -> testCase(group, kind)));
    }

    private String testCase(String group, Kind kind) {
        List<Finding> failing = found(kind, true);
        List<Finding> milder = found(kind, false);
        return element(
                "testcase" + attribute("name", kind.check() + " " + kind.title())
                        + attribute("classname", "isolation." + group) + attribute("time", 0),
                failing.isEmpty() ? "" : failure(failing),
                milder.isEmpty() ? "" : element("system-out", text(told(milder))));
    }

    private static String failure(List<Finding> failing) {
        String more = failing.size() == 1 ? "" : " and " + (failing.size() - 1) + " more";
        return element(
                "failure" + attribute("type", failing.getFirst().severity().label())
                        + attribute("message", failing.getFirst().object() + more),
                text(told(failing)));
    }

    private List<Finding> found(Kind kind, boolean failing) {
        return findings.getOrDefault(kind.check(), List.of()).stream()
                .filter(f -> (f.severity().compareTo(failOn) >= 0) == failing)
                .toList();
    }

    private static String told(List<Finding> findings) {
        return findings.stream().map(JunitReport::told).collect(Collectors.joining("\n"));
    }

    private static String told(Finding finding) {
        StringBuilder told = new StringBuilder(finding.severity().label())
                .append(' ')
                .append(Visible.line(finding.object()))
                .append(": ")
                .append(Visible.line(finding.reason()))
                .append('\n');
        if (!finding.remedy().advice().isEmpty()) {
            told.append(Visible.line(finding.remedy().advice()).indent(2));
        }
        finding.remedy().statements().forEach(sql -> told.append((sql + ";").indent(2)));
        return told.toString();
    }

    private String counts(Collection<Kind> kinds) {
        long failures = kinds.stream().filter(k -> !found(k, true).isEmpty()).count();
        return attribute("tests", kinds.size())
                + attribute("errors", 0)
                + attribute("skipped", 0)
                + attribute("failures", failures);
    }
}
