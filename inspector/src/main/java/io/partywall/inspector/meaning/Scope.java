package io.partywall.inspector.meaning;

import io.partywall.inspector.expression.Query;
import org.jspecify.annotations.Nullable;

/** Where a column is looked up: the row itself, or a sub-select on the way to it. */
record Scope(Query query, @Nullable Scope outer) {

    Scope inside(Query inner) {
        return new Scope(inner, this);
    }

    /** Whether its rows are the rows that the question is about. */
    boolean outermost() {
        return outer == null;
    }

    int depth() {
        return outer == null ? 0 : outer.depth() + 1;
    }

    /** That many queries further out. */
    @Nullable
    Scope outward(int levels) {
        Scope scope = this;
        for (int i = 0; i < levels && scope != null; i++) {
            scope = scope.outer;
        }
        return scope;
    }

    /** The sub-select at that place of FROM, from 1, whose columns are one to one those of a row of it; otherwise null. */
    @Nullable
    Query subquery(int range) {
        Query from = range >= 1 && range <= query.ranges().size()
                ? query.ranges().get(range - 1).subquery()
                : null;
        return from != null && from.plain() ? from : null;
    }

    /** The relation at that place of FROM, from 1; 0 where there is none. */
    long relation(int range) {
        return range >= 1 && range <= query.ranges().size()
                ? query.ranges().get(range - 1).relation()
                : 0;
    }
}
