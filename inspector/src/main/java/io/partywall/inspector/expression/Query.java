package io.partywall.inspector.expression;

import java.util.ArrayList;
import java.util.List;
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
 * @param others the remaining expressions: HAVING, LIMIT, outer joins
 */
public record Query(
        List<Range> ranges,
        List<Expression> conditions,
        List<Expression> targets,
        List<Query> nested,
        boolean plain,
        List<Expression> others) {

    /** An entry of FROM: a relation by its OID, a sub-select, or functions. */
    public record Range(long relation, @Nullable Query subquery, List<Expression> functions) {}

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
        ranges.forEach(r -> r.functions().forEach(e -> all.add(e.everywhere())));
        nested.forEach(q -> all.add(q.everywhere()));
        return all.stream().flatMap(s -> s);
    }

    /** Every relation that it or a query inside it reads, by OID; those of sub-selects in its expressions too. */
    public Stream<Long> relations() {
        Stream<Long> own = ranges.stream().map(Range::relation).filter(oid -> oid != 0);
        Stream<Long> inside = nested.stream().flatMap(Query::relations);
        Stream<Long> below = Stream.of(conditions, targets, others)
                .flatMap(List::stream)
                .flatMap(Expression::everywhere)
                .filter(Expression.Subquery.class::isInstance)
                .flatMap(e -> ((Expression.Subquery) e).query().ranges().stream())
                .map(Range::relation)
                .filter(oid -> oid != 0);
        return Stream.of(own, inside, below).flatMap(s -> s).distinct();
    }
}
