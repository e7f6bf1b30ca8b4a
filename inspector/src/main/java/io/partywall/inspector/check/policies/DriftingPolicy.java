package io.partywall.inspector.check.policies;

import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.check.Policies;
import io.partywall.inspector.check.RowColumns;
import io.partywall.inspector.expression.Expression;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** C30. */
final class DriftingPolicy extends Check {

    DriftingPolicy() {
        super(
                "C30",
                Severity.MEDIUM,
                "a table that asks the context in a way of its own",
                "Policies that should say the same and do not are changed apart: the one that is forgotten is the next"
                        + " hole.");
    }

    private static final int FEW = 3;

    @Override
    public void inspect(Database db, Findings findings) {
        ContextExpressions contexts = ContextExpressions.of(db);
        Map<Expression, Long> counts = contexts.byTable().values().stream()
                .flatMap(Set::stream)
                .collect(Collectors.groupingBy(e -> e, Collectors.counting()));
        counts.entrySet().stream().max(Map.Entry.comparingByValue()).ifPresent(most -> {
            long all = contexts.byTable().size();
            Set<String> settings = db.meanings().settings(most.getKey());
            if (most.getValue() < FEW || 3 * most.getValue() <= 2 * all) {
                return;
            }
            contexts.byTable().forEach((table, compared) -> {
                // Where even the setting is another one, that is said.
                boolean sameSetting = !Collections.disjoint(settings, contexts.settings(db, table));
                if (!compared.contains(most.getKey()) && sameSetting) {
                    findings.add(
                            table.sql(),
                            "its policies read the context otherwise than those of " + most.getValue()
                                    + " other tables",
                            Policies.query(table),
                            remedy(db, table, most.getKey(), contexts));
                }
            });
        });
    }

    private static Remedy remedy(Database db, Relation table, Expression usual, ContextExpressions contexts) {
        Relation model = contexts.byTable().entrySet().stream()
                .filter(e -> e.getValue().contains(usual))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
        String predicate = db.tenantPredicate(model, table);
        String[] statements = db.policies()
                .filter(p -> p.relation() == table.oid())
                .filter(p -> db.expressions(p)
                        .allMatch(e -> db.tenantColumnOf(table)
                                .filter(c -> RowColumns.of(e).only(c.number()))
                                .isPresent()))
                .map(p -> Policies.ask(db, p, predicate))
                .toArray(String[]::new);
        return Remedy.decide(
                Step.POLICIES,
                "Write them from one template, and keep further conditions that were meant.",
                statements);
    }
}
