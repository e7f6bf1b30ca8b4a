package io.partywall.jobs;

import io.partywall.isolation.TenantId;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/**
 * What an operator does to the queue: calls jobs off, has them tried again, pauses, and gives tenants their shares. Whatever it
 * changes, it changes in short transactions that hold up no worker. Safe for use by several threads.
 */
public final class JobControl {

    /** How many jobs are dealt with by one call at most. */
    public static final int MOST = 100_000;

    private static final Set<JobState> UNFINISHED =
            EnumSet.of(JobState.SCHEDULED, JobState.HELD, JobState.PENDING, JobState.PROCESSING, JobState.FAILED);

    private final Transactions transactions;
    private final Cancellation cancellation;
    private final Revival revival;
    private final Pauses pauses;
    private final Bell bell;

    /** Jobs of the database that this data source reaches, logged in as the platform role. */
    public JobControl(DataSource platform) {
        this.transactions = new Transactions(platform);
        this.cancellation = new Cancellation(transactions);
        this.revival = new Revival(transactions);
        this.pauses = new Pauses(transactions);
        this.bell = new Bell(platform);
    }

    /**
     * Calls a job off: at once where it does not run; where it does, its worker interrupts it within a second.
     *
     * @throws JobRefused when there is no such job, or it is over
     */
    public Cancelled cancel(JobId id) {
        Job job = get(id);
        if (job.state().isFinished()) {
            throw new JobRefused("job " + id + " is " + job.state() + " already");
        }
        return cancelled(List.of(new Listing.Found(job.tenant(), id, job.state(), null)));
    }

    /** Calls off the newest jobs that the filter means and that are not over, up to so many. */
    public Cancelled cancel(JobFilter filter, int limit) {
        return cancelled(find(filter, UNFINISHED, limit));
    }

    private Cancelled cancelled(List<Listing.Found> jobs) {
        Cancelled cancelled = cancellation.cancel(jobs);
        bell.ring();
        return cancelled;
    }

    /**
     * Has a job tried again: one that is over from the beginning, with all its attempts; one that waits for its time now.
     *
     * @throws JobRefused when there is no such job, or it is about to run or runs anyway, or its unique key is another's by now
     */
    public void retry(JobId id) {
        Job job = get(id);
        List<Listing.Found> one = List.of(new Listing.Found(job.tenant(), id, job.state(), job.finishedAt()));
        switch (job.state()) {
            case COMPLETED, CANCELLED, DEAD -> revive(job, one);
            case SCHEDULED, FAILED -> {
                if (revival.hasten(one) == 0) {
                    throw new JobRefused("job " + id + " is being changed by somebody else: look at it again");
                }
            }
            case HELD, PENDING -> throw new JobRefused("job " + id + " is about to run anyway: it is " + job.state());
            case PROCESSING -> throw new JobRefused("job " + id + " runs: it can be retried when it has ended");
        }
        bell.ring();
    }

    private void revive(Job job, List<Listing.Found> one) {
        Redriven redriven = revival.revive(one);
        if (redriven.conflicts() > 0) {
            throw new JobRefused("job " + job.id() + " cannot be retried while another job has its unique key '"
                    + job.uniqueKey() + "'");
        }
        if (redriven.added() == 0) {
            throw new JobRefused("job " + job.id() + " is being changed by somebody else: look at it again");
        }
    }

    /** Has the newest DEAD jobs that the filter means tried again from the beginning, up to so many. */
    public Redriven redrive(JobFilter filter, int limit) {
        Redriven redriven = revival.revive(find(filter, EnumSet.of(JobState.DEAD), limit));
        bell.ring();
        return redriven;
    }

    /**
     * Lets no job of the queue begin; those that run end.
     *
     * @return whether it was not paused already
     * @throws JobRefused when no worker has ever served it
     */
    public boolean pauseQueue(String queue) {
        return pauses.pauseQueue(queue);
    }

    /**
     * Lets the queue go on.
     *
     * @return whether it was paused
     * @throws JobRefused when no worker has ever served it
     */
    public boolean resumeQueue(String queue) {
        boolean changed = pauses.resumeQueue(queue);
        bell.ring();
        return changed;
    }

    /**
     * Lets no job of the type begin, in any queue; those that run end, and those that are in line give their places up.
     *
     * @return whether it was not paused already
     */
    public boolean pauseType(String type) {
        JobType.checkName("a type of jobs", type);
        return pauses.pauseType(type);
    }

    /**
     * Lets jobs of the type go on: some at once, and the others soon.
     *
     * @return whether it was paused
     */
    public boolean resumeType(String type) {
        boolean changed = pauses.resumeType(type);
        bell.ring();
        return changed;
    }

    /** What the tenant may take of the queue; all of it where nobody has ever said otherwise. */
    public Share share(TenantId tenant, String queue) {
        return transactions.read(connection -> Share.read(connection, tenant, queue));
    }

    /**
     * Says what the tenant may take of the queue.
     *
     * @throws JobRefused when there is no such tenant
     */
    public Share share(TenantId tenant, String queue, Share share) {
        JobType.checkName("a queue", queue);
        Share.write(transactions, tenant, queue, share);
        bell.ring();
        return share;
    }

    private Job get(JobId id) {
        return transactions.read(connection -> JobBoard.find(connection, id)).orElseThrow(() -> JobBoard.unknown(id));
    }

    private List<Listing.Found> find(JobFilter filter, Set<JobState> among, int limit) {
        if (limit < 1 || limit > MOST) {
            throw new JobRefused("1 to " + MOST + " jobs are dealt with at once, unlike " + limit);
        }
        Set<JobState> states = Listing.wanted(filter, among);
        if (states.isEmpty()) {
            throw new JobRefused("of jobs that are " + filter.states() + " there is nothing to be changed");
        }
        return transactions.read(connection -> Listing.newest(connection, filter.withStates(states), limit));
    }
}
