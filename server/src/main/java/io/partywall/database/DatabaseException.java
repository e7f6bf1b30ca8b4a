package io.partywall.database;

import org.jspecify.annotations.Nullable;

/** The database cannot be had as asked. The message is one line for the person at the terminal: what, where, and what to do. */
public final class DatabaseException extends RuntimeException {

    DatabaseException(String message) {
        this(message, null);
    }

    DatabaseException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
