package io.partywall.jobs;

import org.jspecify.annotations.Nullable;

/** Does the work of one type of jobs. Called by many threads at once. */
@FunctionalInterface
public interface JobHandler<P extends Record> {

    /**
     * Does the work, once more if an earlier attempt was cut short: what it does has to be the same when done again.
     *
     * @return what is kept as the job's result; null is nothing
     * @throws PermanentFailure when the job can never succeed; whatever else is thrown is tried again
     */
    @Nullable
    Record run(P payload, RunningJob job) throws Exception;
}
