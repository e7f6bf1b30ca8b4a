package io.partywall.jobs;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A failed attempt of a job.
 *
 * @param attempt which one; they are counted anew when the job is retried
 * @param worker who ran it
 */
public record JobFailure(int attempt, Instant at, @Nullable String worker, String error) {}
