package io.partywall.isolation;

import java.util.Set;

/**
 * The plain SQL templates that jOOQ itself uses when it renders for PostgreSQL. They name no relation, and what they hold
 * is visited part by part, so it does no harm that an application may write the same text.
 */
final class JooqTemplates {

    private static final Set<String> OPERATORS = Set.of("+", "-", "*", "/", "%", "&", "|", "#", "<<", ">>", "||");

    private static final Set<String> EXPRESSIONS = Set.of(
            "{0}",
            "o",
            "xpath({0}, {1})",
            "cast({0} as jsonpath)",
            "cast((jsonb_path_query_first(j, cast({0} as jsonpath))->>0) as {1})");

    /** Those that stand in a FROM clause: calls of functions, all of them. */
    private static final Set<String> RELATIONS = Set.of("jsonb_path_query({0}, cast({1} as jsonpath)) {as} t(j)");

    private JooqTemplates() {}

    static boolean isKnownRelation(String template) {
        return RELATIONS.contains(template);
    }

    static boolean isKnownExpression(String template) {
        return OPERATORS.contains(template) || EXPRESSIONS.contains(template);
    }
}
