package io.partywall.jobs;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.partywall.access.Contexts;
import io.partywall.isolation.Tenancy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs jobs in this process, until it is closed; any number of processes may do so at once, and come and go as they like. Safe
 * for use by several threads.
 */
public final class Workers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

    private static final int CONNECTIONS = 4;
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    /**
     * The queue's statements are made of looks into indexes, one row at a time; a planner that has not heard of a flood yet would
     * now and then rather read the whole table. To one that has never seen a row, any index is as good as any other: what is
     * to be found by its key has its state compared as text, so that no partial index can be taken for the key's. None of
     * them waits for a lock of somebody who may keep it.
     */
    static final String PLANS =
            "set plan_cache_mode = force_generic_plan; set enable_seqscan = off; set enable_bitmapscan = off; set"
                    + " enable_hashjoin = off; set enable_mergejoin = off; set jit = off; set lock_timeout = '200ms'";

    private static final String SERVE =
            "insert into app.job_queues (name) select unnest(?::text[]) on conflict (name) do nothing";

    private final String name;
    private final Duration grace;
    private final HikariDataSource pool;
    private final Slots slots;
    private final Settler settler;
    private final Listener listener;
    private final List<Loop> intake;
    private final Loop watch;
    private final Loop leases;
    private final Loop settling;

    private Workers(
            DataSource platform,
            Tenancy tenancy,
            Contexts contexts,
            DatabaseClock clock,
            JobHandlers handlers,
            WorkerOptions options,
            List<Recurring> recurring) {
        this.name = Machine.newWorker();
        this.grace = options.grace();
        this.pool = pool(platform);
        String[] queues = options.queues().toArray(String[]::new);
        History history = new History(options.keepDays());
        prepare(queues, history);
        Wake wake = new Wake();
        Runner runner = new Runner(tenancy, contexts, handlers, options.lease(), options.grace());
        this.slots = new Slots(options.slots(), options.lease(), runner, this::settle, wake);
        this.settler = new Settler(pool, new Settlement(name), history, slots::release);
        this.listener = new Listener(platform, wake);
        Claimer claimer = new Claimer(
                pool,
                new Admission(queues, name, options.lease()),
                new Claims(queues, name, options.lease()),
                slots,
                settler,
                wake,
                options.poll());
        Upkeep upkeep = new Upkeep(pool, history, new Schedules(recurring, handlers), clock, wake);
        slots.start();
        this.settling = Loop.start("jobs-settler", settler::step);
        Leases held = new Leases(pool, name, options.lease(), options.grace(), slots, runner);
        this.watch = Loop.start("jobs-watch", held::watch);
        this.leases = Loop.start("jobs-leases", held::step);
        this.intake = List.of(
                Loop.start("jobs-claimer", claimer::step),
                Loop.start("jobs-upkeep", upkeep::step),
                Loop.start("jobs-listener", listener::step));
    }

    /**
     * Begins to work.
     *
     * @param platform connections as the platform role
     * @param tenancy what handlers reach their tenants by; it needs a connection for each slot whose job uses one
     * @param contexts signs the contexts of jobs; by the same clock as the tenancy's keys
     * @param clock the database's, which it keeps right from now on
     * @throws DataAccessException when the database does not answer
     */
    public static Workers start(
            DataSource platform,
            Tenancy tenancy,
            Contexts contexts,
            DatabaseClock clock,
            JobHandlers handlers,
            WorkerOptions options) {
        return start(platform, tenancy, contexts, clock, handlers, options, List.of());
    }

    /**
     * Begins to work, and gives every tenant what it lacks of these recurring jobs, within a minute; otherwise as the other does.
     *
     * @param recurring what every tenant has
     */
    public static Workers start(
            DataSource platform,
            Tenancy tenancy,
            Contexts contexts,
            DatabaseClock clock,
            JobHandlers handlers,
            WorkerOptions options,
            List<Recurring> recurring) {
        Workers workers = new Workers(platform, tenancy, contexts, clock, handlers, options, recurring);
        LOG.info("{} serves {} with {} slots", workers.name, options.queues(), options.slots());
        return workers;
    }

    private static HikariDataSource pool(DataSource platform) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("jobs");
        config.setDataSource(platform);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setConnectionInitSql(PLANS);
        config.setConnectionTimeout(Duration.ofSeconds(5).toMillis());
        // Whether the database answers is told by the first use, in our own words.
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    private void prepare(String[] queues, History history) {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(SERVE)) {
            statement.setArray(1, connection.createArrayOf("text", queues));
            statement.execute();
            history.keep(connection);
        } catch (SQLException failure) {
            pool.close();
            throw new DataAccessException("workers cannot begin: " + failure.getMessage(), failure);
        }
    }

    private void settle(Settlement.Settled settled) {
        settler.add(settled);
    }

    /** What this worker is called where its jobs say who runs them. */
    public String name() {
        return name;
    }

    /** How many jobs it holds now, running or about to. */
    public int present() {
        return slots.present();
    }

    /**
     * Stops: claims nothing more, gives back what it has not begun, lets what runs end for as long as the grace lasts, then
     * interrupts it and gives it back. Returns when all of it is stored, or the database cannot be told, in which case the leases
     * run out.
     */
    @Override
    public void close() {
        intake.forEach(loop -> loop.stop(grace));
        slots.handBackReady();
        if (!await(slots::isIdle, grace)) {
            slots.held().forEach(attempt -> attempt.interrupt(Attempt.Interruption.STOPPED));
            if (!await(slots::isIdle, LAST_WORDS)) {
                slots.held().forEach(attempt -> slots.abandon(attempt, new Outcome.HandedBack()));
            }
        }
        slots.stop();
        if (!await(() -> slots.held().isEmpty(), LAST_WORDS)) {
            LOG.warn(
                    "{} jobs could not be given back: others take them over when their leases run out",
                    slots.held().size());
        }
        watch.stop(LAST_WORDS);
        leases.stop(LAST_WORDS);
        settling.stop(LAST_WORDS);
        try {
            listener.close();
        } catch (SQLException broken) {
            LOG.debug("the listener's connection was broken already", broken);
        }
        pool.close();
    }

    private static boolean await(BooleanSupplier condition, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
        return true;
    }
}
