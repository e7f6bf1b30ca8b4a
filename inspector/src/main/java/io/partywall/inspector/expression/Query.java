package io.partywall.inspector.expression;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A select: what it reads, what every row of it must fulfil (WHERE and the conditions of inner joins), what it returns.
 *
 * @param ranges the entries of its range table, from 1 in {@link Expression.Column#range}
 * @param conditions each of them holds for every row
 * @param targets what it returns
 * @param nested queries inside it: of FROM, of WITH, the arms of UNION
 * @param plain whether {@code conditions} bind every row: no UNION, INTERSECT or EXCEPT
 * @param others the remaining expressions: LIMIT, outer joins
 * @param having what its groups must fulfil
 * @param optional the entries of FROM, from 1, whose rows an outer join may do without
 * @param aggregated whether it makes one row of all that it reads, of nothing too: aggregates without GROUP BY
 * @param windowed whether a row of it tells of others: window functions
 */
public record Query(
        List<Range> ranges,
        List<Expression> conditions,
        List<Expression> targets,
        List<Query> nested,
        boolean plain,
        List<Expression> others,
        List<Expression> having,
        Set<Integer> optional,
        boolean aggregated,
        boolean windowed) {

    /** A row of that relation. */
    public static Query of(long relation) {
        return new Query(
                List.of(new Range(relation, null, List.of())),
                List.of(),
                List.of(),
                List.of(),
                true,
                List.of(),
                List.of(),
                Set.of(),
                false,
                false);
    }

    /** An entry of FROM: a relation by its OID, a sub-select, or functions. */
    public record Range(long relation, @Nullable Query subquery, List<Expression> functions) {
        private boolean isJoin() {
            return relation == 0 && subquery == null && functions.isEmpty();
        }
    }

    /** Whether it reads no relation itself: {@code (select f())}. */
    public boolean isBare() {
        return ranges.stream().noneMatch(r -> r.relation() != 0 || r.subquery() != null)
                && nested.isEmpty()
                && conditions.isEmpty();
    }

    /** Every expression of it and of the queries inside it. */
    public Stream<Expression> everywhere() {
        List<Stream<Expression>> all = new ArrayList<>();
        conditions.forEach(e -> all.add(e.everywhere()));
        targets.forEach(e -> all.add(e.everywhere()));
        others.forEach(e -> all.add(e.everywhere()));
        having.forEach(e -> all.add(e.everywhere()));
        ranges.forEach(r -> r.functions().forEach(e -> all.add(e.everywhere())));
        nested.forEach(q -> all.add(q.everywhere()));
        return all.stream().flatMap(s -> s);
    }

    /** Every relation that it or a query inside it reads, by OID; those of sub-selects in its expressions too. */
    public Stream<Long> relations() {
        Stream<Long> own = ranges.stream().map(Range::relation).filter(oid -> oid != 0);
        Stream<Long> inside = nested.stream().flatMap(Query::relations);
        Stream<Long> below = Stream.of(conditions, targets, others, having)
                .flatMap(List::stream)
                .flatMap(Expression::everywhere)
                .filter(Expression.Subquery.class::isInstance)
                .flatMap(e -> ((Expression.Subquery) e).query().ranges().stream())
                .map(Range::relation)
                .filter(oid -> oid != 0);
        return Stream.of(own, inside, below).flatMap(s -> s).distinct();
    }

    /**
     * The entries of FROM, from 1, by what ties them together: a condition that asks for both. Where two of them are not tied,
     * each row of one meets all of the other, so what holds for the one says nothing of the other.
     */
    public List<Set<Integer>> tied() {
        List<Set<Integer>> tied = new ArrayList<>();
        for (int range = 1; range <= ranges.size(); range++) {
            tied.add(Set.of(range));
        }
        Stream.of(conditions, others)
                .flatMap(List::stream)
                .flatMap(Query::parts)
                .map(this::asked)
                .forEach(asked -> tie(tied, asked));
        for (int range = 1; range <= ranges.size(); range++) {
            Set<Integer> asked = new HashSet<>(Set.of(range));
            Query subquery = ranges.get(range - 1).subquery();
            if (subquery != null) {
                ask(subquery, 1, asked);
            }
            ranges.get(range - 1).functions().forEach(f -> ask(f, 0, asked));
            if (asked.size() > 1) {
                tie(tied, asked);
            }
        }
        return tied;
    }

    private void tie(List<Set<Integer>> tied, Set<Integer> asked) {
        // A column of a join may be any of what it joins.
        boolean all = asked.stream()
                .anyMatch(r -> r <= ranges.size() && ranges.get(r - 1).isJoin());
        List<Set<Integer>> met = tied.stream()
                .filter(t -> all || t.stream().anyMatch(asked::contains))
                .toList();
        if (met.size() > 1) {
            Set<Integer> together = new HashSet<>();
            met.forEach(together::addAll);
            tied.removeAll(met);
            tied.add(together);
        }
    }

    /** Only these entries of FROM and what is asked of them; the others keep their places. */
    public Query only(Set<Integer> some) {
        List<Range> left = new ArrayList<>();
        for (int range = 1; range <= ranges.size(); range++) {
            left.add(some.contains(range) ? ranges.get(range - 1) : new Range(0, null, List.of()));
        }
        return new Query(
                left,
                conditions.stream()
                        .flatMap(Query::parts)
                        .filter(c -> some.containsAll(asked(c)))
                        .toList(),
                targets,
                nested,
                plain,
                others,
                having,
                optional,
                aggregated,
                windowed);
    }

    /** The entries of FROM, from 1, that an expression of this query asks for. */
    public Set<Integer> asked(Expression expression) {
        Set<Integer> asked = new HashSet<>();
        ask(expression, 0, asked);
        return asked;
    }

    /** The conditions that an AND is made of. */
    public static Stream<Expression> parts(Expression condition) {
        return condition instanceof Expression.And and
                ? and.parts().stream().flatMap(Query::parts)
                : Stream.of(condition);
    }

    private static void ask(Expression expression, int depth, Set<Integer> asked) {
        if (expression instanceof Expression.Column(int level, int range, int number) && level == depth) {
            asked.add(range);
        }
        expression.parts().forEach(p -> ask(p, depth, asked));
        if (expression instanceof Expression.Subquery subquery) {
            ask(subquery.query(), depth + 1, asked);
        }
    }

    private static void ask(Query query, int depth, Set<Integer> asked) {
        Stream.of(query.conditions, query.targets, query.others, query.having)
                .flatMap(List::stream)
                .forEach(e -> ask(e, depth, asked));
        query.ranges.forEach(r -> r.functions().forEach(f -> ask(f, depth, asked)));
        query.nested.forEach(n -> ask(n, depth + 1, asked));
    }
}
