package io.partywall.schema.walls;

import io.partywall.isolation.IsolationException;
import java.sql.SQLException;
import java.util.Set;
import org.jooq.exception.DataAccessException;

/** What came of an operation. */
sealed interface Outcome {

    /** A query showed these rows, each as tenant/id. */
    record Saw(Set<String> rows) implements Outcome {}

    /** A write affected so many rows. */
    record Wrote(int rows) implements Outcome {}

    record Refused(Refusal by) implements Outcome {}

    /** Something else went wrong: never expected. */
    record Broke(String how) implements Outcome {}

    /** Who said no. Those of the database are all errors with the SQL state 42501. */
    enum Refusal {
        /** The application role was not granted that. */
        GRANTS,
        /** A policy refused the row that would have been written. */
        ROW_SECURITY,
        /** The database did not accept the context. */
        SIGNATURE,
        /** The library had no context to give, or knew that it would not be accepted. */
        NO_CONTEXT,
        FOREIGN_TENANT,
        READ_ONLY,
        UNKNOWN_TABLE
    }

    static Outcome of(Exception failure) {
        return switch (failure) {
            case IsolationException.InvalidContext ignored -> new Refused(Refusal.NO_CONTEXT);
            case IsolationException.ForeignTenant ignored -> new Refused(Refusal.FOREIGN_TENANT);
            case IsolationException.ReadOnlyContext ignored -> new Refused(Refusal.READ_ONLY);
            case IsolationException.UnscopedStatement ignored -> new Refused(Refusal.UNKNOWN_TABLE);
            case DataAccessException wrapped when wrapped.getCause() instanceof SQLException cause -> of(cause);
            case SQLException refused when "42501".equals(refused.getSQLState()) -> ofDatabase(refused);
            default -> new Broke(failure.toString());
        };
    }

    private static Outcome ofDatabase(SQLException refused) {
        String message = String.valueOf(refused.getMessage());
        if (message.contains("permission denied")) {
            return new Refused(Refusal.GRANTS);
        } else if (message.contains("row-level security policy")) {
            return new Refused(Refusal.ROW_SECURITY);
        } else if (message.contains("tenant context refused")) {
            return new Refused(Refusal.SIGNATURE);
        }
        return new Broke(message);
    }
}
