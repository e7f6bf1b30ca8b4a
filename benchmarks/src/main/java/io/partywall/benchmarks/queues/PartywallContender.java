package io.partywall.benchmarks.queues;

import io.partywall.jobs.JobHandlers;
import io.partywall.jobs.JobType;
import io.partywall.jobs.NewJob;
import io.partywall.jobs.WorkerOptions;
import io.partywall.jobs.Workers;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Ours, with its defaults; all jobs are one tenant's, so that fairness has to be paid for and brings nothing. */
final class PartywallContender implements Contender {

    /** A payload without anything in it. */
    record Nothing() {}

    private static final JobType<Nothing> TYPE = JobType.of("nothing", Nothing.class);
    private static final int BATCH = 10_000;

    private final Database database;
    private final Installation installation;
    private @Nullable Workers workers;

    PartywallContender(Database database) throws SQLException {
        this.database = database;
        this.installation = new Installation(database, 1);
    }

    @Override
    public String name() {
        return Queues.OURS;
    }

    @Override
    public Database database() {
        return database;
    }

    @Override
    public void enqueue(int jobs) {
        for (int left = jobs; left > 0; left -= BATCH) {
            NewJob<Nothing> job = NewJob.of(TYPE, new Nothing());
            int count = Math.min(left, BATCH);
            installation.inTenant(0, scope -> installation.jobs().enqueueAll(scope, Collections.nCopies(count, job)));
        }
    }

    @Override
    public void start(Runnable ran) {
        JobHandlers handlers = JobHandlers.none().with(TYPE, (payload, job) -> {
            ran.run();
            return null;
        });
        workers = installation.start(handlers, WorkerOptions.DEFAULT);
    }

    @Override
    public void stop() {
        Objects.requireNonNull(workers, "start() comes first").close();
        workers = null;
    }

    @Override
    public void enqueueOne() {
        installation.inTenant(0, scope -> installation.jobs().enqueue(scope, TYPE, new Nothing()));
    }

    @Override
    public long unfinished() {
        return database.number("select count(*) from app.jobs");
    }

    @Override
    public void clear() {
        database.execute("truncate app.jobs, app.finished_jobs, app.job_shares, app.job_queues");
    }

    @Override
    public void close() {
        installation.close();
    }
}
