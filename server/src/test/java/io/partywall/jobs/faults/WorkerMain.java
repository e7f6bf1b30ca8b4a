package io.partywall.jobs.faults;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.partywall.access.Contexts;
import io.partywall.database.DatabaseUrl;
import io.partywall.isolation.IsolationException;
import io.partywall.isolation.SigningKeys;
import io.partywall.isolation.Tenancy;
import io.partywall.jobs.DatabaseClock;
import io.partywall.jobs.JobHandlers;
import io.partywall.jobs.WorkerOptions;
import io.partywall.jobs.Workers;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jooq.exception.DataAccessException;

/** A process that works until it is told to stop, or its parent is gone. */
final class WorkerMain {

    static final WorkerOptions OPTIONS = WorkerOptions.DEFAULT
            .withQueues(Kind.queues())
            .withSlots(8)
            .withLease(Duration.ofSeconds(3))
            .withGrace(Duration.ofSeconds(2));

    /** What it finds in its environment. */
    static final String PLATFORM_URL = "FAULTS_PLATFORM_URL";

    static final String APP_URL = "FAULTS_APP_URL";
    static final String KEYS = "FAULTS_KEYS";
    static final String JOURNAL = "FAULTS_JOURNAL";

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);

    private WorkerMain() {}

    public static void main(String[] arguments) throws IOException {
        dieWithParent();
        Journal journal = new Journal(Path.of(System.getenv(JOURNAL)));
        DataSource platform = DatabaseUrl.parse(System.getenv(PLATFORM_URL)).dataSource();
        HikariConfig config = new HikariConfig();
        config.setDataSource(DatabaseUrl.parse(System.getenv(APP_URL)).dataSource());
        config.setMaximumPoolSize(OPTIONS.slots());
        config.setMinimumIdle(0);
        config.setConnectionTimeout(Duration.ofSeconds(5).toMillis());
        config.setInitializationFailTimeout(-1);
        HikariDataSource app = new HikariDataSource(config);
        CompletableFuture<String> name = new CompletableFuture<>();
        JobHandlers handlers = JobHandlers.none();
        for (Kind kind : Kind.values()) {
            handlers = handlers.with(kind.type(), new Behaviour(kind, journal, name::join));
        }
        Workers workers = start(platform, app, handlers);
        journal.worker(workers.name(), ProcessHandle.current().pid());
        name.complete(workers.name());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            journal.stop();
            workers.close();
        }));
        while (true) {
            LockSupport.park();
        }
    }

    /** Again and again: the database may be away now. */
    private static Workers start(DataSource platform, DataSource app, JobHandlers handlers) {
        SigningKeys keys = SigningKeys.parse(System.getenv(KEYS));
        while (true) {
            try {
                DatabaseClock clock = DatabaseClock.of(platform);
                Contexts contexts = new Contexts(keys.withClock(clock));
                Tenancy tenancy = Tenancy.connect(app, keys.withClock(clock));
                return Workers.start(platform, tenancy, contexts, clock, handlers, OPTIONS);
            } catch (DataAccessException | SQLException | IsolationException.UnsafeDatabase away) {
                System.err.println("not yet: " + away.getMessage());
                LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
            }
        }
    }

    private static void dieWithParent() {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                while (System.in.read() >= 0) {}
            } catch (IOException gone) {
                // As good as the end of the stream.
            }
            Runtime.getRuntime().halt(4);
        });
    }
}
