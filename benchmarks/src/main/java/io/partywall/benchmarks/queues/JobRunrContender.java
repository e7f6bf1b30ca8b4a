package io.partywall.benchmarks.queues;

import static org.jobrunr.server.BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.stream.IntStream;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.configuration.JobRunrConfiguration.JobRunrConfigurationResult;
import org.jobrunr.scheduling.JobScheduler;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.JobActivator;
import org.jobrunr.storage.sql.postgres.PostgresStorageProvider;

/**
 * The free edition of JobRunr, with what its documentation has for speed.
 *
 * <ul>
 *   <li>{@code PostgresStorageProvider}, which makes its tables and indexes itself.
 *   <li>A poll interval of 5 seconds, the shortest that it takes with a database. It is felt by a queue that is idle; a
 *       worker that has become free asks for more at once. To start a job as it is added is in the paid edition.
 *   <li>16 workers, on virtual threads, which it takes by itself; its default of 16 for each core brought nothing here.
 *   <li>{@code enqueue} of a stream: saved in batches of 5,000, a transaction each.
 *   <li>Jobs that succeeded stay in the table, for 36 hours by its default. To delete them sooner would cost two writes
 *       more for each.
 *   <li>Jackson 3, which it prefers among the libraries for JSON, and no dashboard.
 * </ul>
 */
final class JobRunrContender implements Contender {

    private static final int WORKERS = 16;
    /** Six that keep house, and one for the caller. */
    private static final int OTHER_CONNECTIONS = 7;

    private static final Duration POLL_INTERVAL = Duration.ofSeconds(5);

    private final Database database;
    private final HikariDataSource pool;
    private final PostgresStorageProvider storage;
    private final Job job = new Job();
    private final JobScheduler scheduler;
    private final BackgroundJobServer server;

    /** What the workers call; public, because they do so by reflection. */
    public static final class Job {
        private volatile Runnable ran = () -> {};

        /** Runs one job. */
        public void run() {
            ran.run();
        }
    }

    JobRunrContender(Database database) {
        this.database = database;
        pool = database.pool(WORKERS + OTHER_CONNECTIONS);
        storage = new PostgresStorageProvider(pool);
        JobRunrConfigurationResult jobRunr = JobRunr.configure()
                .useStorageProvider(storage)
                .useJobActivator(new JobActivator() {
                    @Override
                    public <T> T activateJob(Class<T> type) {
                        return type.cast(job);
                    }
                })
                .useBackgroundJobServer(
                        usingStandardBackgroundJobServerConfiguration()
                                .andPollInterval(POLL_INTERVAL)
                                .andWorkerCount(WORKERS),
                        false)
                .initialize();
        scheduler = jobRunr.getJobScheduler();
        server = jobRunr.getBackgroundJobServer();
    }

    @Override
    public String name() {
        return "JobRunr";
    }

    @Override
    public Database database() {
        return database;
    }

    @Override
    public void enqueue(int jobs) {
        scheduler.<Job, Integer>enqueue(IntStream.range(0, jobs).boxed(), (job, number) -> job.run());
    }

    @Override
    public void start(Runnable ran) {
        job.ran = ran;
        server.start();
    }

    @Override
    public void stop() {
        server.stop();
    }

    @Override
    public void enqueueOne() {
        scheduler.<Job>enqueue(job -> job.run());
    }

    @Override
    public long unfinished() {
        return database.number("""
            select count(*) from jobrunr_jobs
            where state in ('AWAITING', 'SCHEDULED', 'ENQUEUED', 'PROCESSING', 'FAILED')\
            """);
    }

    @Override
    public void clear() {
        database.execute("truncate jobrunr_jobs");
    }

    @Override
    public void close() {
        storage.close();
        pool.close();
    }
}
