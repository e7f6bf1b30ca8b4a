package io.partywall.inspector.meaning;

import io.partywall.inspector.catalogue.Function;
import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.expression.Expression;
import io.partywall.inspector.expression.Expression.Subquery;
import io.partywall.inspector.expression.Query;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates expressions in one situation. Sub-selects are asked twice: whether a row of theirs can be found when it does not
 * match the context, and when it does not belong to the outer row; a membership look-up must answer no to both.
 */
final class Evaluation {

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

    private final Surroundings surroundings;
    private final Situation situation;
    /** Whether any column of the row identifies its tenant: of a table that has no tenant column. */
    private final boolean anyColumnIdentifies;
    /** Whether the row is one that is written: then its writer chose its tenant. */
    private final boolean written;

    private final Set<String> context = new LinkedHashSet<>();
    private boolean bySessionUser;
    private boolean contextDiffers;
    /** How deep the columns are that {@code contextDiffers} is about. */
    private int contextDepth;

    private boolean linkDiffers;
    /** How deep the row is that {@code linkDiffers} is about, or the rows that {@code contextDiffers} is about. */
    private int linkDepth;
    /** Columns of sub-selects that are compared with columns of rows outside. */
    private Set<Value.OfSubquery> linked = Set.of();
    /** Whether aggregates are of no rows. */
    private boolean ofNothing;

    Evaluation(Surroundings surroundings, Situation situation, boolean anyColumnIdentifies, boolean written) {
        this.surroundings = surroundings;
        this.situation = situation;
        this.anyColumnIdentifies = anyColumnIdentifies;
        this.written = written;
    }

    /** The settings that tenants or members were compared with on the way. */
    Set<String> context() {
        return context;
    }

    boolean bySessionUser() {
        return bySessionUser;
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
            case Subquery subquery -> subquery(subquery, scope);
            case Expression.Call call -> call(call, scope);
            case Expression.Aggregate aggregate when ofNothing -> Truths.NULL;
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
        String operator = surroundings.catalogue().operator(operation.operator());
        Set<Value> left = values(operation.parts().getFirst(), scope);
        Set<Value> right = values(operation.parts().getLast(), scope);
        Truths truths = Truths.NONE;
        for (Value l : left) {
            for (Value r : right) {
                Truths compared = operation.distinct()
                        ? distinct(l, r)
                        : switch (operator) {
                            case "=" -> equal(l, r);
                            case "<>" -> equal(l, r).not();
                            case "@>", "?" -> contains(l, r) ? equal(l, r) : otherwise(operator, l, r);
                            case "<@" -> contains(r, l) ? equal(l, r) : otherwise(operator, l, r);
                            case "&&" -> contains(l, r) || contains(r, l) ? equal(l, r) : otherwise(operator, l, r);
                            default -> otherwise(operator, l, r);
                        };
                truths = truths.union(compared);
            }
        }
        return truths;
    }

    /** A list that the context says, and the one tenant that is looked for there. */
    private static boolean contains(Value list, Value element) {
        return list instanceof Value.Context && element instanceof Value.Tenant;
    }

    /** {@code x >= a and x <= a} is {@code x = a}. */
    private Truths between(Expression.And and, Scope scope) {
        Truths truths = Truths.TRUE;
        for (Expression part : and.parts()) {
            if (part instanceof Expression.Operation lower
                    && lower.parts().size() == 2
                    && surroundings.catalogue().operator(lower.operator()).equals(">=")
                    && and.parts().stream().anyMatch(p -> isUpper(p, lower.parts()))) {
                Truths equal = Truths.NONE;
                for (Value l : values(lower.parts().getFirst(), scope)) {
                    for (Value r : values(lower.parts().getLast(), scope)) {
                        equal = equal.union(equal(l, r));
                    }
                }
                truths = truths.and(equal);
            }
        }
        return truths;
    }

    private boolean isUpper(Expression expression, List<Expression> parts) {
        return expression instanceof Expression.Operation upper
                && surroundings.catalogue().operator(upper.operator()).equals("<=")
                && upper.parts().equals(parts);
    }

    private Truths distinct(Value left, Value right) {
        if (left.isNull() && right.isNull()) {
            return Truths.FALSE;
        }
        if ((left.isNull() && !right.canBeNull()) || (right.isNull() && !left.canBeNull())) {
            return Truths.TRUE;
        }
        Truths equal = equal(left, right);
        return new Truths(equal.canBeFalse() || equal.canBeNull(), equal.canBeTrue(), false);
    }

    /** INVARIANT: FALSE only where the two differ for certain in this situation. */
    private Truths equal(Value left, Value right) {
        if (left.isNull() || right.isNull()) {
            return Truths.NULL;
        }
        if (left instanceof Value.Fixed(Object l) && right instanceof Value.Fixed(Object r)) {
            return Truths.of(l.equals(r));
        }
        if (left.equals(right) && !(left instanceof Value.Setting || left instanceof Value.Unknown)) {
            return left.canBeNull() ? new Truths(true, false, true) : Truths.TRUE;
        }
        // The empty text is what is left of a context that is not set; no tenant is called that.
        if ((left instanceof Value.Tenant && isNobody(right)) || (right instanceof Value.Tenant && isNobody(left))) {
            return Truths.FALSE;
        }
        // Nor is a member called that; what is looked up by it is not found.
        Value empty = new Value.Fixed("");
        if (situation == Situation.NO_CONTEXT
                && ((left.equals(empty) && looksUp(right)) || (right.equals(empty) && looksUp(left)))) {
            return Truths.FALSE;
        }
        if (right instanceof Value.Context && !(left instanceof Value.Context)) {
            return equal(right, left);
        }
        if (left instanceof Value.Context(Set<String> settings)) {
            return switch (right) {
                case Value.Tenant tenant -> {
                    context.addAll(settings);
                    bySessionUser |= settings.isEmpty();
                    yield Truths.of(situation == Situation.OWN_ROW);
                }
                case Value.OfRow column
                when identifies(column) -> {
                    context.addAll(settings);
                    bySessionUser |= settings.isEmpty();
                    yield situation == Situation.OWN_ROW ? new Truths(true, true, true) : Truths.NOT_TRUE;
                }
                case Value.OfSubquery column -> {
                    context.addAll(settings);
                    bySessionUser |= settings.isEmpty();
                    yield contextDiffers && column.depth() <= contextDepth ? Truths.NOT_TRUE : Truths.ANY;
                }
                // A context that is set is not the empty text.
                case Value.Fixed(Object constant) when constant.equals("") -> Truths.FALSE;
                case Value.Fixed constant -> new Truths(true, true, false);
                default -> Truths.ANY;
            };
        }
        boolean links = linkDiffers && (links(left, right) || links(right, left));
        return links ? Truths.NOT_TRUE : Truths.ANY;
    }

    private boolean links(Value inner, Value outer) {
        return inner instanceof Value.OfSubquery column
                && column.depth() > linkDepth
                && (isOfRow(outer) || (outer instanceof Value.OfSubquery other && other.depth() <= linkDepth))
                && belongs(column, outer);
    }

    /** Whether the rows with that value of a column belong to the one row outside that has it: by the tenant, or by a key. */
    private boolean belongs(Value.OfSubquery inner, Value outer) {
        boolean cut = inner.column() == 0
                || (outer instanceof Value.OfRow row && row.column() == 0)
                || (outer instanceof Value.OfSubquery other && other.column() == 0);
        boolean tenants =
                outer instanceof Value.Tenant || surroundings.isTenantColumn(inner.relation(), inner.column());
        return !cut
                && (tenants
                        || isKey(inner.relation(), inner.column(), inner)
                        || (outer instanceof Value.OfRow row && isKey(row.relation(), row.column(), null))
                        || (outer instanceof Value.OfSubquery other && isKey(other.relation(), other.column(), null)));
    }

    /** Whether the column is a key, or of one whose other columns are compared too; what is no table cannot be asked. */
    private boolean isKey(long oid, int number, Value.@Nullable OfSubquery compared) {
        Optional<Relation> relation = surroundings.catalogue().relation(oid).filter(Relation::isTable);
        if (relation.isEmpty()) {
            return true;
        }
        boolean unique = surroundings
                .catalogue()
                .column(relation.get(), number)
                .filter(c -> c.type().equals("uuid"))
                .isPresent();
        return surroundings.catalogue().indexes(relation.get()).stream()
                .filter(i -> i.unique() && !i.partial() && i.key().contains(number))
                .anyMatch(i -> unique
                        || i.key().stream()
                                .allMatch(c -> c == number
                                        || (compared != null
                                                && linked.contains(new Value.OfSubquery(
                                                        oid, compared.range(), c, compared.depth())))));
    }

    private boolean identifies(Value.OfRow column) {
        return anyColumnIdentifies ? !written || namesTenant(column) : !written && isMember(column);
    }

    /** Of a row that is written, the column that references the tenants has to be asked, where there is one. */
    private boolean namesTenant(Value.OfRow column) {
        List<Integer> tenants = surroundings.catalogue().relation(column.relation()).stream()
                .flatMap(surroundings.catalogue()::foreignKeys)
                .filter(k -> k.columns().size() == 1
                        && surroundings.isTenantColumn(
                                k.target(), k.targetColumns().getFirst()))
                .map(k -> k.columns().getFirst())
                .toList();
        return tenants.isEmpty() || tenants.contains(column.column());
    }

    /** What no tenant is called: what is left of a context that is not set, and the customary numbers for none. */
    private static boolean isNobody(Value value) {
        return value instanceof Value.Fixed(Object constant)
                && (constant.equals("")
                        || constant.equals("00000000-0000-0000-0000-000000000000")
                        || (constant instanceof Long number && number <= 0));
    }

    private boolean looksUp(Value value) {
        return value instanceof Value.OfSubquery || (value instanceof Value.OfRow column && isMember(column));
    }

    /** Whether rows are known by it and the tenant, as memberships are: whoever asks for his own sees his own. */
    private boolean isMember(Value.OfRow column) {
        return column.relation() != 0
                && surroundings.catalogue().relation(column.relation()).stream()
                        .flatMap(r -> surroundings.catalogue().constraints(r).stream())
                        .filter(k -> k.kind() == 'p' || k.kind() == 'u')
                        .filter(k -> k.columns().size() == 2 && k.columns().contains(column.column()))
                        .anyMatch(k -> k.columns().stream()
                                .anyMatch(number -> surroundings.isTenantColumn(column.relation(), number)));
    }

    private static boolean isOfRow(Value value) {
        return value instanceof Value.Tenant || value instanceof Value.OfRow;
    }

    private static Truths otherwise(String operator, Value left, Value right) {
        if (left.isNull() || right.isNull()) {
            return Truths.NULL;
        }
        if (left instanceof Value.Fixed(Object l) && right instanceof Value.Fixed(Object r)) {
            Optional<Integer> order = order(l, r);
            if (order.isPresent()) {
                return switch (operator) {
                    case "<>" -> Truths.of(order.get() != 0);
                    case "<" -> Truths.of(order.get() < 0);
                    case "<=" -> Truths.of(order.get() <= 0);
                    case ">" -> Truths.of(order.get() > 0);
                    case ">=" -> Truths.of(order.get() >= 0);
                    default -> Truths.ANY;
                };
            }
        }
        boolean total = !left.canBeNull() && !right.canBeNull();
        return total ? new Truths(true, true, false) : Truths.ANY;
    }

    private static Optional<Integer> order(Object left, Object right) {
        return switch (left) {
            case Long l when right instanceof Long r -> Optional.of(l.compareTo(r));
            // Texts are ordered by a collation that is not known here; only whether they differ is.
            case String l when right instanceof String r && l.equals(r) -> Optional.of(0);
            default -> Optional.empty();
        };
    }

    private Truths array(Expression.ArrayComparison comparison, Scope scope) {
        boolean equality =
                surroundings.catalogue().operator(comparison.operator()).equals("=") && comparison.any();
        Expression array = withoutCasts(comparison.array());
        if (!equality) {
            return Truths.ANY;
        }
        Set<Value> left = values(comparison.left(), scope);
        if (array instanceof Subquery(Subquery.Kind kind, var test, Query query) && kind == Subquery.Kind.ARRAY) {
            return among(left, query, 1, scope);
        }
        List<Expression> elements = array instanceof Expression.Array items ? items.parts() : List.of(array);
        Truths truths = Truths.FALSE;
        for (Expression element : elements) {
            Truths one = Truths.NONE;
            for (Value l : left) {
                for (Value r : values(element, scope)) {
                    one = one.union(equal(l, r));
                }
            }
            truths = truths.or(one);
        }
        return truths;
    }

    private static Expression withoutCasts(Expression expression) {
        return expression instanceof Expression.Cast cast ? withoutCasts(cast.value()) : expression;
    }

    private Truths call(Expression.Call call, Scope scope) {
        Optional<Function> function = surroundings.catalogue().function(call.function());
        if (function.isEmpty()) {
            return Truths.ANY;
        }
        Reach reach = surroundings.reaches().of(function.get());
        boolean asksOfTenant = call.parts().stream()
                .flatMap(p -> values(p, scope).stream())
                .anyMatch(v -> v instanceof Value.Tenant || (anyColumnIdentifies && v instanceof Value.OfRow));
        boolean nobodys =
                call.parts().stream().flatMap(p -> values(p, scope).stream()).anyMatch(Value::isNull);
        if (!asksOfTenant || !reach.ofSession()) {
            return nobodys && situation == Situation.NOBODYS_ROW && reach.ofSession() ? Truths.NOT_TRUE : Truths.ANY;
        }
        // It is asked whether the context may see this tenant. Its word is taken, unless it asks further settings.
        if (!reach.verifies() && !isContext(reach.settings())) {
            return Truths.ANY;
        }
        note(reach);
        return situation == Situation.OWN_ROW ? Truths.ANY : Truths.NOT_TRUE;
    }

    private void note(Reach reach) {
        context.addAll(reach.settings());
        bySessionUser |= reach.settings().isEmpty();
    }

    private boolean isContext(Set<String> settings) {
        Set<String> known = surroundings.contextSettings();
        return known.isEmpty() || known.containsAll(settings);
    }

    // Sub-selects

    private Truths subquery(Subquery subquery, Scope scope) {
        Query query = subquery.query();
        return switch (subquery.kind()) {
            case EXISTS -> exists(query, scope);
            case ANY -> any(subquery, scope);
            case SCALAR ->
                query.targets().isEmpty()
                        ? Truths.ANY
                        : query.isBare()
                                ? truths(query.targets().getFirst(), scope.inside(query))
                                : isEmpty(query, scope) ? truthsOfNothing(query, scope) : Truths.ANY;
            default -> Truths.ANY;
        };
    }

    /** What a scalar sub-select is that finds no row. */
    private Truths truthsOfNothing(Query query, Scope scope) {
        return query.aggregated()
                ? withNothing(() -> truths(query.targets().getFirst(), scope.inside(query)))
                : Truths.NULL;
    }

    private <T> T withNothing(Supplier<T> question) {
        boolean before = ofNothing;
        ofNothing = true;
        try {
            return question.get();
        } finally {
            ofNothing = before;
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
                && surroundings.catalogue().operator(operator).equals("=")
                && !distinct
                && parts.size() == 2) {
            boolean first = withoutCasts(parts.getFirst()) instanceof Expression.Subselected;
            Expression tested = first ? parts.getLast() : parts.getFirst();
            return withoutCasts(first ? parts.getFirst() : parts.getLast())
                                    instanceof Expression.Subselected(int number)
                            && number <= query.targets().size()
                    ? among(values(tested, scope), query, number, scope)
                    : Truths.ANY;
        }
        return Truths.ANY;
    }

    /** Whether one of the values can be among what the query returns in that place, from 1. */
    private Truths among(Set<Value> tested, Query whole, int place, Scope scope) {
        if (tested.stream().allMatch(Value::isNull)) {
            return Truths.NOT_TRUE;
        }
        Query query = returning(whole, place);
        boolean ofRow = tested.stream()
                .allMatch(v -> v.isNull()
                        || ((isOfRow(v) || (contextDiffers && v instanceof Value.OfSubquery))
                                && belongs(query, place, v, scope)));
        boolean ofContext = tested.stream().allMatch(v -> v instanceof Value.Context || v.isNull());
        boolean found = (ofRow && (situation == Situation.OWN_ROW || found(query, scope, true, false)))
                // `context in (select …)`: the context is matched by the test; the query has to lead to the row.
                || (ofContext && found(query, scope, false, true))
                || (!ofRow && !ofContext);
        if (ofContext && !found) {
            tested.forEach(v -> {
                if (v instanceof Value.Context(Set<String> settings)) {
                    context.addAll(settings);
                }
            });
        }
        return found ? Truths.ANY : Truths.NOT_TRUE;
    }

    /** Of the query only what its column in that place, from 1, comes from; what it is joined with freely says nothing of it. */
    private static Query returning(Query query, int place) {
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
    private boolean belongs(Query query, int place, Value tested, Scope scope) {
        if (!query.plain() || place > query.targets().size()) {
            return true;
        }
        Scope inside = scope.inside(query);
        Set<Value.OfSubquery> before = linked;
        linked = new HashSet<>(linked(query, inside));
        Set<Value> returned = new HashSet<>();
        for (int i = 1; i <= query.targets().size(); i++) {
            for (Value value : values(query.targets().get(i - 1), inside)) {
                if (value instanceof Value.OfSubquery column) {
                    linked.add(column);
                }
                if (i == place) {
                    returned.add(value);
                }
            }
        }
        try {
            return returned.stream().allMatch(v -> !(v instanceof Value.OfSubquery column) || belongs(column, tested));
        } finally {
            linked = before;
        }
    }

    /** The columns of a query that it compares with rows outside. */
    private Set<Value.OfSubquery> linked(Query query, Scope inside) {
        Set<Value.OfSubquery> linked = new HashSet<>();
        query.conditions().stream().flatMap(Query::parts).forEach(condition -> {
            if (condition instanceof Expression.Operation operation
                    && operation.parts().size() == 2
                    && surroundings.catalogue().operator(operation.operator()).equals("=")) {
                for (int i = 0; i < 2; i++) {
                    Expression other = operation.parts().get(1 - i);
                    boolean outside =
                            query.asked(other).isEmpty() && other.here().anyMatch(Expression.Column.class::isInstance);
                    for (Value value : outside ? values(operation.parts().get(i), inside) : Set.<Value>of()) {
                        if (value instanceof Value.OfSubquery column) {
                            linked.add(column);
                        }
                    }
                }
            }
        });
        return linked;
    }

    private Truths exists(Query query, Scope scope) {
        if (!query.aggregated()) {
            return isEmpty(query, scope) ? Truths.FALSE : new Truths(true, true, false);
        }
        // It always makes a row, which HAVING may take away.
        Scope inside = scope.inside(query);
        boolean ofNothing = withNothing(() -> query.having().stream()
                .map(h -> truths(h, inside))
                .reduce(Truths.TRUE, Truths::and)
                .canBeTrue());
        return ofNothing || !isEmpty(query, scope) ? new Truths(true, true, false) : Truths.FALSE;
    }

    /** Whether no row can be found: where a row is neither like the context nor linked to the row outside. */
    private boolean isEmpty(Query query, Scope scope) {
        if (situation == Situation.OWN_ROW) {
            return false;
        }
        List<Query> parts = query.plain() && !query.ranges().isEmpty()
                ? query.tied().stream().map(query::only).toList()
                : List.of(query);
        return parts.stream().anyMatch(part -> !found(part, scope, true, false) && !found(part, scope, false, true));
    }

    /** Whether the query can return a row that does not match the context, or does not belong to the outer row. */
    private boolean found(Query query, Scope scope, boolean unlikeContext, boolean unlinked) {
        boolean contextBefore = contextDiffers;
        boolean linkBefore = linkDiffers;
        int linkDepthBefore = linkDepth;
        int contextDepthBefore = contextDepth;
        // Inside a question about rows that are not the context's, these rows are the ones to be linked to.
        if (unlinked) {
            linkDepth = contextDiffers ? scope.depth() : 0;
            contextDepth = Math.min(contextDepth, scope.depth());
        }
        if (unlikeContext) {
            contextDepth = Integer.MAX_VALUE;
        }
        contextDiffers |= unlikeContext;
        linkDiffers |= unlinked;
        try {
            return returnsRows(query, scope, unlikeContext);
        } finally {
            contextDiffers = contextBefore;
            linkDiffers = linkBefore;
            linkDepth = linkDepthBefore;
            contextDepth = contextDepthBefore;
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
        Set<Value.OfSubquery> before = linked;
        linked = new HashSet<>(linked);
        linked.addAll(linked(query, inside));
        try {
            boolean passable = Stream.concat(query.conditions().stream(), query.having().stream())
                    .map(c -> truths(c, inside))
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
            linked = before;
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
                .anyMatch(r -> r.relation() != 0 && r.subquery() == null && surroundings.isConfined(r.relation()));
        boolean byFunction = query.ranges().stream()
                .flatMap(r -> r.functions().stream())
                .anyMatch(f -> isOfContext(values(f, inside)));
        boolean byTarget =
                !query.targets().isEmpty() && query.targets().stream().allMatch(t -> isOfContext(values(t, inside)));
        if (byFunction || byTarget) {
            query.everywhere().forEach(e -> noteSettings(e, inside));
        }
        return byPolicies || byFunction || byTarget;
    }

    private void noteSettings(Expression expression, Scope inside) {
        if (expression instanceof Expression.Call) {
            values(expression, inside).forEach(v -> {
                if (v instanceof Value.Context(Set<String> settings)) {
                    context.addAll(settings);
                }
            });
        }
    }

    private boolean isOfContext(Set<Value> values) {
        return situation == Situation.NO_CONTEXT
                ? values.stream().allMatch(v -> v.isNull() || v.equals(new Value.Fixed("")))
                : values.stream().allMatch(v -> v instanceof Value.Context);
    }

    // Scalars

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
                CUTTING_OPERATORS.contains(surroundings.catalogue().operator(operation.operator()))
                        ? cut(combined(operation.parts(), scope, false))
                        : combined(operation.parts(), scope, false);
            case Expression.Aggregate aggregate
            when ofNothing ->
                Set.of(
                        surroundings
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
            case Subquery subquery -> scalar(subquery, scope);
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
        if (surroundings.isTenantColumn(relation, column.number())) {
            return situation == Situation.NOBODYS_ROW ? new Value.Null() : new Value.Tenant();
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
                .anyMatch(v -> others.stream().anyMatch(o -> equal(v, o).canBeTrue()));
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
        String builtIn = surroundings.catalogue().builtInFunction(call.function());
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
        Optional<Function> function = surroundings.catalogue().function(call.function());
        if (function.isEmpty()) {
            return Set.of(new Value.Unknown());
        }
        Reach reach = surroundings.reaches().of(function.get());
        Set<Value> arguments = combined(call.parts(), scope, false);
        boolean ofRow = arguments.stream()
                .anyMatch(v -> v instanceof Value.Tenant || v instanceof Value.OfRow || v instanceof Value.OfSubquery);
        if (ofRow) {
            return Set.of(new Value.Unknown());
        }
        if (reach.ofSession()) {
            return reach.settings().isEmpty()
                    ? Set.of(new Value.Context(Set.of()))
                    : reach.verifies() || isContext(reach.settings()) || reachesContext(reach)
                            ? situation == Situation.NO_CONTEXT
                                    ? Set.of(new Value.Null())
                                    : Set.of(new Value.Context(reach.settings()))
                            : Set.of(new Value.Setting());
        }
        return arguments.stream().anyMatch(Value.Context.class::isInstance) ? arguments : Set.of(new Value.Unknown());
    }

    private boolean reachesContext(Reach reach) {
        return reach.settings().stream().anyMatch(surroundings.contextSettings()::contains);
    }

    /** A context that is not set is absent, or empty where a transaction before had set it. */
    private Set<Value> setting(Set<String> names, boolean missingIsNull) {
        if (!isContext(names)) {
            return Set.of(new Value.Setting());
        }
        if (situation == Situation.NO_CONTEXT) {
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
        boolean absent = nothing || (empty && situation == Situation.NO_CONTEXT);
        return absent
                ? Set.of(new Value.Null())
                : parts.size() == 1 && keepsIdentity ? values(parts.getFirst(), scope) : Set.of(new Value.Unknown());
    }

    private Set<Value> scalar(Subquery subquery, Scope scope) {
        Query query = subquery.query();
        Scope inside = scope.inside(query);
        boolean scalar = subquery.kind() == Subquery.Kind.SCALAR || subquery.kind() == Subquery.Kind.ARRAY;
        if (query.targets().isEmpty() || !scalar) {
            return Set.of(new Value.Unknown());
        }
        if (query.isBare()) {
            return values(query.targets().getFirst(), inside);
        }
        if (query.aggregated() && isEmpty(query, scope)) {
            return withNothing(() -> values(query.targets().getFirst(), inside));
        }
        Query returning = returning(query, 1);
        boolean belongs = !found(returning, scope, false, true);
        if (belongs
                && withoutCasts(query.targets().getFirst())
                        instanceof Expression.Column(int level, int range, int number)
                && level == 0
                && surroundings.isTenantColumn(inside.relation(range), number)) {
            return Set.of(situation == Situation.NOBODYS_ROW ? new Value.Null() : new Value.Tenant());
        }
        Set<String> before = Set.copyOf(context);
        boolean ofContext = !found(returning, scope, true, false);
        Set<String> settings = new LinkedHashSet<>(context);
        settings.removeAll(before);
        if (!ofContext) {
            return Set.of(new Value.Unknown());
        }
        return Set.of(situation == Situation.NO_CONTEXT ? new Value.Null() : new Value.Context(Set.copyOf(settings)));
    }
}
