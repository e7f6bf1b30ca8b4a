package io.partywall.inspector.meaning;

import io.partywall.inspector.expression.Expression;
import io.partywall.inspector.expression.Expression.Subquery;
import io.partywall.inspector.expression.Query;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Says what expressions mean in one database. Not safe for concurrent use. */
public final class Meanings {

    private static final Set<String> PATTERNS = Set.of("~~", "~~*", "!~~", "!~~*", "~", "~*", "!~", "!~*", "^@");
    private static final Set<String> PATTERN_FUNCTIONS = Set.of(
            "starts_with",
            "strpos",
            "position",
            "like",
            "texticlike",
            "textlike",
            "regexp_like",
            "regexp_match",
            "similar_to_escape");

    private final Surroundings surroundings;

    public Meanings(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** What a policy's expression on a relation means for rows that are read. */
    public Meaning ofPolicy(Expression expression, long relation) {
        return ofPolicy(expression, relation, false);
    }

    /** What it means for rows that are written. */
    public Meaning ofCheck(Expression expression, long relation) {
        return ofPolicy(expression, relation, true);
    }

    private Meaning ofPolicy(Expression expression, long relation, boolean written) {
        return of(expression, new Scope(Query.of(relation), null), !surroundings.hasTenantColumn(relation), written);
    }

    /** What the conditions of a view's query let through, of the tenant tables that it reads. */
    public Meaning ofView(Query query) {
        List<Expression> conditions = new ArrayList<>(query.conditions());
        conditions.addAll(query.having());
        return of(new Expression.And(conditions), new Scope(query, null), false, false);
    }

    private Meaning of(Expression expression, Scope scope, boolean anyColumnIdentifies, boolean written) {
        Evaluation anothers = new Evaluation(surroundings, Situation.ANOTHERS_ROW, anyColumnIdentifies, written);
        Evaluation unset = new Evaluation(surroundings, Situation.NO_CONTEXT, anyColumnIdentifies, written);
        Evaluation nobodys = new Evaluation(surroundings, Situation.NOBODYS_ROW, anyColumnIdentifies, written);
        Evaluation own = new Evaluation(surroundings, Situation.OWN_ROW, anyColumnIdentifies, written);
        Truths ofAnothers = anothers.truths(expression, scope);
        Truths withoutContext = unset.truths(expression, scope);
        Truths ofNobody = nobodys.truths(expression, scope);
        List<Opening> openings = new ArrayList<>();
        if (ofAnothers.canBeTrue()) {
            openings.addAll(openings(expression, scope, anothers));
        } else if (withoutContext.canBeTrue()) {
            openings.add(new Opening(Opening.Kind.UNSET_CONTEXT, String.join(", ", settings(expression))));
        }
        boolean alwaysTrue = ofAnothers.mustBeTrue()
                && withoutContext.mustBeTrue()
                && own.truths(expression, scope).mustBeTrue();
        return new Meaning(
                openings.isEmpty(),
                ofNobody.canBeTrue(),
                alwaysTrue,
                List.copyOf(openings),
                Set.copyOf(anothers.context()),
                anothers.bySessionUser());
    }

    /** What makes it true for another's row; it can be. */
    private List<Opening> openings(Expression expression, Scope scope, Evaluation anothers) {
        List<Opening> openings = new ArrayList<>();
        switch (expression) {
            case Expression.Or or ->
                or.parts().stream()
                        .filter(arm -> anothers.truths(arm, scope).canBeTrue())
                        .forEach(arm -> openings.addAll(openings(arm, scope, anothers)));
            case Expression.And and -> {
                // All of its parts have to be true: the most telling of them is why, and a mere TRUE is none.
                List<Opening> parts = and.parts().stream()
                        .flatMap(part -> openings(part, scope, anothers).stream())
                        .sorted(Comparator.comparing(Opening::kind))
                        .toList();
                openings.add(parts.stream()
                        .filter(o -> o.kind() != Opening.Kind.UNBOUND)
                        .findFirst()
                        .or(() -> parts.stream().findFirst())
                        .orElse(new Opening(Opening.Kind.UNBOUND, "")));
            }
            case Expression.Case cases -> openings.addAll(openingsOfCase(cases, scope, anothers));
            case Expression.Coalesce coalesce -> openings.addAll(openingsOfAny(coalesce, scope, anothers));
            case Expression.Cast cast -> openings.addAll(openingsOfAny(cast, scope, anothers));
            case Expression.Is is
            when Boolean.TRUE.equals(is.wanted()) && !is.negated() ->
                openings.addAll(openingsOfAny(is, scope, anothers));
            default -> openings.add(classify(expression, scope, anothers));
        }
        return openings;
    }

    /** Of those of its parts that can be true; of itself where none can, as {@code coalesce(null, …)}. */
    private List<Opening> openingsOfAny(Expression expression, Scope scope, Evaluation anothers) {
        List<Opening> parts = expression.parts().stream()
                .filter(part -> anothers.truths(part, scope).canBeTrue())
                .flatMap(part -> openings(part, scope, anothers).stream())
                .toList();
        return parts.isEmpty() ? List.of(classify(expression, scope, anothers)) : parts;
    }

    /** A result counts with the condition that leads to it. */
    private List<Opening> openingsOfCase(Expression.Case cases, Scope scope, Evaluation anothers) {
        List<Opening> openings = new ArrayList<>();
        for (int i = 0; i < cases.results().size(); i++) {
            Expression result = cases.results().get(i);
            Expression reached = i < cases.conditions().size()
                    ? new Expression.And(List.of(cases.conditions().get(i), result))
                    : result;
            if (anothers.truths(reached, scope).canBeTrue()) {
                openings.addAll(openings(reached, scope, anothers));
            }
        }
        return openings;
    }

    private Opening classify(Expression expression, Scope scope, Evaluation anothers) {
        List<Expression> all = expression.everywhere().toList();
        Set<String> settings = settings(expression);
        boolean sessionUser = all.stream().anyMatch(Expression.SessionUser.class::isInstance)
                || reaches(all).stream().anyMatch(Reach::sessionUser);
        boolean ofSession = !settings.isEmpty() || sessionUser;
        boolean asksTenant = asksTenant(expression, scope, anothers);
        if (anothers.truths(expression, scope).mustBeTrue() || saysNothing(expression)) {
            return new Opening(Opening.Kind.UNBOUND, "");
        }
        if (asksTenant && ofSession && all.stream().anyMatch(this::isPattern)) {
            return new Opening(Opening.Kind.PATTERN, String.join(", ", settings));
        }
        if (expression instanceof Subquery(Subquery.Kind kind, var test, Query query) && !query.isBare()) {
            return ofSubquery(query, asksTenant, ofSession, settings, expression);
        }
        if (asksTenant && !ofSession && isLiteral(expression, scope, anothers)) {
            return new Opening(Opening.Kind.LITERAL, "");
        }
        if (ofSession && (!asksTenant || expression instanceof Expression.Call)) {
            return new Opening(Opening.Kind.BYPASS, settings.isEmpty() ? "the role" : String.join(", ", settings));
        }
        boolean asksRow = all.stream().anyMatch(Expression.Column.class::isInstance);
        return new Opening(asksRow && !asksTenant ? Opening.Kind.OTHER_COLUMNS : Opening.Kind.UNBOUND, "");
    }

    /** {@code x = x} and {@code x is not null}, whatever the column. */
    private static boolean saysNothing(Expression expression) {
        return switch (expression) {
            case Expression.Operation operation ->
                operation.parts().size() == 2
                        && operation.parts().getFirst() instanceof Expression.Column
                        && operation.parts().getFirst().equals(operation.parts().getLast());
            case Expression.IsNull test -> test.negated() && test.value() instanceof Expression.Column;
            default -> false;
        };
    }

    private Opening ofSubquery(
            Query query, boolean asksTenant, boolean ofSession, Set<String> settings, Expression expression) {
        boolean ofTenants = query.relations().anyMatch(this::knowsTenants) || comparesWithItself(query);
        boolean linked = expression
                .everywhere()
                .anyMatch(e -> e instanceof Expression.Column(int level, int range, int number) && level > 0);
        if (ofSession && !ofTenants && !asksTenant && !linked) {
            return new Opening(Opening.Kind.BYPASS, String.join(", ", settings));
        }
        return new Opening(!ofSession && linked && !asksTenant ? Opening.Kind.OTHER_COLUMNS : Opening.Kind.UNBOUND, "");
    }

    /** Whether its rows belong to tenants: a membership rather than a list of administrators. */
    private boolean knowsTenants(long relation) {
        return surroundings.hasTenantColumn(relation)
                || surroundings.catalogue().relation(relation).stream()
                        .flatMap(surroundings.catalogue()::foreignKeys)
                        .anyMatch(key -> surroundings.isTenantColumn(
                                key.target(), key.targetColumns().getFirst()));
    }

    /** {@code where m.org = org}: the name of the outer column was taken for the inner one. */
    private static boolean comparesWithItself(Query query) {
        return query.everywhere()
                .anyMatch(e -> e instanceof Expression.Operation operation
                        && operation.parts().size() == 2
                        && operation.parts().getFirst() instanceof Expression.Column
                        && operation.parts().getFirst().equals(operation.parts().getLast()));
    }

    private boolean asksTenant(Expression expression, Scope scope, Evaluation anothers) {
        boolean here = expression
                .here()
                .filter(Expression.Column.class::isInstance)
                .anyMatch(column -> anothers.values(column, scope).contains(new Value.Tenant()));
        return here || asksTenantFromInside(expression, scope, 1);
    }

    private boolean asksTenantFromInside(Expression expression, Scope scope, int depth) {
        return expression
                .here()
                .filter(Subquery.class::isInstance)
                .map(Subquery.class::cast)
                .flatMap(s -> s.query().everywhere())
                .anyMatch(e -> e instanceof Expression.Column(int level, int range, int number)
                        && level == depth
                        && surroundings.isTenantColumn(scope.relation(range), number));
    }

    private static boolean isLiteral(Expression expression, Scope scope, Evaluation anothers) {
        List<Expression> sides =
                switch (expression) {
                    case Expression.Operation operation -> operation.parts();
                    case Expression.ArrayComparison comparison ->
                        comparison.array() instanceof Expression.Array array ? array.parts() : comparison.parts();
                    default -> List.of();
                };
        return sides.stream()
                .flatMap(side -> anothers.values(side, scope).stream())
                .anyMatch(Value.Fixed.class::isInstance);
    }

    private boolean isPattern(Expression expression) {
        return switch (expression) {
            case Expression.Operation operation ->
                PATTERNS.contains(surroundings.catalogue().operator(operation.operator()));
            case Expression.ArrayComparison comparison ->
                PATTERNS.contains(surroundings.catalogue().operator(comparison.operator()));
            case Expression.Call call ->
                PATTERN_FUNCTIONS.contains(surroundings.catalogue().builtInFunction(call.function()));
            default -> false;
        };
    }

    private List<Reach> reaches(List<Expression> expressions) {
        return expressions.stream()
                .filter(Expression.Call.class::isInstance)
                .map(e -> surroundings.catalogue().function(((Expression.Call) e).function()))
                .flatMap(Optional::stream)
                .map(surroundings.reaches()::of)
                .toList();
    }

    /** The settings that an expression reads, itself or through functions. */
    public Set<String> settings(Expression expression) {
        List<Expression> all = expression.everywhere().toList();
        Set<String> settings = new LinkedHashSet<>();
        for (Expression one : all) {
            readSetting(one).ifPresent(settings::add);
        }
        reaches(all).forEach(reach -> settings.addAll(reach.settings()));
        return settings;
    }

    /** The setting that this very expression reads: it is {@code current_setting(…)}. */
    public Optional<String> readSetting(Expression expression) {
        if (expression instanceof Expression.Call(long function, List<Expression> arguments)
                && surroundings.catalogue().builtInFunction(function).equals("current_setting")) {
            return Optional.of(
                    arguments.getFirst() instanceof Expression.Constant(Object name, boolean known)
                                    && name instanceof String text
                            ? text.toLowerCase(Locale.ROOT)
                            : Reach.ANY_SETTING);
        }
        return Optional.empty();
    }
}
