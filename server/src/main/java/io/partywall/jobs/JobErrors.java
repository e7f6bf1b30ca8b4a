package io.partywall.jobs;

import org.jspecify.annotations.Nullable;

/** What attempts met, as it is kept with their job. */
final class JobErrors {

    private static final int LONGEST = 2_000;
    private static final int MOST_CAUSES = 5;

    private JobErrors() {}

    /** The SQL of a job's list of errors with one more, of which the last twenty are kept. */
    static String appended(String job, String error, String worker) {
        return """
            case when jsonb_array_length(%1$s.errors) >= 20 then %1$s.errors - 0 else %1$s.errors end
                || jsonb_build_object('attempt', %1$s.attempts, 'at', clock_timestamp(), 'worker', %3$s, 'error', %2$s)\
            """.formatted(job, error, worker);
    }

    /** The failure and its causes, in one text of bounded length. */
    static String told(Throwable failure) {
        StringBuilder text = new StringBuilder();
        @Nullable Throwable cause = failure;
        for (int i = 0; cause != null && i < MOST_CAUSES; i++) {
            text.append(i == 0 ? "" : ", caused by ").append(named(cause));
            cause = causeOf(cause);
        }
        return bounded(text.toString());
    }

    private static String named(Throwable failure) {
        String message = messageOf(failure);
        if (failure instanceof PermanentFailure && message != null) {
            return message;
        }
        String name = failure.getClass().getSimpleName();
        return message == null ? name : name + ": " + message;
    }

    /** Handlers' own exceptions may fail when they are asked: their jobs have failed all the same. */
    private static @Nullable String messageOf(Throwable failure) {
        try {
            return failure.getMessage();
        } catch (Throwable broken) {
            return "its message cannot be told: " + broken.getClass().getSimpleName();
        }
    }

    private static @Nullable Throwable causeOf(Throwable failure) {
        try {
            return failure.getCause() == failure ? null : failure.getCause();
        } catch (Throwable broken) {
            return null;
        }
    }

    /** PostgreSQL keeps no U+0000, and a job needs no page of text. */
    static String bounded(String text) {
        String kept = text.replace("\u0000", "");
        return kept.length() <= LONGEST ? kept : kept.substring(0, LONGEST - 1) + "…";
    }
}
