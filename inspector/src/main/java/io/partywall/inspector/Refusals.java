package io.partywall.inspector;

import java.net.UnknownHostException;
import java.sql.SQLException;

/** Turns what the driver says into one line that names the remedy. */
final class Refusals {

    private Refusals() {}

    static InspectionException of(SQLException failure) {
        if (failure.getCause() instanceof UnknownHostException unknown) {
            return new InspectionException("There is no host " + unknown.getMessage() + ": check its name.", failure);
        }
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        String message =
                String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        String said =
                switch (state) {
                    case "08001", "08004", "08006" ->
                        "The server cannot be reached: " + message + " Check host, port and whether it runs.";
                    case "08P01" -> "What answers there is no PostgreSQL: " + message + " Check host and port.";
                    case "28P01", "28000" -> "The server refuses the login: " + message + " Check user and password.";
                    case "3D000" -> "There is no such database: " + message;
                    case "42501" ->
                        "The catalogue may not be read: " + message + " Connect as a role that may read pg_catalog.";
                    case "57014" -> "The inspection took too long and was cancelled: " + message;
                    default -> "The database could not be inspected: " + message;
                };
        return new InspectionException(said, failure);
    }
}
