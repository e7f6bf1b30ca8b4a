package io.partywall.inspector.report;

import io.partywall.inspector.Decisions;
import io.partywall.inspector.Report;
import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.check.Assumptions;
import io.partywall.inspector.finding.Finding;
import io.partywall.inspector.finding.Kind;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.probe.ProbeReport;
import io.partywall.inspector.probe.ProbeResult;
import java.util.Collection;
import java.util.Locale;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Everything, under the names of the records; relations are written as SQL writes them, what is not there is null. */
final class JsonReport {

    private JsonReport() {}

    static String write(Report report, Severity failOn) {
        ObjectNode json = object().put("database", report.database())
                .put("server", report.server())
                .put("tookMillis", report.took().toMillis())
                .put("failOn", failOn.label())
                .put("held", report.held(failOn));
        json.set("assumptions", assumptions(report.assumptions()));
        json.set("findings", array(report.findings(), JsonReport::finding));
        json.set("accepted", array(report.accepted(), JsonReport::accepted));
        json.set("stale", array(report.stale(), JsonReport::stale));
        json.set("notes", texts(report.notes()));
        json.set("probes", probes(report.probes()));
        json.set("checks", array(report.checks(), JsonReport::kind));
        return Json.write(json);
    }

    private static ObjectNode probes(ProbeReport probes) {
        ObjectNode json = object();
        json.set("tenants", texts(probes.tenants()));
        json.set("results", array(probes.results(), JsonReport::probe));
        return json;
    }

    private static ObjectNode probe(ProbeResult result) {
        return object().put("id", result.id())
                .put("title", result.title())
                .put("object", result.object())
                .put("outcome", result.outcome().name().toLowerCase(Locale.ROOT))
                .put("detail", result.detail())
                .put("severity", result.severity().label())
                .put("query", result.query());
    }

    private static ObjectNode assumptions(Assumptions assumptions) {
        ObjectNode json = object();
        json.set("applicationRoles", texts(assumptions.applicationRoles()));
        json.put("tenantColumn", assumptions.tenantColumn());
        json.put("root", assumptions.root().map(Relation::sql).orElse(null));
        json.put("rootKey", assumptions.rootKey());
        json.set("contextSettings", texts(assumptions.contextSettings()));
        json.set(
                "globals",
                texts(assumptions.globals().stream().map(Relation::sql).sorted().toList()));
        json.set("reasons", texts(assumptions.reasons()));
        return json;
    }

    private static ObjectNode finding(Finding finding) {
        ObjectNode json = object().put("check", finding.check())
                .put("title", finding.title())
                .put("severity", finding.severity().label())
                .put("object", finding.object())
                .put("reason", finding.reason())
                .put("explanation", finding.explanation())
                .put("query", finding.query());
        ObjectNode remedy = object().put("step", finding.remedy().step().name().toLowerCase(Locale.ROOT));
        remedy.set("statements", texts(finding.remedy().statements()));
        remedy.put("mechanical", finding.remedy().mechanical())
                .put("advice", finding.remedy().advice());
        json.set("remedy", remedy);
        return json;
    }

    private static ObjectNode accepted(Report.Accepted accepted) {
        ObjectNode json = object();
        json.set("finding", finding(accepted.finding()));
        return json.put("reason", accepted.reason());
    }

    private static ObjectNode stale(Decisions.Accepted stale) {
        return object().put("check", stale.check())
                .put("object", stale.object())
                .put("reason", stale.reason());
    }

    private static ObjectNode kind(Kind kind) {
        return object().put("check", kind.check())
                .put("severity", kind.severity().label())
                .put("title", kind.title())
                .put("explanation", kind.explanation());
    }

    private static ArrayNode texts(Collection<String> texts) {
        return array(texts, JsonNodeFactory.instance::stringNode);
    }

    private static <T> ArrayNode array(Collection<T> elements, Function<T, JsonNode> each) {
        return Json.array(elements, each);
    }

    private static ObjectNode object() {
        return Json.object();
    }
}
