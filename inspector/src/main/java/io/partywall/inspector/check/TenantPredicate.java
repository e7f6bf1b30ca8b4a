package io.partywall.inspector.check;

import io.partywall.inspector.catalogue.Column;
import io.partywall.inspector.catalogue.Policy;
import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.catalogue.Sql;
import io.partywall.inspector.expression.Expression;
import io.partywall.inspector.meaning.Meaning;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The predicate that tells a tenant's rows: the one that the database's own policies use where one is right as it stands,
 * because only its authors know whether a context is signed, a claim or a membership; otherwise a plain comparison.
 */
final class TenantPredicate {

    private static final List<String> INTEGERS = List.of("smallint", "integer", "bigint");

    private static final Pattern SPELT_OUT = Pattern.compile(
            "^(\\w+|\"(?:[^\"]|\"\")+\") = \\( SELECT \\(?NULLIF\\(current_setting\\(('(?:[^']|'')+')::text, true\\),"
                    + " ''::text\\)\\)?(::\\w+)? AS \"?nullif\"?\\)$");

    private final Database db;
    private @Nullable List<Known> known;
    private final Map<String, Optional<String>> usual = new HashMap<>();

    TenantPredicate(Database db) {
        this.db = db;
    }

    /** A predicate of the database's own, on the table that it is for. */
    private record Known(Relation table, Column column, String text, boolean correlated) {}

    String of(Relation table) {
        Optional<Column> column = db.tenantColumnOf(table);
        if (column.isEmpty()) {
            return standard(db.tenantColumn(), "uuid");
        }
        return most(known().stream().filter(k -> k.table().equals(table)).map(Known::text))
                .or(() -> usual(table, column.get()))
                .orElseGet(() -> standard(column.get().sql(), column.get().type()));
    }

    /** What most others would have it, carried over; the same for all tables whose column is called and typed so. */
    private Optional<String> usual(Relation table, Column column) {
        boolean alike = known().stream().noneMatch(Known::correlated);
        Supplier<Optional<String>> asked = () ->
                most(known().stream().map(k -> carriedOver(k, table, column)).flatMap(Optional::stream));
        return alike ? usual.computeIfAbsent(column.name() + " " + column.typeOid(), key -> asked.get()) : asked.get();
    }

    /** As the model's policies have it, where they can be carried over. */
    String like(Relation model, Relation table) {
        return db.tenantColumnOf(table)
                .flatMap(column -> most(known().stream()
                        .filter(k -> k.table().equals(model))
                        .map(k -> carriedOver(k, table, column))
                        .flatMap(Optional::stream)))
                .orElseGet(() -> of(table));
    }

    private static Optional<String> most(Stream<String> texts) {
        Map<String, Integer> counts = new HashMap<>();
        texts.forEach(text -> counts.merge(text, 1, Integer::sum));
        return counts.entrySet().stream()
                .max(Map.Entry.<String, Integer>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .map(Map.Entry::getKey);
    }

    /** Whether it is the database's own, or there is none. */
    boolean isOwn(Relation table) {
        if (known().isEmpty()) {
            return db.policies()
                    .noneMatch(p -> db.seen(p).map(Meaning::confines).orElse(false));
        }
        return db.tenantColumnOf(table).stream()
                .anyMatch(column -> known().stream()
                        .anyMatch(k -> k.table().equals(table)
                                || carriedOver(k, table, column).isPresent()));
    }

    private List<Known> known() {
        if (known == null) {
            known = db.policies().flatMap(policy -> known(policy).stream()).toList();
        }
        return known;
    }

    /** Of policies that ask for the tenant and for nothing else. */
    private Optional<Known> known(Policy policy) {
        String text = policy.using() != null ? policy.using() : policy.check();
        String tree = policy.using() != null ? policy.usingTree() : policy.checkTree();
        Optional<Meaning> meaning = policy.using() != null ? db.seen(policy) : db.written(policy);
        Relation table = Policies.table(db, policy);
        Optional<Column> column = db.tenantColumnOf(table);
        if (text == null
                || tree == null
                || column.isEmpty()
                || meaning.filter(m -> m.confines() && !m.passesNobodysRows()).isEmpty()) {
            return Optional.empty();
        }
        Expression expression = db.catalogue().expression(tree);
        RowColumns columns = RowColumns.of(expression);
        boolean plain = columns.only(column.get().number()) && !hidesColumn(expression, column.get());
        String better = Improvement.of(db, policy, tree, text, false);
        return plain
                ? Optional.of(new Known(
                        table,
                        column.get(),
                        readable(new PolicyText(better).bare().toString()),
                        columns.correlated()))
                : Optional.empty();
    }

    /** PostgreSQL spells a plain setting out with casts and a name for the sub-select; nobody would write it so. */
    private static String readable(String text) {
        return SPELT_OUT.matcher(text).replaceFirst("$1 = (select nullif(current_setting($2, true), '')$3)");
    }

    /** Whether the column is under a cast or a function, where no index serves it. */
    private static boolean hidesColumn(Expression expression, Column column) {
        return expression
                .here()
                .filter(Expression.Cast.class::isInstance)
                .anyMatch(cast -> cast.here()
                        .anyMatch(e -> e instanceof Expression.Column(int level, int range, int number)
                                && level == 0
                                && number == column.number()));
    }

    /** The same for another table: with its name, its column, its type. */
    private static Optional<String> carriedOver(Known known, Relation table, Column column) {
        boolean sameType = known.column().typeOid() == column.typeOid();
        if (known.correlated()) {
            Matcher alias = Pattern.compile("(?<![\\w.\"])" + Pattern.quote(simpleName(known.table()) + "."))
                    .matcher(known.text());
            return sameType && known.column().name().equals(column.name())
                    ? Optional.of(alias.replaceAll(Matcher.quoteReplacement(simpleName(table) + ".")))
                    : Optional.empty();
        }
        if (sameType && known.column().name().equals(column.name())) {
            return Optional.of(known.text());
        }
        String compared = new PolicyText("(" + known.text() + ")")
                .comparedWith(known.column().sql());
        boolean castable = !compared.startsWith("ANY")
                && (column.type().equals("text")
                        || (INTEGERS.contains(column.type())
                                && INTEGERS.contains(known.column().type())));
        if (compared.isEmpty() || !(sameType || castable)) {
            return Optional.empty();
        }
        return Optional.of(column.sql() + " = " + (sameType ? compared : "(" + compared + ")::" + column.type()));
    }

    private static String simpleName(Relation table) {
        return Sql.identifier(table.name());
    }

    private String standard(String column, String type) {
        boolean byRole = db.contextSetting().isEmpty()
                && db.policies()
                        .flatMap(p -> Stream.of(db.seen(p), db.written(p)).flatMap(Optional::stream))
                        .anyMatch(Meaning::bySessionUser);
        if (byRole) {
            return column + " = (select current_user" + (type.equals("name") ? "" : "::" + type) + ")";
        }
        String value = "nullif(current_setting('"
                + db.contextSetting().orElse("app.current_tenant_id").replace("'", "''") + "', true), '')";
        return column + " = (select " + value + (isText(type) ? "" : "::" + type) + ")";
    }

    private static boolean isText(@Nullable String type) {
        return "text".equals(type) || "character varying".equals(type);
    }
}
