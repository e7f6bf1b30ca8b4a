package io.partywall.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.partywall.access.Contexts;
import io.partywall.isolation.Access;
import io.partywall.isolation.SigningKeys;
import io.partywall.isolation.Tenancy;
import io.partywall.schema.Migrations;
import io.partywall.schema.Roles;
import io.partywall.tenants.Tenant;
import io.partywall.tenants.Tenants;
import io.partywall.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A migrated database with two tenants, workers that run when they are asked to, and an operator. */
final class OperatedQueue implements AutoCloseable {

    /** What a job is told to do. */
    record Order(String word) {}

    /** What it answers. */
    record Answer(String echo) {}

    static final JobType<Order> ECHO = JobType.of("echo", Order.class);
    static final JobType<Order> BREAK = JobType.of("break", Order.class).withMaxAttempts(1);
    static final JobType<Order> WAIT = JobType.of("wait", Order.class);

    private static final SigningKeys KEYS = SigningKeys.parse(SigningKeys.generate("k1"));

    /** Migrated once for all tests of the JVM. */
    private static final TestDatabase TEMPLATE = template();

    final TestDatabase database = TestDatabase.copyOf(TEMPLATE);
    final HikariDataSource platform;
    final JobBoard board;
    final JobControl control;
    final Jobs jobs;
    final Tenant acme;
    final Tenant beta;
    final Map<String, Integer> runs = new ConcurrentHashMap<>();
    volatile boolean broken = true;
    volatile CountDownLatch gate = new CountDownLatch(1);
    private final Tenancy tenancy;
    private final Contexts contexts;
    private final DatabaseClock clock;

    private static TestDatabase template() {
        TestDatabase template = TestDatabase.create();
        try (HikariDataSource administrator = template.pool("postgres", 2)) {
            Migrations.of(administrator)
                    .trusting(KEYS)
                    .password(Roles.APP, TestDatabase.PASSWORD)
                    .password(Roles.PLATFORM, TestDatabase.PASSWORD)
                    .run();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        return template;
    }

    OperatedQueue() throws SQLException {
        // A copy has the database's rows, and not its grants.
        database.execute("revoke create, temporary on database " + database.name() + " from public");
        platform = database.pool(Roles.PLATFORM, 12);
        clock = DatabaseClock.of(platform);
        tenancy = Tenancy.connect(database.pool(Roles.APP, 12), KEYS.withClock(clock));
        contexts = new Contexts(KEYS.withClock(clock));
        board = new JobBoard(platform);
        control = new JobControl(platform);
        jobs = new Jobs(platform);
        Tenants tenants = new Tenants(platform);
        acme = tenants.create("acme", "Acme Ltd", ZoneOffset.UTC, Currency.getInstance("GBP"));
        beta = tenants.create("beta", "Beta Inc", ZoneOffset.UTC, Currency.getInstance("USD"));
    }

    JobId add(Tenant tenant, JobType<Order> type, String word) {
        return add(tenant, NewJob.of(type, new Order(word)));
    }

    JobId add(Tenant tenant, NewJob<Order> job) {
        return tenancy.inTenant(
                contexts.service(tenant.id(), "test", Access.WRITE),
                scope -> jobs.enqueue(scope, job).id());
    }

    /** Runs every type: echoes come back, breaking ones fail while the queue is {@link #broken}, waiting ones wait at the {@link #gate}. */
    Workers work() {
        return work(WorkerOptions.DEFAULT.withSlots(4).withGrace(Duration.ofSeconds(2)));
    }

    Workers work(WorkerOptions options) {
        JobHandlers handlers = JobHandlers.none()
                .with(ECHO, (order, job) -> {
                    runs.merge(order.word(), 1, Integer::sum);
                    return new Answer(order.word());
                })
                .with(BREAK, (order, job) -> {
                    runs.merge(order.word(), 1, Integer::sum);
                    if (broken) {
                        throw new IllegalStateException("the Machine is broken at " + order.word());
                    }
                    return null;
                })
                .with(WAIT, (order, job) -> {
                    runs.merge(order.word(), 1, Integer::sum);
                    job.progress(0.5, "half of " + order.word());
                    gate.await();
                    return null;
                });
        return Workers.start(platform, tenancy, contexts, clock, handlers, options);
    }

    /** Works until nothing is left to be done now. */
    void drain() {
        try (Workers _ = work()) {
            await(
                    "everything is done",
                    () -> count("app.jobs where queue = 'default' and not parked"
                                    + " and state in ('HELD', 'PENDING', 'PROCESSING')")
                            == 0);
        }
    }

    /** Lets what there is room for come into line, where no worker claims it. */
    void admit() throws SQLException {
        database.execute("insert into app.job_queues (name) values ('default') on conflict do nothing");
        Admission admission = new Admission(new String[] {"default"}, "w", Duration.ofSeconds(30));
        try (Connection connection = platform.getConnection()) {
            // The first makes the shares.
            admission.admit(connection, 0, 10);
            admission.admit(connection, 0, 10);
        }
    }

    Job job(JobId id) {
        return board.get(id);
    }

    JobState state(JobId id) {
        return job(id).state();
    }

    void awaitState(JobId id, JobState state) {
        await("job " + id + " is " + state, () -> state(id) == state);
    }

    long count(String from) {
        return Long.parseLong(database.query("select count(*) from " + from).getFirst());
    }

    /** Many jobs of a tenant at once, without a handler for them. */
    void flood(Tenant tenant, JobState state, int jobs) {
        @Nullable String error = state == JobState.FAILED ? "'out of order'" : "null";
        database.execute("""
            insert into app.jobs (tenant_id, id, queue, type, state, attempts, error, run_at)
            select '%s', gen_random_uuid(), 'default', 'flood', '%s', %d, %s, now() + interval '%s'
            from generate_series(1, %d)\
            """.formatted(
                        tenant.id(),
                        state,
                        state == JobState.FAILED ? 1 : 0,
                        error,
                        state == JobState.HELD ? "0" : "1 hour",
                        jobs));
    }

    /** Waits for what must come soon, looking again and again. */
    static void await(String what, BooleanSupplier condition) {
        Instant end = Instant.now().plus(Duration.ofMinutes(1));
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as(what).isBefore(end);
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    @Override
    public void close() {
        gate.countDown();
        tenancy.close();
        database.close();
    }
}
