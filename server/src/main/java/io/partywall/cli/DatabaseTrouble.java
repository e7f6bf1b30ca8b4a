package io.partywall.cli;

import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the database's own refusals mean to a person, who can put these right; the others are defects of ours. */
final class DatabaseTrouble {

    private DatabaseTrouble() {}

    /** One line with the remedy; empty where no failure of the database is behind it, or a statement of ours is at fault. */
    static Optional<String> of(Throwable failure) {
        return cause(failure).flatMap(DatabaseTrouble::told);
    }

    /** What the database itself said, without the statement that it said it to. */
    static String reason(Throwable failure) {
        return cause(failure)
                .map(DatabaseTrouble::firstLine)
                .orElseGet(() ->
                        String.valueOf(failure.getMessage()).lines().findFirst().orElse(""));
    }

    private static Optional<String> told(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        String reason = firstLine(failure);
        return switch (state.substring(0, Math.min(2, state.length()))) {
            case "08" -> Optional.of("the database cannot be reached: " + reason);
            case "28", "3D" ->
                Optional.of("the database refuses the login: " + reason
                        + " (PARTYWALL_DATABASE_URL names it; './partywall migrate' sets the passwords of"
                        + " partywall_app and partywall_platform)");
            case "40", "53", "54", "55", "57", "58" -> Optional.of("the database could not do it: " + reason);
            default ->
                switch (state) {
                    // A schema, a table, a column or a function that is not there.
                    case "3F000", "42P01", "42703", "42883" ->
                        Optional.of("the database is not up to date: run './partywall migrate' (" + reason + ")");
                    default -> Optional.empty();
                };
        };
    }

    private static Optional<SQLException> cause(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException database) {
                return Optional.of(database);
            }
        }
        return Optional.empty();
    }

    private static String firstLine(SQLException failure) {
        return failure.getCause() instanceof UnknownHostException unknown
                ? "there is no host " + unknown.getMessage()
                : String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }
}
