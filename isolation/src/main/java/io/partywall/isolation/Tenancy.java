package io.partywall.isolation;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pool of connections that keeps tenants apart: the door to the database.
 *
 * <pre>{@code
 * try (Tenancy tenancy = Tenancy.connect(pool, signingKeys)) {
 *     List<Kpi> kpis = tenancy.inTenant(context, scope -> scope.sql().selectFrom(KPIS).fetchInto(Kpi.class));
 * }
 * }</pre>
 *
 * <p>Safe for use by any number of threads, virtual ones too; each {@link TenantScope} belongs to one.
 */
public final class Tenancy implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Tenancy.class);
    private static final Duration GRACE = Duration.ofSeconds(10);

    /** The scope that a thread works in, for frameworks that ask for a connection without saying for whom. */
    private static final ScopedValue<TenantScope> CURRENT = ScopedValue.newInstance();

    private final DataSource pool;
    private final SigningKeys keys;
    private final TenantTables tables;
    private final DataSource ambient = new ScopeDataSource(this::ambientConnection);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private final Set<TenantScope> open = new HashSet<>();
    private boolean closed;

    private Tenancy(DataSource pool, SigningKeys keys, TenantTables tables) {
        this.pool = pool;
        this.keys = keys;
        this.tables = tables;
    }

    /**
     * Connects to a database that has the schema {@code isolation} ({@link IsolationInstaller}), through a pool that logs
     * in as the application's role. The pool stays the caller's: {@link #close()} leaves it open.
     *
     * @throws IsolationException.UnsafeDatabase when tenants would not be kept apart, with every reason: the role is a
     *     superuser, bypasses row security, owns or can become the owner of what it should be kept from, may create roles,
     *     objects in a schema or temporary tables; a table that it reaches is not protected; the database does not know
     *     the signing key
     * @throws SQLException when the database cannot be asked
     */
    public static Tenancy connect(DataSource pool, SigningKeys keys) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            List<String> faults = SafetyCheck.faults(connection, keys);
            if (!faults.isEmpty()) {
                throw new IsolationException.UnsafeDatabase(faults);
            }
            return new Tenancy(pool, keys, SafetyCheck.tables(connection));
        }
    }

    /** Work in a tenant's scope. */
    @FunctionalInterface
    public interface Work<R extends @Nullable Object, X extends Exception> {
        R run(TenantScope scope) throws X;
    }

    /** Work in a tenant's scope that returns nothing. */
    @FunctionalInterface
    public interface Action<X extends Exception> {
        void run(TenantScope scope) throws X;
    }

    /**
     * Runs the work in the context's tenant.
     *
     * @return what the work returns
     * @throws IsolationException.InvalidContext when the context has expired or is of an unknown key
     * @throws IsolationException.ForeignTenant when called from inside another tenant's scope
     * @throws IsolationException.ScopeMisuse when this tenancy is closed
     */
    public <R extends @Nullable Object, X extends Exception> R inTenant(TenantContext context, Work<R, X> work)
            throws X {
        keys.check(context);
        if (CURRENT.isBound() && !CURRENT.get().context().tenant().equals(context.tenant())) {
            throw new IsolationException.ForeignTenant("the scope of tenant "
                    + CURRENT.get().context().tenant() + " cannot be left for tenant " + context.tenant()
                    + " from inside: return from its work first");
        }
        TenantScope scope = new TenantScope(this, context);
        enter(scope);
        try {
            return ScopedValue.where(CURRENT, scope).call(() -> work.run(scope));
        } finally {
            leave(scope);
        }
    }

    /** Runs work that returns nothing in the context's tenant; otherwise as {@link #inTenant}. */
    public <X extends Exception> void useTenant(TenantContext context, Action<X> work) throws X {
        this.<@Nullable Object, X>inTenant(context, scope -> {
            work.run(scope);
            return null;
        });
    }

    /**
     * Connections for frameworks that hold one data source for all tenants: each belongs to the scope that the calling
     * thread is in, as {@link TenantScope#dataSource()} does; outside every scope there is none to be had, and
     * {@link IsolationException.InvalidContext} says so.
     */
    public DataSource dataSource() {
        return ambient;
    }

    private Connection ambientConnection() throws SQLException {
        if (!CURRENT.isBound() || CURRENT.get().tenancy() != this) {
            throw new IsolationException.InvalidContext(
                    "there is no tenant context here: run this inside Tenancy.inTenant");
        }
        return CURRENT.get().dataSource().getConnection();
    }

    /** Asks the database now: whether it answers, and whether the walls that {@link #connect} found still stand. */
    public Health health() {
        long begin = System.nanoTime();
        List<String> faults;
        try (Connection connection = pool.getConnection()) {
            faults = SafetyCheck.faults(connection, keys);
        } catch (SQLException unreachable) {
            faults = List.of("the database does not answer: " + unreachable.getMessage());
        }
        return new Health(Duration.ofNanos(System.nanoTime() - begin), faults);
    }

    /**
     * Lets no new work in, waits up to ten seconds for the work that runs, then takes its connections away: what is still
     * running fails and is rolled back. Closing again does nothing.
     */
    @Override
    public void close() {
        close(GRACE);
    }

    void close(Duration grace) {
        List<TenantScope> left;
        lock.lock();
        try {
            closed = true;
            long patience = grace.toNanos();
            while (!open.isEmpty() && patience > 0) {
                patience = ended.awaitNanos(patience);
            }
            left = List.copyOf(open);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            left = List.copyOf(open);
        } finally {
            lock.unlock();
        }
        if (!left.isEmpty()) {
            LOG.warn(
                    "{} scopes are still in use after {} s; their connections are closed",
                    left.size(),
                    grace.toSeconds());
            left.forEach(TenantScope::abort);
        }
    }

    private void enter(TenantScope scope) {
        lock.lock();
        try {
            if (closed) {
                throw new IsolationException.ScopeMisuse("this Tenancy is closed: no new work is let in");
            }
            open.add(scope);
        } finally {
            lock.unlock();
        }
    }

    private void leave(TenantScope scope) {
        scope.close();
        lock.lock();
        try {
            open.remove(scope);
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    DataSource pool() {
        return pool;
    }

    TenantTables tables() {
        return tables;
    }

    ContextTransport transport() {
        return ContextTransport.SETTINGS;
    }

    void checkValid(TenantContext context) {
        keys.check(context);
    }
}
