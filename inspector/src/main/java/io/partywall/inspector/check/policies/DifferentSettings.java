package io.partywall.inspector.check.policies;

import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.check.Policies;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** C16. */
final class DifferentSettings extends Check {

    DifferentSettings() {
        super(
                "C16",
                Severity.HIGH,
                "tables listen to different settings",
                "A request that sets only one of them walks about with a stale or missing tenant in the other.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        ContextExpressions contexts = ContextExpressions.of(db);
        // The first table of each set of settings stands for the others.
        Map<Set<String>, Relation> tables = new LinkedHashMap<>();
        contexts.byTable().keySet().forEach(t -> tables.putIfAbsent(contexts.settings(db, t), t));
        for (Relation one : tables.values()) {
            for (Relation other : tables.values()) {
                Set<String> ofOne = contexts.settings(db, one);
                Set<String> ofOther = contexts.settings(db, other);
                if (Collections.disjoint(ofOne, ofOther)) {
                    findings.add(
                            "database",
                            one.sql() + " listens to " + names(ofOne) + ", " + other.sql() + " to " + names(ofOther),
                            "select schemaname, tablename, policyname, qual, with_check from pg_policies order by 1,"
                                    + " 2, 3",
                            Remedy.decide(
                                    Step.POLICIES,
                                    "Let all policies call one function that reads one setting; the statements let"
                                            + " each table ask as most do.",
                                    statements(db, contexts)));
                    return;
                }
            }
        }
    }

    private static String[] statements(Database db, ContextExpressions contexts) {
        String setting = db.contextSetting().orElse("");
        List<Relation> usual = contexts.byTable().keySet().stream()
                .filter(t -> contexts.settings(db, t).contains(setting))
                .toList();
        return usual.isEmpty()
                ? new String[0]
                : db.policies()
                        .filter(p -> contexts.byTable().containsKey(Policies.table(db, p))
                                && !usual.contains(Policies.table(db, p)))
                        .map(p -> Policies.ask(db, p, db.tenantPredicate(usual.getFirst(), Policies.table(db, p))))
                        .toArray(String[]::new);
    }

    private static String names(Set<String> settings) {
        return settings.stream().sorted().collect(Collectors.joining(", "));
    }
}
