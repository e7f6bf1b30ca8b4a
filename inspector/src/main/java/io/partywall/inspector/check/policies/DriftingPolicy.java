package io.partywall.inspector.check.policies;

import io.partywall.inspector.catalogue.Policy;
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
import java.util.List;
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
        findMissing(db, findings);
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

    /** A restrictive policy, as tables share it whatever it is called there. */
    private record Shape(String command, String using, String check) {
        static Shape of(Policy policy) {
            return new Shape(policy.command(), String.valueOf(policy.using()), String.valueOf(policy.check()));
        }
    }

    /** Restrictive policies that bound something else than the tenant, such as writing, and that one table lacks. */
    private static void findMissing(Database db, Findings findings) {
        Map<Relation, List<Policy>> restrictive = db.wholeTenantTables()
                .filter(t -> !db.reaching(t).isEmpty() && t.rowSecurity())
                .collect(Collectors.toMap(
                        t -> t,
                        t -> db.reaching(t).stream()
                                .flatMap(s -> db.policies(t, s).stream())
                                .filter(p -> !p.permissive())
                                .distinct()
                                .toList()));
        Map<Shape, List<Policy>> shapes = restrictive.values().stream()
                .flatMap(List::stream)
                .filter(p -> db.seen(p)
                                .or(() -> db.written(p))
                                .filter(m -> !m.confines())
                                .isPresent()
                        || p.letter() == 'd')
                .collect(Collectors.groupingBy(Shape::of));
        shapes.forEach((shape, policies) -> {
            if (policies.size() < FEW || 3L * policies.size() <= 2L * restrictive.size()) {
                return;
            }
            Policy model = policies.getFirst();
            restrictive.forEach((table, own) -> {
                if (own.stream().noneMatch(p -> p.letter() == model.letter() && p.letter() != '*')
                        && db.reaching(table).stream().anyMatch(s -> Policies.permits(db, table, s, model))) {
                    findings.add(
                            table.sql(),
                            "it lacks the restrictive policy for " + model.command() + " that " + policies.size()
                                    + " other tables have, such as " + model.name(),
                            Policies.query(table),
                            Remedy.mechanical(Step.POLICIES, Policies.copy(db, model, table)));
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
