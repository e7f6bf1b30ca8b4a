package io.partywall.inspector.meaning;

import io.partywall.inspector.catalogue.Function;
import io.partywall.inspector.expression.Expression;
import io.partywall.inspector.expression.Expression.Subquery;
import io.partywall.inspector.expression.Query;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Evaluates conditions in one situation, to the truth values that they can have there. */
final class Evaluation {

    private final Question question;
    private final Comparison comparison;
    private final Subselects subselects;
    private final Scalars scalars;

    Evaluation(Surroundings surroundings, Situation situation, boolean anyColumnIdentifies, boolean written) {
        question = new Question(surroundings, situation, anyColumnIdentifies, written);
        comparison = new Comparison(question);
        subselects = new Subselects(question, this, new RowSearch(question, this, comparison));
        scalars = new Scalars(question, comparison, subselects);
    }

    /** The settings that tenants or members were compared with on the way. */
    Set<String> context() {
        return question.context;
    }

    boolean bySessionUser() {
        return question.bySessionUser;
    }

    /** What the scalar expression can stand for. */
    Set<Value> values(Expression expression, Scope scope) {
        return scalars.values(expression, scope);
    }

    Truths truths(Expression expression, Scope scope) {
        return switch (expression) {
            case Expression.And and ->
                and.parts().stream().map(p -> truths(p, scope)).reduce(between(and, scope), Truths::and);
            case Expression.Or or ->
                or.parts().stream().map(p -> truths(p, scope)).reduce(Truths.FALSE, Truths::or);
            case Expression.Not not -> truths(not.part(), scope).not();
            case Expression.IsNull test -> isNull(test, scope);
            case Expression.Is is -> is(is, scope);
            case Expression.Operation operation -> operation(operation, scope);
            case Expression.ArrayComparison comparison -> array(comparison, scope);
            case Expression.Case cases -> cases(cases, scope);
            case Expression.Coalesce coalesce -> coalesce(coalesce, scope);
            case Subquery subquery -> subselects.truths(subquery, scope);
            case Expression.Call call -> call(call, scope);
            case Expression.Aggregate aggregate when question.ofNothing -> Truths.NULL;
            case Expression.Constant constant -> constant(constant);
            case Expression.Cast cast -> truths(cast.value(), scope);
            default -> Truths.ANY;
        };
    }

    private static Truths constant(Expression.Constant constant) {
        if (!constant.known()) {
            return Truths.ANY;
        }
        return switch (constant.value()) {
            case null -> Truths.NULL;
            case Boolean truth -> Truths.of(truth);
            default -> Truths.ANY;
        };
    }

    private Truths isNull(Expression.IsNull test, Scope scope) {
        Truths truths = Truths.NONE;
        for (Value value : values(test.value(), scope)) {
            truths = truths.union(
                    value.isNull() ? Truths.TRUE : value.canBeNull() ? new Truths(true, true, false) : Truths.FALSE);
        }
        return test.negated() ? truths.not() : truths;
    }

    private Truths is(Expression.Is is, Scope scope) {
        Truths value = truths(is.value(), scope);
        boolean hit = is.wanted() == null ? value.canBeNull() : is.wanted() ? value.canBeTrue() : value.canBeFalse();
        boolean miss = is.wanted() == null
                ? value.canBeTrue() || value.canBeFalse()
                : value.canBeNull() || (is.wanted() ? value.canBeFalse() : value.canBeTrue());
        Truths truths = new Truths(hit, miss, false);
        return is.negated() ? truths.not() : truths;
    }

    private Truths cases(Expression.Case cases, Scope scope) {
        Truths truths = Truths.NONE;
        for (int i = 0; i < cases.conditions().size(); i++) {
            Truths condition = truths(cases.conditions().get(i), scope);
            if (condition.canBeTrue()) {
                truths = truths.union(truths(cases.results().get(i), scope));
            }
            if (!condition.canBeOtherThanTrue()) {
                return truths;
            }
        }
        return truths.union(truths(cases.results().getLast(), scope));
    }

    private Truths coalesce(Expression.Coalesce coalesce, Scope scope) {
        Truths truths = Truths.NONE;
        for (Expression part : coalesce.parts()) {
            Truths value = truths(part, scope);
            truths = truths.union(new Truths(value.canBeTrue(), value.canBeFalse(), false));
            if (!value.canBeNull()) {
                return truths;
            }
        }
        return truths.union(Truths.NULL);
    }

    private Truths operation(Expression.Operation operation, Scope scope) {
        if (operation.parts().size() != 2) {
            return Truths.ANY;
        }
        for (int i = 0; i < 2 && operation.distinct(); i++) {
            if (operation.parts().get(i) instanceof Expression.Constant(Object value, boolean known)
                    && value instanceof Boolean wanted) {
                return is(new Expression.Is(operation.parts().get(1 - i), wanted, true), scope);
            }
        }
        String operator = question.surroundings.catalogue().operator(operation.operator());
        Set<Value> left = values(operation.parts().getFirst(), scope);
        Set<Value> right = values(operation.parts().getLast(), scope);
        Truths truths = Truths.NONE;
        for (Value l : left) {
            for (Value r : right) {
                Truths compared = operation.distinct()
                        ? comparison.distinct(l, r)
                        : switch (operator) {
                            case "=" -> comparison.equal(l, r);
                            case "<>" -> comparison.equal(l, r).not();
                            case "@>", "?" ->
                                Comparison.contains(l, r)
                                        ? comparison.equal(l, r)
                                        : Comparison.otherwise(operator, l, r);
                            case "<@" ->
                                Comparison.contains(r, l)
                                        ? comparison.equal(l, r)
                                        : Comparison.otherwise(operator, l, r);
                            case "&&" ->
                                Comparison.contains(l, r) || Comparison.contains(r, l)
                                        ? comparison.equal(l, r)
                                        : Comparison.otherwise(operator, l, r);
                            default -> Comparison.otherwise(operator, l, r);
                        };
                truths = truths.union(compared);
            }
        }
        return truths;
    }

    /** {@code x >= a and x <= a} is {@code x = a}. */
    private Truths between(Expression.And and, Scope scope) {
        Truths truths = Truths.TRUE;
        for (Expression part : and.parts()) {
            if (part instanceof Expression.Operation lower
                    && lower.parts().size() == 2
                    && question.surroundings
                            .catalogue()
                            .operator(lower.operator())
                            .equals(">=")
                    && and.parts().stream().anyMatch(p -> isUpper(p, lower.parts()))) {
                Truths equal = Truths.NONE;
                for (Value l : values(lower.parts().getFirst(), scope)) {
                    for (Value r : values(lower.parts().getLast(), scope)) {
                        equal = equal.union(comparison.equal(l, r));
                    }
                }
                truths = truths.and(equal);
            }
        }
        return truths;
    }

    private boolean isUpper(Expression expression, List<Expression> parts) {
        return expression instanceof Expression.Operation upper
                && question.surroundings.catalogue().operator(upper.operator()).equals("<=")
                && upper.parts().equals(parts);
    }

    private Truths array(Expression.ArrayComparison comparison, Scope scope) {
        boolean equality = question.surroundings
                        .catalogue()
                        .operator(comparison.operator())
                        .equals("=")
                && comparison.any();
        Expression array = Scalars.withoutCasts(comparison.array());
        if (!equality) {
            return Truths.ANY;
        }
        Set<Value> left = values(comparison.left(), scope);
        if (array instanceof Subquery(Subquery.Kind kind, var test, Query query) && kind == Subquery.Kind.ARRAY) {
            return subselects.among(left, query, 1, scope);
        }
        List<Expression> elements = array instanceof Expression.Array items ? items.parts() : List.of(array);
        Truths truths = Truths.FALSE;
        for (Expression element : elements) {
            Truths one = Truths.NONE;
            for (Value l : left) {
                for (Value r : values(element, scope)) {
                    one = one.union(this.comparison.equal(l, r));
                }
            }
            truths = truths.or(one);
        }
        return truths;
    }

    private Truths call(Expression.Call call, Scope scope) {
        Optional<Function> function = question.surroundings.catalogue().function(call.function());
        if (function.isEmpty()) {
            return Truths.ANY;
        }
        Reach reach = question.surroundings.reaches().of(function.get());
        boolean asksOfTenant = call.parts().stream()
                .flatMap(p -> values(p, scope).stream())
                .anyMatch(v -> v instanceof Value.Tenant || (question.anyColumnIdentifies && v instanceof Value.OfRow));
        boolean nobodys =
                call.parts().stream().flatMap(p -> values(p, scope).stream()).anyMatch(Value::isNull);
        if (!asksOfTenant || !reach.ofSession()) {
            return nobodys && question.situation == Situation.NOBODYS_ROW && reach.ofSession()
                    ? Truths.NOT_TRUE
                    : Truths.ANY;
        }
        // It is asked whether the context may see this tenant. Its word is taken, unless it asks further settings.
        if (!reach.verifies() && !question.isContext(reach.settings())) {
            return Truths.ANY;
        }
        question.note(reach);
        return question.situation == Situation.OWN_ROW ? Truths.ANY : Truths.NOT_TRUE;
    }
}
