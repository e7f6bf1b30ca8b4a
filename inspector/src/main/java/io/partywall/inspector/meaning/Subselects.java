package io.partywall.inspector.meaning;

import io.partywall.inspector.expression.Expression;
import io.partywall.inspector.expression.Expression.Subquery;
import io.partywall.inspector.expression.Query;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** What a sub-select is, as a condition and as a value. */
final class Subselects {

    private final Question question;
    private final Evaluation evaluation;
    private final RowSearch search;

    Subselects(Question question, Evaluation evaluation, RowSearch search) {
        this.question = question;
        this.evaluation = evaluation;
        this.search = search;
    }

    Truths truths(Subquery subquery, Scope scope) {
        Query query = subquery.query();
        return switch (subquery.kind()) {
            case EXISTS -> exists(query, scope);
            case ANY -> any(subquery, scope);
            case SCALAR ->
                query.targets().isEmpty()
                        ? Truths.ANY
                        : query.isBare()
                                ? evaluation.truths(query.targets().getFirst(), scope.inside(query))
                                : search.isEmpty(query, scope) ? truthsOfNothing(query, scope) : Truths.ANY;
            default -> Truths.ANY;
        };
    }

    /** What a scalar sub-select is that finds no row. */
    private Truths truthsOfNothing(Query query, Scope scope) {
        return query.aggregated()
                ? withNothing(() -> evaluation.truths(query.targets().getFirst(), scope.inside(query)))
                : Truths.NULL;
    }

    private <T> T withNothing(Supplier<T> asked) {
        boolean before = question.ofNothing;
        question.ofNothing = true;
        try {
            return asked.get();
        } finally {
            question.ofNothing = before;
        }
    }

    private Truths any(Subquery subquery, Scope scope) {
        if (subquery.test() == null) {
            return Truths.ANY;
        }
        Truths truths = Truths.TRUE;
        for (Expression test : Query.parts(subquery.test()).toList()) {
            truths = truths.and(any(test, subquery.query(), scope));
        }
        return truths;
    }

    /** One of the comparisons of {@code (a, b) in (select …)}. */
    private Truths any(Expression test, Query query, Scope scope) {
        if (test instanceof Expression.Operation(long operator, boolean distinct, List<Expression> parts)
                && question.surroundings.catalogue().operator(operator).equals("=")
                && !distinct
                && parts.size() == 2) {
            boolean first = Scalars.withoutCasts(parts.getFirst()) instanceof Expression.Subselected;
            Expression tested = first ? parts.getLast() : parts.getFirst();
            return Scalars.withoutCasts(first ? parts.getFirst() : parts.getLast())
                                    instanceof Expression.Subselected(int number)
                            && number <= query.targets().size()
                    ? among(evaluation.values(tested, scope), query, number, scope)
                    : Truths.ANY;
        }
        return Truths.ANY;
    }

    /** Whether one of the values can be among what the query returns in that place, from 1. */
    Truths among(Set<Value> tested, Query whole, int place, Scope scope) {
        if (tested.stream().allMatch(Value::isNull)) {
            return Truths.NOT_TRUE;
        }
        Query query = RowSearch.returning(whole, place);
        boolean ofRow = tested.stream()
                .allMatch(v -> v.isNull()
                        || ((Comparison.isOfRow(v) || (question.contextDiffers && v instanceof Value.OfSubquery))
                                && search.belongs(query, place, v, scope)));
        boolean ofContext = tested.stream().allMatch(v -> v instanceof Value.Context || v.isNull());
        boolean found = (ofRow && (question.situation == Situation.OWN_ROW || search.found(query, scope, true, false)))
                // `context in (select …)`: the context is matched by the test; the query has to lead to the row.
                || (ofContext && search.found(query, scope, false, true))
                || (!ofRow && !ofContext);
        if (ofContext && !found) {
            tested.forEach(v -> {
                if (v instanceof Value.Context(Set<String> settings)) {
                    question.context.addAll(settings);
                }
            });
        }
        return found ? Truths.ANY : Truths.NOT_TRUE;
    }

    private Truths exists(Query query, Scope scope) {
        if (!query.aggregated()) {
            return search.isEmpty(query, scope) ? Truths.FALSE : new Truths(true, true, false);
        }
        // It always makes a row, which HAVING may take away.
        Scope inside = scope.inside(query);
        boolean ofNothing = withNothing(() -> query.having().stream()
                .map(h -> evaluation.truths(h, inside))
                .reduce(Truths.TRUE, Truths::and)
                .canBeTrue());
        return ofNothing || !search.isEmpty(query, scope) ? new Truths(true, true, false) : Truths.FALSE;
    }

    Set<Value> values(Subquery subquery, Scope scope) {
        Query query = subquery.query();
        Scope inside = scope.inside(query);
        boolean scalar = subquery.kind() == Subquery.Kind.SCALAR || subquery.kind() == Subquery.Kind.ARRAY;
        if (query.targets().isEmpty() || !scalar) {
            return Set.of(new Value.Unknown());
        }
        if (query.isBare()) {
            return evaluation.values(query.targets().getFirst(), inside);
        }
        if (query.aggregated() && search.isEmpty(query, scope)) {
            return withNothing(() -> evaluation.values(query.targets().getFirst(), inside));
        }
        Query returning = RowSearch.returning(query, 1);
        boolean belongs = !search.found(returning, scope, false, true);
        if (belongs
                && Scalars.withoutCasts(query.targets().getFirst())
                        instanceof Expression.Column(int level, int range, int number)
                && level == 0
                && question.surroundings.isTenantColumn(inside.relation(range), number)) {
            return Set.of(question.situation == Situation.NOBODYS_ROW ? new Value.Null() : new Value.Tenant());
        }
        Set<String> before = Set.copyOf(question.context);
        boolean ofContext = !search.found(returning, scope, true, false);
        Set<String> settings = new LinkedHashSet<>(question.context);
        settings.removeAll(before);
        if (!ofContext) {
            return Set.of(new Value.Unknown());
        }
        return Set.of(
                question.situation == Situation.NO_CONTEXT
                        ? new Value.Null()
                        : new Value.Context(Set.copyOf(settings)));
    }
}
