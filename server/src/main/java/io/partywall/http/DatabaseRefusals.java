package io.partywall.http;

import java.sql.SQLException;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What the database refuses on its own: rules that hold for whoever writes are written there once, and told from here. */
final class DatabaseRefusals {

    private DatabaseRefusals() {}

    /** Null where it is no refusal of what was sent. */
    static @Nullable Refused refused(DataAccessException failure) {
        String state = failure.sqlState();
        return switch (state) {
            case "23505" -> Refused.of(ProblemType.CONFLICT, "there is one like it already" + rule(failure));
            case "23503" -> Refused.invalid("", "it names something that is not there" + rule(failure));
            case "23514", "23P01", "23502" -> Refused.invalid("", told(failure) + rule(failure));
            case "22003", "22008", "22023" -> Refused.invalid("", "a value is out of range");
            case "22021", "22P05", "22P02" -> Refused.invalid("", "a text holds a character that cannot be kept");
            case "54000" -> Refused.invalid("", "a value is too large");
            case "42501" -> Refused.of(ProblemType.FORBIDDEN, "the database does not permit it");
            case "40001", "40P01", "55P03" ->
                Refused.of(ProblemType.CONFLICT, "somebody else is changing the same thing: try again");
            default -> unavailable(failure, state);
        };
    }

    private static @Nullable Refused unavailable(DataAccessException failure, String state) {
        boolean gone = state.startsWith("08") || state.startsWith("57P") || state.startsWith("53");
        for (Throwable cause = failure.getCause(); cause != null && !gone; cause = cause.getCause()) {
            gone = cause instanceof java.sql.SQLTransientConnectionException;
        }
        return gone ? Refused.of(ProblemType.UNAVAILABLE, "the database does not answer") : null;
    }

    /** What our own triggers say is meant to be read; a CHECK says nothing but its name. */
    private static String told(DataAccessException failure) {
        ServerErrorMessage message = message(failure);
        if (message != null
                && "P0001".compareTo(String.valueOf(failure.sqlState())) != 0
                && message.getRoutine() != null
                && message.getRoutine().startsWith("exec_stmt_raise")) {
            String hint = message.getHint();
            return message.getMessage() + (hint == null ? "" : ". " + hint);
        }
        return "a rule is broken";
    }

    private static String rule(DataAccessException failure) {
        ServerErrorMessage message = message(failure);
        return message == null || message.getConstraint() == null ? "" : " (" + message.getConstraint() + ")";
    }

    private static @Nullable ServerErrorMessage message(DataAccessException failure) {
        SQLException cause = failure.getCause(SQLException.class);
        return cause instanceof PSQLException server ? server.getServerErrorMessage() : null;
    }
}
