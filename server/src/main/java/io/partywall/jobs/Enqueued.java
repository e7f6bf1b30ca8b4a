package io.partywall.jobs;

/**
 * What became of a job that was to be added.
 *
 * @param id of the job; where another held its unique key, of that one
 * @param isNew whether it was added
 */
public record Enqueued(JobId id, boolean isNew) {}
