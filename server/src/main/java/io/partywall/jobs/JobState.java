package io.partywall.jobs;

/** Where a job stands; {@code docs/jobs.md} draws the ways between. */
public enum JobState {
    /** Waits for its time. */
    SCHEDULED,
    /** Waits behind other jobs of its tenant, or for its queue, its type or its tenant to go on. */
    HELD,
    /** In line: the next that is claimed, after those whose turn is earlier. */
    PENDING,
    /** Runs, on a worker. */
    PROCESSING,
    /** An attempt failed; waits for its time to try again. */
    FAILED,
    /** Done. */
    COMPLETED,
    /** Called off. */
    CANCELLED,
    /** Failed for good; stays until somebody has it tried again, or history forgets it. */
    DEAD;

    /** Whether nothing more will happen to it by itself. */
    public boolean isFinished() {
        return this == COMPLETED || this == CANCELLED || this == DEAD;
    }
}
