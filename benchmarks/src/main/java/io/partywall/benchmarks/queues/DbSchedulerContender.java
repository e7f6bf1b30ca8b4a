package io.partywall.benchmarks.queues;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import io.partywall.benchmarks.Script;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * db-scheduler, with what its documentation has for many executions a second.
 *
 * <ul>
 *   <li>{@code pollUsingLockAndFetch}: for more than 1,000 a second. A batch is fetched and locked by one statement.
 *   <li>Its limits are those of db-scheduler's own benchmark with the largest batches, 4 and 20 times the threads. 1 and 4
 *       times, which the documentation has as an example, and 0.5 and 1 times were slower here.
 *   <li>10 threads, which is its default: of 4, 6, 10, 20, 32 and 50 none was faster on two cores, where each has a
 *       connection and a statement for each job that it ends.
 *   <li>{@code enableImmediateExecution}: a job that was added by this process is looked for at once.
 *   <li>A short polling interval, which is what remains for jobs that others add. A queue that is not empty is not polled:
 *       the next batch is fetched when the last one runs low.
 *   <li>{@code scheduleBatch} on a client, so that a batch of jobs does not wake the scheduler once for each of them.
 * </ul>
 */
final class DbSchedulerContender implements Contender {

    private static final int THREADS = 10;
    private static final double LOWER_LIMIT = 4;
    private static final double UPPER_LIMIT = 20;
    private static final Duration POLLING_INTERVAL = Duration.ofMillis(100);
    /** One to fetch, two to keep house, one for the caller. */
    private static final int OTHER_CONNECTIONS = 4;

    private final Database database;
    private final HikariDataSource pool;
    private final OneTimeTask<Void> task;
    private final SchedulerClient client;
    private volatile Runnable ran = () -> {};
    private @Nullable Scheduler scheduler;
    private long instances;

    DbSchedulerContender(Database database) {
        this.database = database;
        database.execute(Script.read("queues/db-scheduler.sql", Map.of()));
        pool = database.pool(THREADS + OTHER_CONNECTIONS);
        task = Tasks.oneTime("nothing").execute((instance, context) -> ran.run());
        client = SchedulerClient.Builder.create(pool, task).build();
    }

    @Override
    public String name() {
        return "db-scheduler";
    }

    @Override
    public Database database() {
        return database;
    }

    @Override
    public void enqueue(int jobs) {
        client.scheduleBatch(Stream.<TaskInstance<?>>generate(this::instance).limit(jobs), Instant.now());
    }

    private TaskInstance<Void> instance() {
        return task.instance(Long.toString(++instances));
    }

    @Override
    public void start(Runnable ran) {
        this.ran = ran;
        Scheduler started = Scheduler.create(pool, task)
                .threads(THREADS)
                .pollUsingLockAndFetch(LOWER_LIMIT, UPPER_LIMIT)
                .pollingInterval(POLLING_INTERVAL)
                .enableImmediateExecution()
                .build();
        started.start();
        scheduler = started;
    }

    @Override
    public void stop() {
        running().stop();
        scheduler = null;
    }

    @Override
    public void enqueueOne() {
        running().schedule(instance(), Instant.now());
    }

    private Scheduler running() {
        return Objects.requireNonNull(scheduler, "start() comes first");
    }

    @Override
    public long unfinished() {
        return database.number("select count(*) from scheduled_tasks");
    }

    @Override
    public void clear() {
        database.execute("truncate scheduled_tasks");
    }

    @Override
    public void close() {
        pool.close();
    }
}
