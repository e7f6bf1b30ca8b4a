package io.partywall.inspector.meaning;

/**
 * A way past the tenant in an expression.
 *
 * @param detail what opens it: a setting, a function, an operator; may be empty
 */
public record Opening(Kind kind, String detail) {

    /** Why it opens, the most telling reason first. */
    public enum Kind {
        /** It is true when no context is set. */
        UNSET_CONTEXT,
        /** It is true when a setting says so, or a function that reads one. */
        BYPASS,
        /** It compares the tenant with the context by a pattern. */
        PATTERN,
        /** It compares the tenant with a constant. */
        LITERAL,
        /** It is true whatever row and context. */
        UNBOUND,
        /** It asks for other columns of the row only. */
        OTHER_COLUMNS,
        /** It is true of rows whose tenant is NULL. */
        NULL_TENANT
    }
}
