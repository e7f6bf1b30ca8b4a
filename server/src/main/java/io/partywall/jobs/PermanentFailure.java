package io.partywall.jobs;

/** Thrown by a handler whose job can never succeed: it is DEAD at once, with this message. */
public final class PermanentFailure extends RuntimeException {

    public PermanentFailure(String message) {
        super(message);
    }

    public PermanentFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
