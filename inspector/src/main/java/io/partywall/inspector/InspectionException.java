package io.partywall.inspector;

import java.sql.SQLException;

/** A database could not be inspected; the message says why in one line, and what to do. */
public final class InspectionException extends RuntimeException {

    public InspectionException(String message, Throwable cause) {
        super(message, cause);
    }

    public InspectionException(String message) {
        super(message);
    }

    /** What the driver says, in one line with the remedy. */
    public static InspectionException of(SQLException failure) {
        return Refusals.of(failure);
    }
}
