package io.partywall.jobs.faults;

import java.util.UUID;

/**
 * The payload of every job of a run.
 *
 * @param batch the transaction that added it
 * @param number tells the jobs of a run apart
 * @param millis how long it works
 * @param stranger another tenant
 */
record Task(UUID batch, int number, int millis, UUID stranger) {

    /** What a job that is done leaves as its result: which of its runs it was. */
    record Done(String run) {}
}
