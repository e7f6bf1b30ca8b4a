package io.partywall.isolation;

import java.util.Set;

/**
 * The plain SQL templates that jOOQ itself uses when it renders for PostgreSQL. They name no relation, and what they hold
 * is visited part by part, so it does no harm that an application may write the same text.
 */
final class JooqTemplates {

    private static final Set<String> KNOWN = Set.of();

    private JooqTemplates() {}

    static boolean isKnown(String template) {
        return KNOWN.contains(template);
    }
}
