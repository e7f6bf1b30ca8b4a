package io.partywall.jobs.faults;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.partywall.access.Contexts;
import io.partywall.database.Role;
import io.partywall.isolation.IsolationException;
import io.partywall.isolation.SigningKeys;
import io.partywall.isolation.Tenancy;
import io.partywall.isolation.TenantId;
import io.partywall.isolation.TenantScope;
import io.partywall.jobs.Jobs;
import io.partywall.jobs.NewJob;
import io.partywall.jobs.faults.Evidence.Batch;
import io.partywall.jobs.faults.Evidence.Fate;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jooq.exception.DataAccessException;

/** Adds the jobs of a run in transactions of all sizes, some of which roll back, through the proxy that cuts them off. */
final class Producer implements AutoCloseable {

    private static final int THREADS = 3;
    private static final int LARGEST_BATCH = 40;
    private static final String BATCH = "insert into app.fault_batches (tenant_id, id, size) values (?, ?, ?)";

    private final Plan plan;
    private final List<TenantId> tenants;
    private final HikariDataSource pool;
    private final Contexts contexts;
    private final SigningKeys keys;
    private final Jobs jobs;
    private final List<Kind> deck;
    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicInteger committed = new AtomicInteger();
    private final Queue<Batch> batches = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopping;

    /** Its caller changes its mind. */
    private static final class ChangeOfMind extends RuntimeException {}

    Producer(Plan plan, DurableServer server, int port, List<TenantId> tenants) {
        this.plan = plan;
        this.tenants = tenants;
        this.keys = SigningKeys.parse(server.keys());
        this.contexts = new Contexts(keys);
        this.jobs = new Jobs(server.url(Role.PLATFORM, port).dataSource());
        this.deck = Kind.deck(plan.seed());
        HikariConfig config = new HikariConfig();
        config.setDataSource(server.url(Role.APP, port).dataSource());
        config.setMaximumPoolSize(THREADS);
        config.setConnectionTimeout(Duration.ofSeconds(5).toMillis());
        config.setInitializationFailTimeout(-1);
        this.pool = new HikariDataSource(config);
    }

    void start() {
        for (int i = 0; i < THREADS; i++) {
            Random random = new Random(plan.seed() + i);
            threads.add(Thread.ofPlatform().name("producer-" + i).daemon().start(() -> produce(random)));
        }
    }

    /** Whether all that there should be has been added. */
    boolean isDone() {
        return threads.stream().noneMatch(Thread::isAlive);
    }

    List<Batch> batches() {
        return List.copyOf(batches);
    }

    /** How many jobs are known to have been added. */
    int committed() {
        return committed.get();
    }

    private void produce(Random random) {
        long begin = System.nanoTime();
        Tenancy tenancy = null;
        while (!stopping && committed.get() < plan.jobs()) {
            try {
                if (tenancy == null) {
                    tenancy = Tenancy.connect(pool, keys);
                }
                add(tenancy, random);
            } catch (SQLException | IsolationException.UnsafeDatabase away) {
                // A check of the walls that is cut off says that they are not safe.
                LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            }
            // As fast as it takes to be done when two thirds of the time are over.
            long due = begin + (long) (plan.faults().toNanos() * 0.66 * committed.get() / plan.jobs());
            LockSupport.parkNanos(due - System.nanoTime());
        }
    }

    private void add(Tenancy tenancy, Random random) {
        TenantId tenant = tenants.get(random.nextInt(tenants.size()));
        int size = 1 + random.nextInt(LARGEST_BATCH);
        boolean changesMind = random.nextInt(10) == 0;
        UUID id = UUID.randomUUID();
        List<NewJob<Task>> added = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            added.add(job(id, tenant, random));
        }
        Fate fate = Fate.UNKNOWN;
        try {
            tenancy.useTenant(
                    contexts.job(tenant, Duration.ofMinutes(5)),
                    scope -> scope.inTransaction(() -> {
                        note(scope, id, size);
                        jobs.enqueueAll(scope, added);
                        if (changesMind) {
                            throw new ChangeOfMind();
                        }
                        return size;
                    }));
            fate = Fate.COMMITTED;
            committed.addAndGet(size);
        } catch (ChangeOfMind rolledBack) {
            fate = Fate.ROLLED_BACK;
        } catch (DataAccessException | SQLException cut) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        } finally {
            batches.add(new Batch(id, tenant.value(), size, fate));
        }
    }

    private NewJob<Task> job(UUID batch, TenantId tenant, Random random) {
        int number = numbers.getAndIncrement();
        TenantId stranger =
                tenants.get((tenants.indexOf(tenant) + 1 + random.nextInt(tenants.size() - 1)) % tenants.size());
        Task task = new Task(batch, number, 5 + random.nextInt(46), stranger.value());
        NewJob<Task> job =
                NewJob.of(deck.get(number % deck.size()).type(), task).withPriority(random.nextInt(3));
        return random.nextInt(20) == 0 ? job.withRunAt(Instant.now().plusMillis(random.nextInt(5_000))) : job;
    }

    private static void note(TenantScope scope, UUID id, int size) throws SQLException {
        try (Connection connection = scope.dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement(BATCH)) {
            statement.setObject(1, scope.context().tenant().value());
            statement.setObject(2, id);
            statement.setInt(3, size);
            statement.executeUpdate();
        }
    }

    @Override
    public void close() {
        stopping = true;
        pool.close();
    }
}
