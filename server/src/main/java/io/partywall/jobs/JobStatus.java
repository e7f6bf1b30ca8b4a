package io.partywall.jobs;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a job stands.
 *
 * @param progress what it said last of the attempt that runs; null where it runs not, or has said nothing
 * @param json the result of a completed job, if it has one
 * @param error what the last attempt met, if one failed
 */
public record JobStatus(
        JobId id,
        JobState state,
        @Nullable Progress progress,
        @Nullable String json,
        @Nullable String error) {

    /** The result of a completed job. {@link PermanentFailure} where it is not of this type. */
    public <R extends Record> R result(Class<R> type) {
        return Payloads.read("the result", type, Objects.requireNonNull(json, "no result"));
    }
}
