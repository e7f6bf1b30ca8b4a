package io.partywall.jobs;

import io.partywall.MigratedDatabase;
import io.partywall.access.Contexts;
import io.partywall.isolation.Tenancy;
import io.partywall.isolation.TenantId;
import io.partywall.jobs.Settlement.Settled;
import io.partywall.schema.Roles;
import io.partywall.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A migrated database with tenants and their jobs, workers on it, and each step of the queue by itself. */
final class Queue implements AutoCloseable {

    record Note(String text) {}

    /** Tried again at once, more or less. */
    static final JobType<Note> NOTE = JobType.of("note", Note.class)
            .withBackoff(new Backoff(Duration.ofMillis(10), 1, Duration.ofMillis(10)))
            .withTimeout(Duration.ofMinutes(1));

    static final WorkerOptions OPTIONS =
            WorkerOptions.DEFAULT.withSlots(4).withPoll(Duration.ofMillis(20)).withGrace(Duration.ofMillis(500));

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    final TestDatabase database = MigratedDatabase.copy();
    final Contexts contexts = new Contexts(MigratedDatabase.KEYS);
    final DataSource platform;
    final Tenancy tenancy;
    final Jobs jobs;
    private final List<Workers> working = new ArrayList<>();

    Queue() throws SQLException {
        platform = database.pool(Roles.PLATFORM, 50);
        tenancy = Tenancy.connect(database.pool(Roles.APP, 20), MigratedDatabase.KEYS);
        jobs = new Jobs(platform);
    }

    /** As if nothing had ever been there: for the next test. */
    void clear() {
        stopWorkers();
        database.execute("truncate app.job_queues, app.paused_job_types; delete from app.tenants");
    }

    TenantId tenant(String name) {
        return MigratedDatabase.tenant(database, name);
    }

    <R extends @Nullable Object, X extends Exception> R in(TenantId tenant, Tenancy.Work<R, X> work) throws X {
        return tenancy.inTenant(contexts.job(tenant, Duration.ofMinutes(5)), work);
    }

    Enqueued add(TenantId tenant, NewJob<?> job) {
        return in(tenant, scope -> jobs.enqueue(scope, job));
    }

    JobId add(TenantId tenant, String text) {
        return add(tenant, NewJob.of(NOTE, new Note(text))).id();
    }

    /** So many jobs, all at once, numbered from 0. */
    List<JobId> flood(TenantId tenant, int count, UnaryOperator<NewJob<Note>> as) {
        List<NewJob<Note>> many = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            many.add(as.apply(NewJob.of(NOTE, new Note(Integer.toString(i)))));
        }
        return in(tenant, scope -> jobs.enqueueAll(scope, many)).stream()
                .map(Enqueued::id)
                .toList();
    }

    List<JobId> flood(TenantId tenant, int count) {
        return flood(tenant, count, job -> job);
    }

    Workers work(JobHandler<Note> handler) {
        return work(JobHandlers.none().with(NOTE, handler), OPTIONS);
    }

    Workers work(JobHandlers handlers, WorkerOptions options) {
        Workers workers = Workers.start(platform, tenancy, contexts, DatabaseClock.of(platform), handlers, options);
        working.add(workers);
        return workers;
    }

    void stopWorkers() {
        working.forEach(Workers::close);
        working.clear();
    }

    /** A connection as workers have them. */
    Connection worker() throws SQLException {
        Connection connection = database.connect(Roles.PLATFORM);
        try (Statement statement = connection.createStatement()) {
            statement.execute(Workers.PLANS);
        }
        return connection;
    }

    /** What a worker does when it begins. */
    void serve(String... queues) {
        for (String queue : queues) {
            database.execute("insert into app.job_queues (name) values ('" + queue + "') on conflict do nothing");
        }
    }

    static Admission admission(String worker) {
        return new Admission(new String[] {JobType.DEFAULT_QUEUE}, worker, Duration.ofSeconds(30));
    }

    /** Lets so many jobs of the default queue into the line, once the shares are made; returns how many came. */
    int admit(int room) throws SQLException {
        try (Connection connection = worker()) {
            Admission.Admitted first = admission("w").admit(connection, 0, room);
            return first.shares() == 0
                    ? first.moved()
                    : admission("w").admit(connection, 0, room).moved();
        }
    }

    /** As a worker that has so many slots free: admits, and takes what it may. */
    List<Claim> take(String worker, int most) throws SQLException {
        try (Connection connection = worker()) {
            Admission.Admitted first = admission(worker).admit(connection, most, 0);
            List<Claim> taken = new ArrayList<>(first.claims());
            if (first.shares() > 0) {
                taken.addAll(admission(worker)
                        .admit(connection, most - taken.size(), 0)
                        .claims());
            }
            return taken;
        }
    }

    List<Claim> claim(String worker, int most) throws SQLException {
        return claim(worker, most, JobType.DEFAULT_QUEUE);
    }

    List<Claim> claim(String worker, int most, String... queues) throws SQLException {
        try (Connection connection = worker()) {
            return new Claims(queues, worker, Duration.ofSeconds(30)).claim(connection, most);
        }
    }

    /** Returns what remains to be stored. */
    Set<Settled> settle(String worker, Claim claim, Outcome outcome) throws SQLException {
        try (Connection connection = worker()) {
            return new Settlement(worker)
                    .settle(connection, List.of(new Settled(new Attempt(claim, System.nanoTime()), outcome)));
        }
    }

    /** The states of a job, as {@code STATE attempts}; where it is not any more, empty. */
    String state(JobId id) {
        return String.join(", ", database.query("""
            select state || ' ' || attempts from app.jobs where id = '%1$s'
            union all select state || ' ' || attempts from app.finished_jobs where id = '%1$s'\
            """.formatted(id)));
    }

    /** A column of a job, wherever it is. */
    @Nullable
    String field(JobId id, String expression) {
        return database.query("""
            select (%2$s)::text from (select to_jsonb(j) as row, j.* from app.%3$s j where id = '%1$s') j\
            """.formatted(id, expression, isUnfinished(id) ? "jobs" : "finished_jobs"))
                .getFirst();
    }

    private boolean isUnfinished(JobId id) {
        return !database.query("select 1 from app.jobs where id = '" + id + "'").isEmpty();
    }

    int count(String from) {
        return Integer.parseInt(database.query("select count(*) from " + from).getFirst());
    }

    void awaitState(JobId id, String state) throws Exception {
        try {
            await("the job to be " + state, () -> state(id).equals(state));
        } catch (AssertionError vain) {
            throw new AssertionError(vain.getMessage() + ", not " + state(id), vain);
        }
    }

    /** Returns when it is so; fails when it is not for long. */
    static void await(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("waited in vain for " + what);
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    /** Holds whatever the statement locks, in a transaction that is open until this is closed. */
    Connection holding(String statement) throws SQLException {
        Connection connection = database.admin();
        connection.setAutoCommit(false);
        try (Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
        return connection;
    }

    @Override
    public void close() {
        stopWorkers();
        tenancy.close();
        database.close();
    }
}
