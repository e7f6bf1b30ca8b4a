package io.partywall.inspector.check;

import io.partywall.inspector.expression.Expression;
import io.partywall.inspector.expression.Expression.Subquery;
import io.partywall.inspector.expression.Query;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which columns of the row a policy's expression asks for, itself and from inside its sub-selects. */
public record RowColumns(Set<Integer> here, Set<Integer> inside) {

    public static RowColumns of(Expression expression) {
        Set<Integer> here = new HashSet<>();
        Set<Integer> inside = new HashSet<>();
        collect(expression, 0, here, inside);
        return new RowColumns(here, inside);
    }

    private static void collect(Expression expression, int depth, Set<Integer> here, Set<Integer> inside) {
        if (expression instanceof Expression.Column(int level, int range, int number) && level == depth) {
            (depth == 0 ? here : inside).add(number);
        }
        expression.parts().forEach(part -> collect(part, depth, here, inside));
        if (expression instanceof Subquery subquery) {
            collect(subquery.query(), depth + 1, here, inside);
        }
    }

    private static void collect(@Nullable Query query, int depth, Set<Integer> here, Set<Integer> inside) {
        if (query == null) {
            return;
        }
        Stream.of(query.conditions(), query.targets(), query.others(), query.having())
                .flatMap(List::stream)
                .forEach(e -> collect(e, depth, here, inside));
        query.ranges().forEach(range -> range.functions().forEach(f -> collect(f, depth, here, inside)));
        query.nested().forEach(nested -> collect(nested, depth + 1, here, inside));
    }

    /** Whether a sub-select asks for a column of the row: it is run for each. */
    public boolean correlated() {
        return !inside.isEmpty();
    }

    /** Whether it asks for that column and for no other. */
    public boolean only(int number) {
        Set<Integer> all = new HashSet<>(here);
        all.addAll(inside);
        return all.equals(Set.of(number));
    }
}
