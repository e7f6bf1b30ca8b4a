package io.partywall.inspector.check.policies;

import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.expression.Expression;
import io.partywall.inspector.meaning.Meaning;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What each tenant table compares its tenant with: the context, as its confining policies write it. */
record ContextExpressions(Map<Relation, Set<Expression>> byTable) {

    static ContextExpressions of(Database db) {
        Map<Relation, Set<Expression>> byTable = new LinkedHashMap<>();
        db.wholeTenantTables().filter(t -> !db.isGlobal(t)).forEach(table -> {
            Set<Expression> compared = db.catalogue().policies(table).stream()
                    .filter(p -> db.application().stream().anyMatch(s -> s.isAmong(p.roles())))
                    .filter(p -> Stream.of(db.seen(p), db.written(p))
                            .flatMap(Optional::stream)
                            .allMatch(Meaning::confines))
                    .flatMap(db::expressions)
                    .flatMap(Expression::here)
                    .flatMap(e -> compared(db, table, e).stream())
                    .collect(Collectors.toCollection(LinkedHashSet::new));
            if (!compared.isEmpty()) {
                byTable.put(table, compared);
            }
        });
        return new ContextExpressions(byTable);
    }

    /** The other side of {@code tenant = …}, without casts and sub-selects around it, where a session speaks there. */
    private static Optional<Expression> compared(Database db, Relation table, Expression expression) {
        if (expression instanceof Expression.Operation operation
                && operation.parts().size() == 2) {
            Expression left = plain(operation.parts().getFirst());
            Expression right = plain(operation.parts().getLast());
            Optional<Expression> other = isTenant(db, table, left)
                    ? Optional.of(right)
                    : isTenant(db, table, right) ? Optional.of(left) : Optional.empty();
            return other.filter(o -> o.everywhere().noneMatch(Expression.Column.class::isInstance))
                    .filter(o -> !db.meanings().settings(o).isEmpty());
        }
        return Optional.empty();
    }

    private static boolean isTenant(Database db, Relation table, Expression expression) {
        return expression instanceof Expression.Column(int level, int range, int number)
                && level == 0
                && db.isTenantColumn(table.oid(), number);
    }

    private static Expression plain(Expression expression) {
        return switch (expression) {
            case Expression.Cast cast -> plain(cast.value());
            case Expression.Subquery subquery
            when subquery.query().isBare() && subquery.query().targets().size() == 1 ->
                plain(subquery.query().targets().getFirst());
            default -> expression;
        };
    }

    /** The settings that a table's policies compare its tenant with. */
    Set<String> settings(Database db, Relation table) {
        return byTable.getOrDefault(table, Set.of()).stream()
                .flatMap(e -> db.meanings().settings(e).stream())
                .collect(Collectors.toSet());
    }
}
