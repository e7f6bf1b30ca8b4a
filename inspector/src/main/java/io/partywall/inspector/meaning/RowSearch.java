package io.partywall.inspector.meaning;

import io.partywall.inspector.expression.Expression;
import io.partywall.inspector.expression.Query;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Whether a sub-select can find rows. It is asked twice: for rows that do not match the context, and for rows that do not
 * belong to the row outside; a membership look-up must answer no to both.
 */
final class RowSearch {

    private final Question question;
    private final Evaluation evaluation;
    private final Comparison comparison;

    RowSearch(Question question, Evaluation evaluation, Comparison comparison) {
        this.question = question;
        this.evaluation = evaluation;
        this.comparison = comparison;
    }

    /** Whether the query can return a row that does not match the context, or does not belong to the outer row. */
    boolean found(Query query, Scope scope, boolean unlikeContext, boolean unlinked) {
        boolean contextBefore = question.contextDiffers;
        boolean linkBefore = question.linkDiffers;
        int linkDepthBefore = question.linkDepth;
        int contextDepthBefore = question.contextDepth;
        // Inside a question about rows that are not the context's, these rows are the ones to be linked to.
        if (unlinked) {
            question.linkDepth = question.contextDiffers ? scope.depth() : 0;
            question.contextDepth = Math.min(question.contextDepth, scope.depth());
        }
        if (unlikeContext) {
            question.contextDepth = Integer.MAX_VALUE;
        }
        question.contextDiffers |= unlikeContext;
        question.linkDiffers |= unlinked;
        try {
            return returnsRows(query, scope, unlikeContext);
        } finally {
            question.contextDiffers = contextBefore;
            question.linkDiffers = linkBefore;
            question.linkDepth = linkDepthBefore;
            question.contextDepth = contextDepthBefore;
        }
    }

    private boolean returnsRows(Query query, Scope scope, boolean unlikeContext) {
        Scope inside = scope.inside(query);
        if (!query.plain()) {
            return query.nested().isEmpty()
                    || query.nested().stream().anyMatch(n -> returnsTargets(n, inside, unlikeContext));
        }
        if (unlikeContext && answersForContext(query, inside)) {
            return false;
        }
        Set<Value.OfSubquery> before = question.linked;
        question.linked = new HashSet<>(question.linked);
        question.linked.addAll(linked(query, inside));
        try {
            boolean passable = Stream.concat(query.conditions().stream(), query.having().stream())
                    .map(c -> evaluation.truths(c, inside))
                    .reduce(Truths.TRUE, Truths::and)
                    .canBeTrue();
            boolean fed = true;
            for (int i = 0; i < query.ranges().size(); i++) {
                Query nested = query.ranges().get(i).subquery();
                fed &= nested == null
                        || query.optional().contains(i + 1)
                        || returnsTargets(nested, inside, unlikeContext);
            }
            return passable && fed;
        } finally {
            question.linked = before;
        }
    }

    /** Whether a query inside can return such a row, in one of the things that it returns. */
    private boolean returnsTargets(Query query, Scope scope, boolean unlikeContext) {
        Set<Integer> asked = new HashSet<>();
        query.targets().forEach(t -> asked.addAll(query.asked(t)));
        if (!query.plain() || asked.isEmpty()) {
            return returnsRows(query, scope, unlikeContext);
        }
        return query.tied().stream()
                .filter(tied -> tied.stream().anyMatch(asked::contains))
                .anyMatch(tied -> returnsRows(query.only(tied), scope, unlikeContext));
    }

    /** Whether all that the query can return is the context's own, without looking at its conditions. */
    private boolean answersForContext(Query query, Scope inside) {
        boolean byPolicies = IntStream.range(0, query.ranges().size())
                .filter(i -> !query.optional().contains(i + 1))
                .mapToObj(query.ranges()::get)
                .anyMatch(r ->
                        r.relation() != 0 && r.subquery() == null && question.surroundings.isConfined(r.relation()));
        boolean byFunction = query.ranges().stream()
                .flatMap(r -> r.functions().stream())
                .anyMatch(f -> isOfContext(evaluation.values(f, inside)));
        boolean byTarget = !query.targets().isEmpty()
                && query.targets().stream().allMatch(t -> isOfContext(evaluation.values(t, inside)));
        if (byFunction || byTarget) {
            query.everywhere().forEach(e -> noteSettings(e, inside));
        }
        return byPolicies || byFunction || byTarget;
    }

    private void noteSettings(Expression expression, Scope inside) {
        if (expression instanceof Expression.Call) {
            evaluation.values(expression, inside).forEach(v -> {
                if (v instanceof Value.Context(Set<String> settings)) {
                    question.context.addAll(settings);
                }
            });
        }
    }

    private boolean isOfContext(Set<Value> values) {
        return question.situation == Situation.NO_CONTEXT
                ? values.stream().allMatch(v -> v.isNull() || v.equals(new Value.Fixed("")))
                : values.stream().allMatch(v -> v instanceof Value.Context);
    }

    /** The columns of a query that it compares with rows outside. */
    private Set<Value.OfSubquery> linked(Query query, Scope inside) {
        Set<Value.OfSubquery> linked = new HashSet<>();
        query.conditions().stream().flatMap(Query::parts).forEach(condition -> {
            if (condition instanceof Expression.Operation operation
                    && operation.parts().size() == 2
                    && question.surroundings
                            .catalogue()
                            .operator(operation.operator())
                            .equals("=")) {
                for (int i = 0; i < 2; i++) {
                    Expression other = operation.parts().get(1 - i);
                    boolean outside =
                            query.asked(other).isEmpty() && other.here().anyMatch(Expression.Column.class::isInstance);
                    for (Value value :
                            outside ? evaluation.values(operation.parts().get(i), inside) : Set.<Value>of()) {
                        if (value instanceof Value.OfSubquery column) {
                            linked.add(column);
                        }
                    }
                }
            }
        });
        return linked;
    }

    /** Of the query only what its column in that place, from 1, comes from; what it is joined with freely says nothing of it. */
    static Query returning(Query query, int place) {
        return query.plain() && place <= query.targets().size()
                ? tiedTo(query, query.asked(query.targets().get(place - 1)))
                : query;
    }

    private static Query tiedTo(Query query, Set<Integer> asked) {
        return asked.isEmpty()
                ? query
                : query.tied().stream()
                        .filter(tied -> tied.stream().anyMatch(asked::contains))
                        .findFirst()
                        .map(query::only)
                        .orElse(query);
    }

    /** Whether what is tested against a query's column belongs to the rows there that have it. */
    boolean belongs(Query query, int place, Value tested, Scope scope) {
        if (!query.plain() || place > query.targets().size()) {
            return true;
        }
        Scope inside = scope.inside(query);
        Set<Value.OfSubquery> before = question.linked;
        question.linked = new HashSet<>(linked(query, inside));
        Set<Value> returned = new HashSet<>();
        for (int i = 1; i <= query.targets().size(); i++) {
            for (Value value : evaluation.values(query.targets().get(i - 1), inside)) {
                if (value instanceof Value.OfSubquery column) {
                    question.linked.add(column);
                }
                if (i == place) {
                    returned.add(value);
                }
            }
        }
        try {
            return returned.stream()
                    .allMatch(v -> !(v instanceof Value.OfSubquery column) || comparison.belongs(column, tested));
        } finally {
            question.linked = before;
        }
    }

    /** Whether no row can be found: where a row is neither like the context nor linked to the row outside. */
    boolean isEmpty(Query query, Scope scope) {
        if (question.situation == Situation.OWN_ROW) {
            return false;
        }
        List<Query> parts = query.plain() && !query.ranges().isEmpty()
                ? query.tied().stream().map(query::only).toList()
                : List.of(query);
        return parts.stream().anyMatch(part -> !found(part, scope, true, false) && !found(part, scope, false, true));
    }
}
