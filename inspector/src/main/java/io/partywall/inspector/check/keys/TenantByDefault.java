package io.partywall.inspector.check.keys;

import io.partywall.inspector.catalogue.Column;
import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.expression.Expression;
import io.partywall.inspector.expression.StoredExpression;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;
import java.util.Optional;

/** D4. */
final class TenantByDefault extends Check {

    TenantByDefault() {
        super(
                "D4",
                Severity.HIGH,
                "a tenant by default",
                "A row that is written without a tenant silently becomes that one's, instead of being refused.");
    }

    @Override
    public void inspect(Database db, Findings findings) {

        db.tenantTables()
                .filter(table -> table.parents().stream()
                        .flatMap(parent -> db.catalogue().relation(parent).stream())
                        .noneMatch(parent -> constant(db, parent).isPresent()))
                .forEach(table -> constant(db, table)
                        .ifPresent(column -> findings.add(
                                Keys.object(table, column),
                                "its default is the constant " + column.defaultText(),
                                Keys.query(table, column),
                                Remedy.mechanical(
                                        Step.COLUMNS,
                                        "alter table " + table.sql() + " alter column " + column.sql()
                                                + " drop default"))));
    }

    private static Optional<Column> constant(Database db, Relation table) {
        return db.tenantColumnOf(table)
                .filter(column -> !column.generated())
                .filter(column -> Optional.ofNullable(column.defaultTree())
                        .map(StoredExpression::of)
                        .filter(TenantByDefault::isConstant)
                        .isPresent());
    }

    private static boolean isConstant(Expression expression) {
        return switch (expression) {
            case Expression.Constant constant -> !(constant.known() && constant.value() == null);
            case Expression.Cast cast -> isConstant(cast.value());
            default -> false;
        };
    }
}
