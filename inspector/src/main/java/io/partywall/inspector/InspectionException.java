package io.partywall.inspector;

/** A database could not be inspected; the message says why in one line, and what to do. */
public final class InspectionException extends RuntimeException {

    public InspectionException(String message, Throwable cause) {
        super(message, cause);
    }

    public InspectionException(String message) {
        super(message);
    }
}
