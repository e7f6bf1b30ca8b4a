package io.partywall.jobs;

/**
 * What became of jobs that were called off.
 *
 * @param atOnce they did not run, and are CANCELLED
 * @param running their workers have been asked to interrupt them; one that ends before stays what it came to
 * @param left nothing was done: they were over by then, or somebody else changes them at the same time
 */
public record Cancelled(int atOnce, int running, int left) {}
