package io.partywall.isolation;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jooq.Keyword;
import org.jooq.QueryPart;
import org.jooq.SQL;
import org.jooq.Select;
import org.jooq.Statement;
import org.jooq.Table;
import org.jooq.impl.CustomCondition;
import org.jooq.impl.CustomField;
import org.jooq.impl.CustomQueryPart;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/**
 * What has to be known of jOOQ's inside, because its public model hides it: raw text that a statement carries in private
 * fields, and which templates and hooks are jOOQ's own. Everything here is a list of what is allowed: a version of jOOQ that
 * moves one of these fields or classes is refused when this class loads, or statement by statement, and never let through.
 */
final class JooqInternals {

    private static final String PACKAGE = "org.jooq.impl.";

    private static final Pattern WORD = Pattern.compile("[A-Za-z_]+");

    /** Statements that a scope can confine, with the wrappers that jOOQ's steps put around them. */
    private static final Set<String> STATEMENTS = Set.of(
            "SelectImpl",
            "SelectQueryImpl",
            "FetchCount",
            "InsertImpl",
            "InsertQueryImpl",
            "InsertAsResultQuery",
            "UpdateImpl",
            "UpdateQueryImpl",
            "UpdateAsResultQuery",
            "DeleteImpl",
            "DeleteQueryImpl",
            "DeleteAsResultQuery",
            "MergeImpl",
            // Both hold nothing but a template, which is judged on its own.
            "SQLQuery",
            "SQLResultQuery");

    private static final Set<String> WRITES =
            Set.of("InsertQueryImpl", "UpdateQueryImpl", "DeleteQueryImpl", "MergeImpl");

    /** Things that may stand in a FROM clause and declare no table but through a part that is visited in its turn. */
    private static final Set<String> TABLE_EXPRESSIONS = Set.of(
            "TableAlias",
            "Join",
            "CrossJoin",
            "LeftJoin",
            "RightJoin",
            "FullJoin",
            "LeftSemiJoin",
            "LeftAntiJoin",
            "NaturalJoin",
            "NaturalLeftJoin",
            "NaturalRightJoin",
            "NaturalFullJoin",
            "CrossApply",
            "OuterApply",
            "StraightJoin",
            "NoTableJoin",
            "NoTable",
            "NoAutoAlias",
            "DerivedTable",
            "InlineDerivedTable",
            "AliasedSelect",
            "Lateral",
            "Values",
            "ArrayTable",
            "ArrayTable$StandardUnnest",
            "ArrayOfValues$StandardUnnest",
            "ArrayOfValues",
            "FunctionTable",
            "GenerateSeries",
            "RowsFrom",
            "WithOrdinalityTable",
            "JSONTable",
            "XMLTable",
            "Dual",
            "SQLTable",
            "DataChangeDeltaTable");

    private static final Field TEMPLATE = field("SQLImpl", "sql");
    private static final Field SUBSTITUTES = field("SQLImpl", "substitutes");
    private static final Field HINT = field("SelectQueryImpl", "hint");
    private static final Field OPTION = field("SelectQueryImpl", "option");
    private static final Field UNIONS = field("SelectQueryImpl", "union");
    private static final Field ALIAS = field("TableImpl", "alias");
    private static final Field ALIASED = field("Alias", "wrapped");
    private static final Field PARAMETERS = field("TableImpl", "parameters");
    private static final Field FIELD_CONSUMER = field("CustomField$1", "val$consumer");
    private static final Field CONDITION_CONSUMER = field("CustomCondition$1", "val$consumer");
    private static final Field PART_CONSUMER = field("CustomQueryPart$1", "val$consumer");

    private JooqInternals() {}

    static boolean isConfinableStatement(QueryPart part) {
        return STATEMENTS.contains(simpleName(part));
    }

    static boolean isTableExpression(QueryPart part) {
        return TABLE_EXPRESSIONS.contains(simpleName(part));
    }

    /** Whether the table is a call of a function that returns rows. */
    static boolean isFunctionCall(TableImpl<?> table) {
        return get(PARAMETERS, table) != null;
    }

    /** What the alias of a generated table's copy stands for, or null where the table is no such copy. */
    static @Nullable Table<?> aliasedBy(TableImpl<?> table) {
        Object alias = get(ALIAS, table);
        return alias == null ? null : (Table<?>) get(ALIASED, alias);
    }

    /** The raw text that a SELECT carries outside of its parts ({@code hint}, {@code option}), if it has any. */
    static @Nullable String rawTextOf(Select<?> select) {
        if (!simpleName(select).equals("SelectQueryImpl")) {
            return null;
        }
        return get(HINT, select) instanceof String hint ? hint : (String) get(OPTION, select);
    }

    /** Whether the SELECT is a UNION or its like, so that its own projection is only the first of several. */
    static boolean isSetOperation(Select<?> select) {
        Select<?> query = select instanceof org.jooq.SelectFinalStep<?> step ? step.getQuery() : select;
        return !simpleName(query).equals("SelectQueryImpl")
                || !(get(UNIONS, query) instanceof List<?> unions)
                || !unions.isEmpty();
    }

    /** A SELECT, or plain SQL, which is judged where its text is met. */
    static boolean isReading(Statement statement) {
        return statement instanceof Select<?>
                || simpleName(statement).equals("FetchCount")
                || simpleName(statement).equals("SQLQuery")
                || simpleName(statement).equals("SQLResultQuery");
    }

    /** A write itself, not a step of its construction or a wrapper that returns rows. */
    static boolean isWrite(Statement statement) {
        return WRITES.contains(simpleName(statement));
    }

    static boolean isAlias(QueryPart part) {
        return simpleName(part).equals("Alias") || simpleName(part).equals("TableAlias");
    }

    /**
     * A keyword is raw text. Only a template can take one from an application, and even jOOQ's own templates then take no
     * more than a word.
     */
    static boolean isForeignKeyword(QueryPart part, QueryPart within) {
        return part instanceof Keyword
                && within instanceof SQL
                && !WORD.matcher(part.toString()).matches();
    }

    static boolean isRowLock(QueryPart part) {
        return simpleName(part).equals("ForLock");
    }

    /**
     * The text of a plain SQL template that somebody other than jOOQ wrote, or null. Where it makes a relation or a
     * statement of its own less is known: even {@code {0}} could name a table there.
     */
    static @Nullable String foreignTemplate(QueryPart part, QueryPart within) {
        if (!(part instanceof SQL) || isMarked(part)) {
            return null;
        }
        String template = simpleName(part).equals("SQLImpl")
                ? String.valueOf(get(TEMPLATE, part))
                : part.getClass().getName();
        boolean known =
                switch (simpleName(within)) {
                    case "SQLTable" -> JooqTemplates.isKnownRelation(template);
                    case "SQLQuery", "SQLResultQuery" -> false;
                    default -> JooqTemplates.isKnownExpression(template);
                };
        return known ? null : template;
    }

    private static boolean isMarked(QueryPart part) {
        return simpleName(part).equals("SQLImpl")
                && get(SUBSTITUTES, part) instanceof List<?> substitutes
                && substitutes.size() == 1
                && substitutes.getFirst() instanceof UnscopedSql
                && "{0}".equals(get(TEMPLATE, part));
    }

    /** Whether the part renders itself with code that is not jOOQ's, and so may render anything. */
    static boolean isForeignRenderer(QueryPart part) {
        Class<?> type = part.getClass();
        if (!type.getName().startsWith(PACKAGE)) {
            return part instanceof CustomField<?>
                    || part instanceof CustomCondition
                    || part instanceof CustomQueryPart
                    || !isGenerated(part);
        }
        return switch (simpleName(part)) {
            case "CustomField$1" -> isForeign(get(FIELD_CONSUMER, part));
            case "CustomCondition$1" -> isForeign(get(CONDITION_CONSUMER, part));
            case "CustomQueryPart$1" -> isForeign(get(PART_CONSUMER, part));
            default -> false;
        };
    }

    /** The code generator's classes extend jOOQ's, which keep the rendering to themselves. */
    private static boolean isGenerated(QueryPart part) {
        if (part instanceof org.jooq.impl.CustomTable<?>) {
            return false;
        }
        return part instanceof TableImpl<?>
                || part instanceof org.jooq.impl.SchemaImpl
                || part instanceof org.jooq.impl.CatalogImpl
                || part instanceof org.jooq.impl.SequenceImpl<?>
                || part instanceof org.jooq.impl.UDTImpl<?>
                || part instanceof org.jooq.impl.PackageImpl
                || part instanceof org.jooq.impl.AbstractRoutine<?>;
    }

    private static boolean isForeign(@Nullable Object renderer) {
        return renderer == null || !renderer.getClass().getName().startsWith(PACKAGE);
    }

    private static String simpleName(QueryPart part) {
        String name = part.getClass().getName();
        return name.startsWith(PACKAGE) ? name.substring(PACKAGE.length()) : "";
    }

    private static @Nullable Object get(Field field, Object owner) {
        try {
            return field.get(owner);
        } catch (IllegalAccessException impossible) {
            throw new LinkageError("jOOQ's " + field + " cannot be read any more", impossible);
        }
    }

    private static Field field(String type, String name) {
        try {
            Field field = Class.forName(PACKAGE + type).getDeclaredField(name);
            ((AccessibleObject) field).setAccessible(true);
            return field;
        } catch (ReflectiveOperationException | RuntimeException gone) {
            throw new LinkageError(
                    "this version of jOOQ has no readable " + type + "." + name
                            + ": without it raw SQL could hide in a statement; use the version that Partywall was"
                            + " built with",
                    gone);
        }
    }
}
