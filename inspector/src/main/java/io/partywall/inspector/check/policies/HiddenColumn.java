package io.partywall.inspector.check.policies;

import io.partywall.inspector.catalogue.Column;
import io.partywall.inspector.catalogue.Policy;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.check.Policies;
import io.partywall.inspector.check.RowColumns;
import io.partywall.inspector.expression.Expression;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;
import io.partywall.inspector.meaning.Meaning;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** C28. */
final class HiddenColumn extends Check {

    HiddenColumn() {
        super(
                "C28",
                Severity.MEDIUM,
                "the tenant column under a cast or a function",
                "An index on the column does not serve the comparison: every query of the table reads all tenants'"
                        + " rows.");
    }

    private static final long TEXT = 25;
    private static final long VARCHAR = 1043;
    private static final long FIRST_OWN_TYPE = 16_384;

    @Override
    public void inspect(Database db, Findings findings) {
        Policies.asked(db)
                .filter(p -> db.hasTenantColumn(p.relation()))
                .filter(p -> Stream.of(db.seen(p), db.written(p))
                        .flatMap(Optional::stream)
                        .allMatch(Meaning::confines))
                .forEach(p -> {
                    Column column = db.tenantColumnOf(Policies.table(db, p)).orElseThrow();
                    if (db.expressions(p).flatMap(Expression::here).anyMatch(e -> hides(db, column, e))) {
                        findings.add(
                                Policies.object(db, p),
                                column.name() + " is converted before it is compared",
                                Policies.query(db, p),
                                remedy(db, p, column));
                    }
                });
    }

    private static boolean hides(Database db, Column column, Expression comparison) {
        List<Expression> sides =
                switch (comparison) {
                    case Expression.Operation operation when operation.parts().size() == 2 -> operation.parts();
                    case Expression.ArrayComparison array -> List.of(array.left());
                    default -> List.of();
                };
        boolean bare = sides.stream().anyMatch(side -> isColumn(column, withoutHarmless(column, side)));
        // Compared with TRUE is not the column, but what was said of it.
        boolean ofTruth = sides.stream()
                .anyMatch(side -> side instanceof Expression.Constant constant && constant.value() instanceof Boolean);
        return !bare
                && !ofTruth
                && sides.stream().anyMatch(side -> side.here().anyMatch(e -> isColumn(column, e)))
                && !db.meanings().settings(comparison).isEmpty()
                && comparison.here().noneMatch(e -> e != comparison && hides(db, column, e));
    }

    /** As text, character varying is what it was; a domain is its base type. */
    private static Expression withoutHarmless(Column column, Expression side) {
        return side instanceof Expression.Cast(Expression value, long type)
                        && ((column.typeOid() == VARCHAR && type == TEXT) || column.typeOid() >= FIRST_OWN_TYPE)
                ? value
                : side;
    }

    private static boolean isColumn(Column column, Expression expression) {
        return expression instanceof Expression.Column(int level, int range, int number)
                && level == 0
                && number == column.number();
    }

    private static Remedy remedy(Database db, Policy policy, Column column) {
        String ask = Policies.ask(db, policy, db.tenantPredicate(Policies.table(db, policy)));
        boolean alone = db.expressions(policy).allMatch(e -> RowColumns.of(e).only(column.number()));
        return alone
                ? Remedy.mechanical(Step.POLICIES, ask)
                : Remedy.decide(
                        Step.POLICIES,
                        "Convert the context instead of the column, and keep the other conditions.",
                        ask);
    }
}
