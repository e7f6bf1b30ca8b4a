package io.partywall.jobs;

/**
 * What became of jobs that were to be tried again.
 *
 * @param added they wait for their turn again
 * @param conflicts another job has their unique key: they stay in the history
 * @param left somebody else changes them, or their tenant, at the same time: they stay in the history
 */
public record Redriven(int added, int conflicts, int left) {}
