package io.partywall.inspector.report;

import static io.partywall.inspector.report.Markup.attribute;
import static io.partywall.inspector.report.Markup.each;
import static io.partywall.inspector.report.Markup.element;
import static io.partywall.inspector.report.Markup.text;

import io.partywall.inspector.Report;
import io.partywall.inspector.finding.Finding;
import io.partywall.inspector.finding.Kind;
import io.partywall.inspector.finding.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

/** One page that loads nothing and runs nothing. Its style, for screen and paper, is {@code report.css}. */
final class HtmlReport {

    // What a printed page holds.
    private static final int SQL_WIDTH = 90;

    private final Report report;
    private final Severity failOn;
    private final Verdict verdict;

    HtmlReport(Report report, Severity failOn) {
        this.report = report;
        this.failOn = failOn;
        this.verdict = new Verdict(report, failOn);
    }

    String write() {
        return "<!doctype html>\n"
                + element(
                        "html lang=\"en\"",
                        element(
                                "head",
                                "<meta charset=\"utf-8\">\n",
                                "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
                                "<meta name=\"color-scheme\" content=\"light dark\">\n",
                                "<meta http-equiv=\"Content-Security-Policy\""
                                        + " content=\"default-src 'none'; style-src 'unsafe-inline'\">\n",
                                element("title", text("Tenant isolation of " + report.database())),
                                element("style", "\n", style())),
                        element("body", head(), contents(), main()));
    }

    private String head() {
        return element(
                "header",
                element("p class=\"kind\"", "Tenant isolation"),
                element("h1", text(Visible.line(report.database()))),
                element(
                        "p class=\"verdict " + verdict.word() + "\"",
                        element("strong", verdict.held() ? "Held" : "Broken"),
                        text(verdict.counts())),
                element(
                        "ul class=\"facts\"",
                        element("li", text("PostgreSQL " + report.server())),
                        element(
                                "li",
                                text(Verdict.number(report.checks().size(), "check")
                                        + String.format(
                                                Locale.ROOT,
                                                " in %.1f s",
                                                report.took().toMillis() / 1000.0))),
                        element(
                                "li",
                                text("breaks on " + failOn.label() + (failOn == Severity.CRITICAL ? "" : " or worse"))),
                        report.accepted().isEmpty()
                                ? ""
                                : element("li", text(report.accepted().size() + " accepted"))));
    }

    private String contents() {
        StringBuilder entries = new StringBuilder();
        for (Severity severity : Verdict.worstFirst()) {
            byCheck(severity)
                    .forEach((check, findings) -> entries.append(element(
                            "li",
                            element("span class=\"level " + severity.label() + "\"", severity.label()),
                            element(
                                    "a" + attribute("href", "#" + anchor(severity, check)),
                                    element("span class=\"check\"", text(check)),
                                    text(" " + findings.getFirst().title())),
                            element("span class=\"count\"", text(String.valueOf(findings.size()))))));
        }
        return element(
                "nav aria-label=\"Contents\"",
                element("h2", "Contents"),
                entries.isEmpty() ? "" : element("ol class=\"findings\"", entries.toString()),
                element(
                        "ul class=\"sections\"",
                        link("assumptions", "Assumptions", 0),
                        link("probes", "Probes", report.probes().summary().size()),
                        link("accepted", "Accepted", report.accepted().size()),
                        link("stale", "No longer there", report.stale().size()),
                        link("notes", "Notes", report.notes().size()),
                        link("clean", "Checks without a finding", clean().size())));
    }

    private static String link(String id, String title, int count) {
        boolean there = count > 0 || id.equals("assumptions");
        return there ? element("li", element("a href=\"#" + id + "\"", title)) : "";
    }

    private String main() {
        return element(
                "main",
                each(Verdict.worstFirst(), this::severity),
                section(
                        "assumptions",
                        "Assumptions",
                        "",
                        items(report.assumptions().reasons())),
                section("probes", "Probes", "", items(report.probes().summary())),
                section(
                        "accepted",
                        "Accepted",
                        "Wrong, known, and left as it is, for the reason given.",
                        each(
                                report.accepted(),
                                a -> decided(
                                        a.finding().severity().label() + " ",
                                        a.finding().check(),
                                        a.finding().object(),
                                        a.reason()))),
                section(
                        "stale",
                        "No longer there",
                        "Accepted once, and not found any more: these decisions can go.",
                        each(report.stale(), a -> decided("", a.check(), a.object(), a.reason()))),
                section("notes", "Notes", "", items(report.notes())),
                section(
                        "clean",
                        "Checks without a finding",
                        "Looked for, and not found.",
                        each(
                                clean(),
                                k -> element(
                                        "li",
                                        element("span class=\"check\"", text(k.check())),
                                        text(" " + k.title())))));
    }

    private String severity(Severity severity) {
        SequencedMap<String, List<Finding>> checks = byCheck(severity);
        return checks.isEmpty()
                ? ""
                : element(
                        "section class=\"severity " + severity.label() + "\"",
                        element(
                                "h2",
                                Character.toUpperCase(severity.label().charAt(0))
                                        + severity.label().substring(1),
                                element(
                                        "span class=\"count\"",
                                        text(Verdict.number(verdict.count(severity), "finding")))),
                        each(checks.sequencedValues(), HtmlReport::check));
    }

    private static String check(List<Finding> findings) {
        Finding first = findings.getFirst();
        // The heading stays with the first finding: a printed page never ends with a heading.
        return element(
                "section class=\"kind\"" + attribute("id", anchor(first.severity(), first.check())),
                element(
                        "div class=\"together\"",
                        element("h3", element("span class=\"check\"", text(first.check())), text(" " + first.title())),
                        element("p class=\"explanation\"", text(first.explanation())),
                        finding(first)),
                each(findings.subList(1, findings.size()), HtmlReport::finding));
    }

    private static String finding(Finding finding) {
        String statements =
                finding.remedy().statements().stream().map(s -> broken(s + ";")).collect(Collectors.joining("\n"));
        String kind = finding.remedy().mechanical() ? "Fix" : "Fix, once decided";
        return element(
                "article",
                element("h4", text(Visible.line(finding.object()))),
                element("p", text(finding.reason())),
                finding.remedy().advice().isEmpty()
                        ? ""
                        : element("p class=\"advice\"", text(finding.remedy().advice())),
                statements.isEmpty()
                        ? ""
                        : element("h5", kind)
                                + element(
                                        "pre", element("code", text(statements)).strip()),
                finding.query().isEmpty()
                        ? ""
                        : element("h5", "Shown by")
                                + element(
                                        "pre class=\"query\"",
                                        element("code", text(broken(finding.query())))
                                                .strip()));
    }

    private static String broken(String sql) {
        return String.join("\n", SqlLines.of(sql, SQL_WIDTH));
    }

    private static String section(String id, String title, String what, String items) {
        return items.isEmpty()
                ? ""
                : element(
                        "section class=\"plain\" id=\"" + id + "\"",
                        element("h2", title),
                        what.isEmpty() ? "" : element("p class=\"explanation\"", what),
                        element("ul", items));
    }

    private static String decided(String severity, String check, String object, String reason) {
        return element(
                "li",
                element("span class=\"check\"", text(check)),
                element("strong", text(" " + severity + Visible.line(object))),
                element("p", text(reason)));
    }

    private static String items(List<String> items) {
        return each(items, item -> element("li", text(item)));
    }

    private SequencedMap<String, List<Finding>> byCheck(Severity severity) {
        return report.findings().stream()
                .filter(f -> f.severity() == severity)
                .collect(Collectors.groupingBy(Finding::check, LinkedHashMap::new, Collectors.toList()));
    }

    private List<Kind> clean() {
        Set<String> found = report.findings().stream().map(Finding::check).collect(Collectors.toSet());
        report.accepted().forEach(a -> found.add(a.finding().check()));
        return report.checks().stream().filter(k -> !found.contains(k.check())).toList();
    }

    private static String anchor(Severity severity, String check) {
        return severity.label() + "-" + check;
    }

    private static String style() {
        try (InputStream css = Objects.requireNonNull(HtmlReport.class.getResourceAsStream("report.css"))) {
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
