package io.partywall.inspector.expression;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a policy, a view or a default says, reduced to what matters for the question who sees which row. */
public sealed interface Expression {

    /** The parts of it, without those inside a sub-select. */
    default List<Expression> parts() {
        return List.of();
    }

    /** Itself and everything below it, without what is inside sub-selects. */
    default Stream<Expression> here() {
        return Stream.concat(Stream.of(this), parts().stream().flatMap(Expression::here));
    }

    /** Itself and everything below it, sub-selects too. */
    default Stream<Expression> everywhere() {
        Stream<Expression> below = parts().stream().flatMap(Expression::everywhere);
        return Stream.concat(
                Stream.of(this),
                this instanceof Subquery subquery
                        ? Stream.concat(below, subquery.query().everywhere())
                        : below);
    }

    /** A column: of how many queries further out, of which entry of that query's FROM (from 1), by its number. */
    record Column(int level, int range, int number) implements Expression {}

    /** A constant: a {@code Long}, {@code Boolean} or {@code String}, of a UUID its text; null for NULL; {@code known} false for other types. */
    record Constant(@Nullable Object value, boolean known) implements Expression {}

    /** A call of a function, by its OID. */
    record Call(long function, List<Expression> parts) implements Expression {}

    /** An aggregate of a query's rows, by its OID. */
    record Aggregate(long function, List<Expression> parts) implements Expression {}

    /** A change of type that keeps the value. */
    record Cast(Expression value, long type) implements Expression {
        @Override
        public List<Expression> parts() {
            return List.of(value);
        }
    }

    /** An operator by its OID; {@code distinct} for IS DISTINCT FROM, which is equality's negation with NULL as a value. */
    record Operation(long operator, boolean distinct, List<Expression> parts) implements Expression {}

    /** {@code left operator ANY|ALL (array)}. */
    record ArrayComparison(long operator, boolean any, Expression left, Expression array) implements Expression {
        @Override
        public List<Expression> parts() {
            return List.of(left, array);
        }
    }

    record And(List<Expression> parts) implements Expression {}

    record Or(List<Expression> parts) implements Expression {}

    record Not(Expression part) implements Expression {
        @Override
        public List<Expression> parts() {
            return List.of(part);
        }
    }

    record IsNull(Expression value, boolean negated) implements Expression {
        @Override
        public List<Expression> parts() {
            return List.of(value);
        }
    }

    /** IS [NOT] TRUE, FALSE or UNKNOWN; {@code wanted} null for UNKNOWN. */
    record Is(Expression value, @Nullable Boolean wanted, boolean negated) implements Expression {
        @Override
        public List<Expression> parts() {
            return List.of(value);
        }
    }

    record Coalesce(List<Expression> parts) implements Expression {}

    record NullIf(Expression value, Expression other) implements Expression {
        @Override
        public List<Expression> parts() {
            return List.of(value, other);
        }
    }

    /** CASE: conditions and results in turn; a simple CASE has its comparisons spelt out. The last result is the ELSE. */
    record Case(List<Expression> conditions, List<Expression> results) implements Expression {
        @Override
        public List<Expression> parts() {
            return Stream.concat(conditions.stream(), results.stream()).toList();
        }
    }

    /** {@code current_user}, {@code session_user} and their like. */
    record SessionUser() implements Expression {}

    record Array(List<Expression> parts) implements Expression {}

    /** A sub-select; {@code test} is the comparison of an ANY or ALL, whose other side is {@link Subselected}. */
    record Subquery(Kind kind, @Nullable Expression test, Query query) implements Expression {
        /** How a sub-select is used. */
        public enum Kind {
            EXISTS,
            ANY,
            ALL,
            SCALAR,
            ARRAY,
            OTHER
        }

        @Override
        public List<Expression> parts() {
            return test == null ? List.of() : List.of(test);
        }
    }

    /** What the sub-select of an ANY or ALL returns, inside its test. */
    record Subselected(int number) implements Expression {}

    /** Anything else: judged by its parts only. */
    record Other(String tag, List<Expression> parts) implements Expression {}
}
