package io.partywall.jobs;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What an attempt came to. */
sealed interface Outcome {

    /** Done. */
    record Completed(@Nullable String result) implements Outcome {}

    /** Called off while it ran. */
    record Cancelled() implements Outcome {}

    /** It may work next time. */
    record Failed(String error, Duration retryAfter) implements Outcome {}

    /** It will not work. */
    record Dead(String error) implements Outcome {}

    /** Not tried, or cut short by us: the attempt does not count. */
    record HandedBack() implements Outcome {}
}
