package io.partywall.inspector.report;

import io.partywall.inspector.Report;
import io.partywall.inspector.finding.Finding;
import io.partywall.inspector.finding.Kind;
import io.partywall.inspector.finding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** SARIF 2.1.0. A database has no files: each result stands at a logical location, its object. */
final class SarifReport {

    private static final Set<String> PREFIXES = Set.of(
            "role",
            "column",
            "policy",
            "constraint",
            "index",
            "trigger",
            "rule",
            "function",
            "schema",
            "setting",
            "sequence",
            "publication",
            "extension",
            "server",
            "parameter",
            "language",
            "membership");

    private SarifReport() {}

    static String write(Report report) {
        ObjectNode driver = Json.object().put("name", "Partywall inspector");
        String version = Report.class.getPackage().getImplementationVersion();
        if (version != null) {
            driver.put("version", version);
        }
        driver.set("rules", Json.array(report.checks(), SarifReport::rule));
        ObjectNode run = Json.object();
        run.set("tool", one("driver", driver));
        run.set("invocations", list(invocation(report)));
        run.set("results", results(report));
        run.set(
                "properties",
                Json.object().put("database", report.database()).put("server", "PostgreSQL " + report.server()));
        ObjectNode json = Json.object()
                .put(
                        "$schema",
                        "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json")
                .put("version", "2.1.0");
        json.set("runs", list(run));
        return Json.write(json);
    }

    private static ObjectNode rule(Kind kind) {
        ObjectNode rule = Json.object().put("id", kind.check()).put("name", name(kind.title()));
        rule.set("shortDescription", text(sentence(kind.title())));
        rule.set("fullDescription", text(kind.explanation()));
        rule.set("help", text(kind.explanation()));
        rule.set("defaultConfiguration", Json.object().put("level", level(kind.severity())));
        ObjectNode properties = Json.object().put("security-severity", score(kind.severity()));
        properties.set(
                "tags",
                Json.array(
                        List.of("security", Groups.title(kind.check())), t -> JsonNodeFactory.instance.stringNode(t)));
        rule.set("properties", properties);
        return rule;
    }

    private static ArrayNode results(Report report) {
        List<String> rules = report.checks().stream().map(Kind::check).toList();
        List<ObjectNode> results = new ArrayList<>();
        report.findings().forEach(f -> results.add(result(f, rules, null)));
        report.accepted().forEach(a -> results.add(result(a.finding(), rules, a.reason())));
        return Json.array(results, r -> r);
    }

    private static ObjectNode result(Finding finding, List<String> rules, @Nullable String acceptedBecause) {
        ObjectNode result = Json.object().put("ruleId", finding.check());
        int rule = rules.indexOf(finding.check());
        if (rule >= 0) {
            result.put("ruleIndex", rule);
        }
        result.put("level", level(finding.severity()));
        result.set("message", text(Visible.line(finding.object() + ": " + finding.reason())));
        ObjectNode place =
                Json.object().put("fullyQualifiedName", finding.object()).put("kind", kind(finding.object()));
        result.set("locations", list(one("logicalLocations", list(place))));
        result.set("partialFingerprints", Json.object().put("identity/v1", finding.identity()));
        // Who writes suppressions at one result writes them at all: an empty array says that it is not suppressed.
        result.set(
                "suppressions",
                acceptedBecause == null
                        ? JsonNodeFactory.instance.arrayNode()
                        : list(Json.object()
                                .put("kind", "external")
                                .put("status", "accepted")
                                .put("justification", acceptedBecause)));
        ObjectNode properties =
                Json.object().put("severity", finding.severity().label()).put("query", finding.query());
        properties.set(
                "remedy", Json.array(finding.remedy().statements(), s -> JsonNodeFactory.instance.stringNode(s)));
        result.set("properties", properties.put("advice", finding.remedy().advice()));
        return result;
    }

    private static ObjectNode invocation(Report report) {
        ObjectNode invocation = Json.object().put("executionSuccessful", true);
        if (!report.notes().isEmpty()) {
            invocation.set(
                    "toolExecutionNotifications",
                    Json.array(
                            report.notes(),
                            note -> Json.object().put("level", "note").set("message", text(note))));
        }
        return invocation;
    }

    private static String level(Severity severity) {
        return switch (severity) {
            case CRITICAL, HIGH -> "error";
            case MEDIUM -> "warning";
            case LOW -> "note";
        };
    }

    /** In the bands that GitHub reads: critical above 9.0, high from 7.0, medium from 4.0. */
    private static String score(Severity severity) {
        return switch (severity) {
            case CRITICAL -> "9.5";
            case HIGH -> "8.0";
            case MEDIUM -> "5.5";
            case LOW -> "2.0";
        };
    }

    /** What the object is: its first word where that is one, a relation otherwise. */
    private static String kind(String object) {
        if (object.equals("database") || object.equals("server")) {
            return object;
        }
        int space = object.indexOf(' ');
        String first = space < 0 ? "" : object.substring(0, space);
        return PREFIXES.contains(first) ? first : "relation";
    }

    /** {@code a tenant table without RLS} as an identifier: {@code ATenantTableWithoutRLS}. */
    private static String name(String title) {
        StringBuilder name = new StringBuilder();
        for (String word : title.split("[^\\p{L}\\p{N}]+", -1)) {
            if (!word.isEmpty()) {
                name.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
            }
        }
        return name.toString();
    }

    private static String sentence(String title) {
        return title.isEmpty() ? "" : Character.toUpperCase(title.charAt(0)) + title.substring(1) + ".";
    }

    private static ObjectNode text(String text) {
        return Json.object().put("text", text);
    }

    private static ObjectNode one(String name, JsonNode value) {
        ObjectNode object = Json.object();
        object.set(name, value);
        return object;
    }

    private static ArrayNode list(ObjectNode only) {
        return JsonNodeFactory.instance.arrayNode().add(only);
    }
}
