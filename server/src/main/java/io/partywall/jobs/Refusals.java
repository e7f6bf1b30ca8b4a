package io.partywall.jobs;

import java.sql.SQLException;

/** What the database means when it refuses a statement of the queue, by the SQLSTATE. */
final class Refusals {

    private Refusals() {}

    /** Somebody else's lock was in the way for longer than is waited for one (lock_not_available). */
    static boolean isHeldUp(SQLException failure) {
        return "55P03".equals(failure.getSQLState());
    }

    /** It took longer than a statement may (query_canceled). */
    static boolean isTooLong(SQLException failure) {
        return "57014".equals(failure.getSQLState());
    }

    /** What was to be stored cannot be: classes 22 (data) and 23 (constraints). */
    static boolean isOfContent(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        return state.startsWith("22") || state.startsWith("23");
    }
}
