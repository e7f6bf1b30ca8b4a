package io.partywall.inspector.check;

import io.partywall.inspector.catalogue.Column;
import io.partywall.inspector.catalogue.Policy;
import io.partywall.inspector.expression.Expression;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Step;
import io.partywall.inspector.meaning.Meaning;
import io.partywall.inspector.meaning.Reach;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The same policy, asking the context once a statement and taking an empty context for none. One way for all findings about
 * that, so that their remedies do not undo one another.
 */
public final class Improvement {

    private static final Set<Long> TEXTS = Set.of(25L, 1043L, 1042L, 19L);
    private static final Set<Long> JSON = Set.of(114L, 3802L);
    private static final Set<String> TRIMMING = Set.of("btrim", "ltrim", "rtrim", "lower", "upper");

    private Improvement() {}

    /**
     * The change of the policy, of those expressions that it betters; empty where it betters none.
     *
     * @param requiredToo whether a context that has to be set may be missing afterwards
     */
    public static Optional<String> statement(Database db, Policy policy, boolean requiredToo) {
        String using = better(db, policy, policy.usingTree(), policy.using(), requiredToo);
        String check = better(db, policy, policy.checkTree(), policy.check(), requiredToo);
        if (using.isEmpty() && check.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Policies.alter(db, policy)
                + (using.isEmpty() ? "" : " using (" + new PolicyText(using).bare() + ")")
                + (check.isEmpty() ? "" : " with check (" + new PolicyText(check).bare() + ")"));
    }

    /** The remedy of whoever finds fault with how often a policy asks. */
    public static Remedy remedy(Database db, Policy policy) {
        String[] statements = statement(db, policy, false).stream().toArray(String[]::new);
        return suffices(db, policy)
                ? Remedy.mechanical(Step.POLICIES, statements)
                : statements.length > 0
                        ? Remedy.decide(Step.POLICIES, "Close the policy first, where it is open.", statements)
                        : Remedy.advice("Let the policy compare a column with (select f()), or look the row up in"
                                + " (select array(…)), instead of calling a function with the row's columns.");
    }

    /** Whether that change leaves nothing to be said, and reopens nothing that another remedy closes. */
    public static boolean suffices(Database db, Policy policy) {
        boolean confines = Stream.of(db.seen(policy), db.written(policy))
                .flatMap(Optional::stream)
                .allMatch(Meaning::confines);
        boolean ofRow = db.expressions(policy).flatMap(e -> unwrapped(db, e)).anyMatch(Improvement::asksRow);
        return confines && !ofRow && (!parsesJson(db, policy) || comparesOnce(db, policy));
    }

    /** Whether it is one comparison of the column, all of which goes into the sub-select. */
    private static boolean comparesOnce(Database db, Policy policy) {
        return Stream.of(Optional.ofNullable(policy.using()), Optional.ofNullable(policy.check()))
                .flatMap(Optional::stream)
                .allMatch(text -> db.tenantColumnOf(Policies.table(db, policy))
                        .map(Column::sql)
                        .filter(column ->
                                !new PolicyText(text).comparedWith(column).isEmpty())
                        .isPresent());
    }

    private static String better(
            Database db, Policy policy, @Nullable String tree, @Nullable String text, boolean requiredToo) {
        if (tree == null || text == null) {
            return "";
        }
        String better = of(db, policy, tree, text, requiredToo);
        return better.equals(text) ? "" : better;
    }

    static String of(Database db, Policy policy, String tree, String text, boolean requiredToo) {
        Expression expression = db.catalogue().expression(tree);
        PolicyText better = new PolicyText(text);
        if (readsCarelessly(db, expression)) {
            better = better.nullForEmpty(db.contextSettings(), requiredToo);
        }
        Set<String> names = new TreeSet<>();
        unwrapped(db, expression)
                .filter(call -> !asksRow(call))
                .forEach(call -> names.add(
                        db.meanings().readSetting(call).isPresent()
                                ? "current_setting"
                                : db.catalogue()
                                        .function(call.function())
                                        .orElseThrow()
                                        .sql()));
        if (!names.isEmpty()) {
            Optional<Column> column = db.tenantColumnOf(Policies.table(db, policy));
            better = (column.isPresent() ? better.comparingOnce(column.get().sql()) : better).callingOnce(names);
        }
        return better.toString();
    }

    private static boolean asksRow(Expression.Call call) {
        return call.everywhere().anyMatch(Expression.Column.class::isInstance);
    }

    /** Calls outside sub-selects that read a setting, or come to. */
    public static Stream<Expression.Call> unwrapped(Database db, Expression expression) {
        return expression
                .here()
                .filter(Expression.Call.class::isInstance)
                .map(Expression.Call.class::cast)
                .filter(call -> db.meanings().readSetting(call).isPresent()
                        || db.catalogue()
                                .function(call.function())
                                .map(db.reaches()::of)
                                .filter(Reach::ofSession)
                                .isPresent());
    }

    /** Whether a context is parsed as JSON outside a sub-select. */
    public static boolean parsesJson(Database db, Policy policy) {
        return db.expressions(policy)
                .flatMap(Expression::here)
                .anyMatch(e -> e instanceof Expression.Cast(Expression value, long type)
                        && JSON.contains(type)
                        && unwrapped(db, value).findAny().isPresent());
    }

    /** Whether a context that is not set is an error in it: it has to be there, or is cast while it is empty. */
    public static boolean readsCarelessly(Database db, Expression expression) {
        return requires(db, expression)
                || expression
                        .everywhere()
                        .anyMatch(e -> e instanceof Expression.Cast(Expression value, long type)
                                && !TEXTS.contains(type)
                                && unguarded(db, value));
    }

    /** Whether the context has to be set: {@code current_setting} with one argument. */
    public static boolean requires(Database db, Expression expression) {
        return expression
                .everywhere()
                .anyMatch(e -> isContext(db, e) && e.parts().size() == 1);
    }

    private static boolean unguarded(Database db, Expression value) {
        List<Expression> inner = new ArrayList<>();
        switch (value) {
            case Expression.Cast cast -> inner.add(cast.value());
            case Expression.Coalesce coalesce -> inner.addAll(coalesce.parts());
            case Expression.Subquery subquery
            when subquery.query().isBare() -> inner.addAll(subquery.query().targets());
            case Expression.Call call
            when TRIMMING.contains(
                    db.catalogue().builtInFunction(call.function()).toLowerCase(Locale.ROOT)) ->
                inner.addAll(call.parts());
            default -> {
                return isContext(db, value);
            }
        }
        return inner.stream().anyMatch(e -> unguarded(db, e));
    }

    private static boolean isContext(Database db, Expression expression) {
        return db.meanings()
                .readSetting(expression)
                .filter(db.contextSettings()::contains)
                .isPresent();
    }
}
