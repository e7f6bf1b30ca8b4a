package io.partywall.inspector.probe;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts the rows that come through policies to the end of a WHERE clause, and lets none of them pass it: nothing is written, nothing
 * is locked. It names no column, so a statement with nothing else in its WHERE needs no right to read, and the policies for
 * SELECT are not asked.
 */
final class Passing {

    private static final String NOTED = "pg_catalog.current_setting('partywall.passed', true)";
    private static final String NUMBER = "pg_catalog.set_config('partywall.passed', (coalesce(nullif(" + NOTED
            + ", ''), '0')::int4 + 1)::text, true)";

    /** False for every row that comes so far. */
    static final String NONE = NUMBER + " = ''";

    /** True for the first row that comes so far, false for the others. */
    static final String FIRST = NUMBER + " = '1'";

    private Passing() {}

    /** Runs a statement that ends in {@link #NONE}; its count is of the rows that came so far. */
    static Attempt through(Session session, String sql, @Nullable String... parameters) throws SQLException {
        return session.undoing(() -> {
            Attempt attempt = session.attempt(sql, parameters);
            long passed = attempt.worked()
                    ? session.attempt("select coalesce(nullif(" + NOTED + ", ''), '0')")
                            .number()
                    : 0;
            return attempt.worked() ? new Attempt(List.of(), (int) passed, "", "") : attempt;
        });
    }
}
