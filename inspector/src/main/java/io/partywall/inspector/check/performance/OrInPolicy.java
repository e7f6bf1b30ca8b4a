package io.partywall.inspector.check.performance;

import io.partywall.inspector.catalogue.Policy;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.check.Policies;
import io.partywall.inspector.expression.Expression;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.meaning.Meaning;
import java.util.Optional;
import java.util.stream.Stream;

/** P5. */
final class OrInPolicy extends Check {

    OrInPolicy() {
        super(
                "P5",
                Severity.LOW,
                "OR in a policy",
                "The planner cannot search one index for both arms; often it reads all of the table.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        Policies.asked(db)
                .filter(p -> db.expressions(p).flatMap(Expression::here).anyMatch(Expression.Or.class::isInstance))
                .filter(p -> confines(db, p))
                .forEach(p -> findings.add(
                        Policies.object(db, p),
                        "its expression has an OR, though it confines",
                        Policies.query(db, p),
                        Remedy.advice(
                                "Split a permissive policy in one for each arm, or ask the tenant alone in it and leave"
                                        + " the rest to the query.")));
    }

    private static boolean confines(Database db, Policy policy) {
        boolean confines = Stream.of(db.seen(policy), db.written(policy))
                .flatMap(Optional::stream)
                .allMatch(Meaning::confines);
        // Where rows of nobody may be written, that is said.
        boolean writesNobodys = policy.permissive()
                && policy.letter() != 'r'
                && Stream.of(db.seen(policy), db.written(policy))
                        .flatMap(Optional::stream)
                        .anyMatch(Meaning::passesNobodysRows);
        return confines && !writesNobodys;
    }
}
