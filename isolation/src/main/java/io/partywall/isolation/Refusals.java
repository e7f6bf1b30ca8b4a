package io.partywall.isolation;

import org.jooq.Name;

/** Refusals that more than one place gives, each with its remedy. */
final class Refusals {

    private Refusals() {}

    static IsolationException unknownTable(Name table) {
        return new IsolationException.UnscopedStatement("the scope does not know the table '"
                + String.join(".", table.getName())
                + "', so it cannot tell whose rows it holds: call isolation.protect for it, or"
                + " isolation.declare_global, in a migration, and qualify its name with the schema");
    }

    static IsolationException plainSql(String text) {
        return new IsolationException.UnscopedStatement("plain SQL in a scope: '" + text
                + "'. The scope cannot see which rows it touches: write it with jOOQ's API, or mark it with"
                + " scope.unscopedSql(…), which leaves it to row-level security alone");
    }

    static IsolationException statement(Object kind) {
        return new IsolationException.UnscopedStatement(
                "a scope runs select, insert, update, delete and merge, and cannot" + " confine a " + kind
                        + ": run it outside of scopes");
    }
}
