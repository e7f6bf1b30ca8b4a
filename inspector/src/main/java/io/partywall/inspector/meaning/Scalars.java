package io.partywall.inspector.meaning;

import io.partywall.inspector.catalogue.Function;
import io.partywall.inspector.expression.Expression;
import io.partywall.inspector.expression.Expression.Subquery;
import io.partywall.inspector.expression.Query;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a scalar expression can stand for. */
final class Scalars {

    private static final Set<String> KEEPS_IDENTITY =
            Set.of("lower", "upper", "btrim", "ltrim", "rtrim", "text", "uuid", "to_jsonb", "jsonb_build_array");
    /** What cuts a value, so that several give the same. */
    private static final Set<String> CUTS = Set.of(
            "left",
            "right",
            "substr",
            "substring",
            "varchar",
            "bpchar",
            "hashtext",
            "hashtextextended",
            "length",
            "char_length",
            "octet_length",
            "ascii",
            "mod",
            "abs",
            "sign",
            "trunc",
            "round",
            "floor",
            "ceil",
            "date_trunc");

    private static final Set<String> CUTTING_OPERATORS = Set.of("%", "/", "&", "|", ">>", "<<");

    private final Question question;
    private final Comparison comparison;
    private final Subselects subselects;

    Scalars(Question question, Comparison comparison, Subselects subselects) {
        this.question = question;
        this.comparison = comparison;
        this.subselects = subselects;
    }

    Set<Value> values(Expression expression, Scope scope) {
        return switch (expression) {
            case Expression.Column column -> Set.of(column(column, scope));
            case Expression.Constant constant -> Set.of(fixed(constant));
            case Expression.SessionUser user -> Set.of(new Value.Context(Set.of()));
            case Expression.Cast cast -> cast(cast, scope);
            case Expression.NullIf nullIf -> nullIf(nullIf, scope);
            case Expression.Coalesce coalesce -> firstNotNull(coalesce, scope);
            case Expression.Call call -> result(call, scope);
            case Expression.Operation operation ->
                CUTTING_OPERATORS.contains(question.surroundings.catalogue().operator(operation.operator()))
                        ? cut(combined(operation.parts(), scope, false))
                        : combined(operation.parts(), scope, false);
            case Expression.Aggregate aggregate
            when question.ofNothing ->
                Set.of(
                        question.surroundings
                                        .catalogue()
                                        .builtInFunction(aggregate.function())
                                        .equals("count")
                                ? new Value.Fixed(0L)
                                : new Value.Null());
            case Expression.Aggregate aggregate -> combined(aggregate.parts(), scope, false);
            case Expression.Case cases -> {
                Set<Value> values = new HashSet<>();
                cases.results().forEach(r -> values.addAll(values(r, scope)));
                yield values;
            }
            case Subquery subquery -> subselects.values(subquery, scope);
            case Expression.Array array ->
                combined(array.parts(), scope, array.parts().size() == 1);
            case Expression.Other other -> combined(other.parts(), scope, false);
            default -> Set.of(new Value.Unknown());
        };
    }

    private static Value fixed(Expression.Constant constant) {
        return !constant.known()
                ? new Value.Fixed(constant)
                : constant.value() == null ? new Value.Null() : new Value.Fixed(constant.value());
    }

    private Value column(Expression.Column column, Scope scope) {
        Scope owner = scope.outward(column.level());
        if (owner == null) {
            return new Value.Unknown();
        }
        if (!owner.outermost()) {
            return ofSubquery(column, owner);
        }
        long relation = owner.relation(column.range());
        Query from = relation == 0 ? owner.subquery(column.range()) : null;
        if (from != null
                && column.number() > 0
                && column.number() <= from.targets().size()) {
            Expression returned = withoutCasts(from.targets().get(column.number() - 1));
            return returned instanceof Expression.Column inner && inner.level() == 0
                    ? column(inner, new Scope(from, null))
                    : new Value.Unknown();
        }
        if (question.surroundings.isTenantColumn(relation, column.number())) {
            return question.situation == Situation.NOBODYS_ROW ? new Value.Null() : new Value.Tenant();
        }
        return new Value.OfRow(relation, column.range(), column.number());
    }

    /** Of the relation that it comes from, through sub-selects in FROM. */
    private static Value ofSubquery(Expression.Column column, Scope owner) {
        long relation = owner.relation(column.range());
        int number = column.number();
        Query from = relation == 0 ? owner.subquery(column.range()) : null;
        while (from != null && number > 0 && number <= from.targets().size()) {
            Expression returned = withoutCasts(from.targets().get(number - 1));
            if (!(returned instanceof Expression.Column(int level, int range, int inner) && level == 0)) {
                break;
            }
            Scope inside = new Scope(from, null);
            relation = inside.relation(range);
            number = inner;
            from = relation == 0 ? inside.subquery(range) : null;
        }
        return relation == 0
                ? new Value.OfSubquery(0, column.range(), column.number(), owner.depth())
                : new Value.OfSubquery(relation, column.range(), number, owner.depth());
    }

    private static Set<Value> cut(Set<Value> values) {
        return values.stream()
                .map(v -> switch (v) {
                    case Value.OfRow row -> new Value.OfRow(row.relation(), row.range(), 0);
                    case Value.OfSubquery column ->
                        new Value.OfSubquery(column.relation(), column.range(), 0, column.depth());
                    default -> v;
                })
                .collect(Collectors.toSet());
    }

    /** The empty text is cast to nothing but text: to others it is an error, so nothing passes. */
    private Set<Value> cast(Expression.Cast cast, Scope scope) {
        Set<Value> values = new HashSet<>(values(cast.value(), scope));
        boolean toText = cast.type() == 25 || cast.type() == 1043 || cast.type() == 1042 || cast.type() == 19;
        if (!toText && values.remove(new Value.Fixed(""))) {
            values.add(new Value.Null());
        }
        return values;
    }

    /** It is NULL where the two can be equal: the context may be the very text that is taken for none, as {@code '*'}. */
    private Set<Value> nullIf(Expression.NullIf nullIf, Scope scope) {
        Set<Value> others = values(nullIf.other(), scope);
        Set<Value> values = new HashSet<>(values(nullIf.value(), scope));
        boolean equal = values.stream()
                .filter(Value.Context.class::isInstance)
                .anyMatch(v ->
                        others.stream().anyMatch(o -> comparison.equal(v, o).canBeTrue()));
        if (values.removeAll(others) || equal) {
            values.add(new Value.Null());
        }
        return values;
    }

    private Set<Value> firstNotNull(Expression.Coalesce coalesce, Scope scope) {
        Set<Value> values = new HashSet<>();
        for (Expression part : coalesce.parts()) {
            values.remove(new Value.Null());
            Set<Value> next = values(part, scope);
            values.addAll(next);
            if (next.stream().noneMatch(Value::canBeNull)) {
                break;
            }
        }
        return values;
    }

    private Set<Value> result(Expression.Call call, Scope scope) {
        String builtIn = question.surroundings.catalogue().builtInFunction(call.function());
        if (builtIn.equals("current_setting")
                && call.parts().getFirst() instanceof Expression.Constant(Object name, boolean known)
                && name instanceof String text) {
            return setting(Set.of(text.toLowerCase(Locale.ROOT)), call.parts().size() > 1);
        }
        if (builtIn.equals("current_setting")) {
            return Set.of(new Value.Setting());
        }
        if (!builtIn.isEmpty()) {
            Set<Value> combined = combined(call.parts(), scope, KEEPS_IDENTITY.contains(builtIn));
            return CUTS.contains(builtIn) ? cut(combined) : combined;
        }
        Optional<Function> function = question.surroundings.catalogue().function(call.function());
        if (function.isEmpty()) {
            return Set.of(new Value.Unknown());
        }
        Reach reach = question.surroundings.reaches().of(function.get());
        Set<Value> arguments = combined(call.parts(), scope, false);
        boolean ofRow = arguments.stream()
                .anyMatch(v -> v instanceof Value.Tenant || v instanceof Value.OfRow || v instanceof Value.OfSubquery);
        if (ofRow) {
            return Set.of(new Value.Unknown());
        }
        if (reach.ofSession()) {
            return reach.settings().isEmpty()
                    ? Set.of(new Value.Context(Set.of()))
                    : reach.verifies() || question.isContext(reach.settings()) || question.reachesContext(reach)
                            ? question.situation == Situation.NO_CONTEXT
                                    ? Set.of(new Value.Null())
                                    : Set.of(new Value.Context(reach.settings()))
                            : Set.of(new Value.Setting());
        }
        return arguments.stream().anyMatch(Value.Context.class::isInstance) ? arguments : Set.of(new Value.Unknown());
    }

    /** A context that is not set is absent, or empty where a transaction before had set it. */
    private Set<Value> setting(Set<String> names, boolean missingIsNull) {
        if (!question.isContext(names)) {
            return Set.of(new Value.Setting());
        }
        if (question.situation == Situation.NO_CONTEXT) {
            return missingIsNull ? Set.of(new Value.Null(), new Value.Fixed("")) : Set.of(new Value.Fixed(""));
        }
        return Set.of(new Value.Context(names));
    }

    /** What a strict function of these makes: of the context only, still the context; of a row, something of the row. */
    private Set<Value> combined(List<Expression> parts, Scope scope, boolean keepsIdentity) {
        Set<String> settings = new LinkedHashSet<>();
        boolean ofContext = false;
        Value other = null;
        boolean nothing = false;
        boolean empty = false;
        for (Expression part : parts) {
            for (Value value : values(part, scope)) {
                switch (value) {
                    case Value.Context(Set<String> names) -> {
                        ofContext = true;
                        settings.addAll(names);
                    }
                    case Value.Null none -> nothing = true;
                    case Value.Fixed fixed -> empty |= fixed.constant().equals("");
                    case Value.Tenant tenant when keepsIdentity -> other = tenant;
                    case Value.Tenant tenant -> other = new Value.OfRow(0, 0, 0);
                    case Value.OfRow row -> other = row;
                    case Value.OfSubquery column -> other = column;
                    default -> other = other == null ? value : other;
                }
            }
        }
        if (other != null) {
            return Set.of(other);
        }
        if (ofContext) {
            return Set.of(new Value.Context(Set.copyOf(settings)));
        }
        boolean absent = nothing || (empty && question.situation == Situation.NO_CONTEXT);
        return absent
                ? Set.of(new Value.Null())
                : parts.size() == 1 && keepsIdentity ? values(parts.getFirst(), scope) : Set.of(new Value.Unknown());
    }

    static Expression withoutCasts(Expression expression) {
        return expression instanceof Expression.Cast cast ? withoutCasts(cast.value()) : expression;
    }
}
