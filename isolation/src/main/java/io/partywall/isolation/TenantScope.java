package io.partywall.isolation;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQL;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DataSourceConnectionProvider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a piece of code holds while it works inside one tenant's context: the only way to a query.
 *
 * <p>It is given to the work of {@link Tenancy#inTenant} and ends with it. Until then every use, of it or of anything that
 * came from it, belongs to the thread that runs the work; from elsewhere or later it is refused with
 * {@link IsolationException.ScopeMisuse}.
 */
public final class TenantScope {

    private static final Logger LOG = LoggerFactory.getLogger(TenantScope.class);

    private final Tenancy tenancy;
    private final TenantContext context;
    private final Thread owner = Thread.currentThread();
    private final List<Connection> borrowed = new CopyOnWriteArrayList<>();
    private final DataSource dataSource = new ScopeDataSource(this::connection);
    private final ScopeTransactions transactions = new ScopeTransactions(this::borrow);
    private @Nullable DSLContext sql;
    private volatile boolean closed;

    TenantScope(Tenancy tenancy, TenantContext context) {
        this.tenancy = tenancy;
        this.context = context;
    }

    /** The context that this scope works in. */
    public TenantContext context() {
        return context;
    }

    /**
     * Queries that see and change this tenant's rows only. Outside {@link #inTransaction} each statement is a transaction
     * of its own. Statements that cannot be confined to the tenant are refused with
     * {@link IsolationException.UnscopedStatement}, and rows of other tenants with {@link IsolationException.ForeignTenant}.
     */
    public DSLContext sql() {
        check();
        if (sql == null) {
            sql = ScopedConfiguration.sql(
                    new DataSourceConnectionProvider(dataSource),
                    transactions,
                    new TenantScoping(tenancy.tables(), context.tenant(), context.access()));
        }
        return sql;
    }

    /**
     * Plain SQL, as a statement ({@code scope.sql().fetch(…)}, {@code execute(…)}) or as a part of one
     * ({@code DSL.field(…)}). It is not scoped in Java: row-level security and the signed context confine it still. Values
     * belong into {@code bindings}, one for each question mark, never into the text.
     */
    public SQL unscopedSql(String text, Object... bindings) {
        check();
        return UnscopedSql.of(text, bindings);
    }

    /**
     * The scope's connections, for plain JDBC and for libraries on top of it (Hibernate, MyBatis, Spring's JdbcClient).
     * Every statement carries the context, in the same trip. Inside {@link #inTransaction} it hands out the transaction's
     * connection, whose closing is the transaction's business. What is left open when the scope ends is closed then.
     *
     * <p>A connection on which something ran that may outlive its transaction (a setting or lock of the session, PREPARE,
     * LISTEN, a cursor WITH HOLD, a DO block) is ended when it is closed, and the pool opens another: the next tenant must
     * not meet what was left. {@code set local} and {@code pg_advisory_xact_lock} leave nothing.
     */
    public DataSource dataSource() {
        check();
        return dataSource;
    }

    /** Work inside a transaction. */
    @FunctionalInterface
    public interface Work<R extends @Nullable Object, X extends Exception> {
        R run() throws X;
    }

    /**
     * Runs the work in one transaction, in which all of this scope's statements take part: committed when the work
     * returns, rolled back when it throws. Inside another transaction of this scope it is a savepoint of that one.
     *
     * @return what the work returns
     * @throws DataAccessException when the transaction cannot be begun or committed; nothing of it stays then
     */
    public <R extends @Nullable Object, X extends Exception> R inTransaction(Work<R, X> work) throws X {
        check();
        transactions.begin();
        boolean done = false;
        try {
            R result = work.run();
            done = true;
            transactions.commit();
            return result;
        } finally {
            if (!done) {
                transactions.rollback();
            }
        }
    }

    /**
     * Runs the action once the transaction of {@link #inTransaction} has been committed, in this thread; not at all when it, or
     * the savepoint that this is called in, is rolled back; and at once outside of one. What the action throws is logged, since
     * the transaction has happened.
     */
    public void afterCommit(Runnable action) {
        check();
        transactions.afterCommit(action);
    }

    private Connection connection() throws SQLException {
        check();
        Connection transaction = transactions.current();
        return transaction != null ? ScopeDataSource.unclosable(transaction) : borrow();
    }

    private Connection borrow() throws SQLException {
        Connection connection = ScopedConnection.of(tenancy.pool().getConnection(), this);
        borrowed.add(connection);
        return connection;
    }

    Tenancy tenancy() {
        return tenancy;
    }

    void returned(Connection connection) {
        borrowed.removeIf(candidate -> candidate == connection);
    }

    ContextTransport transport() {
        return tenancy.transport();
    }

    /** Refuses use after the end, from another thread, or when the context has expired meanwhile. */
    void check() {
        if (Thread.currentThread() != owner) {
            throw new IsolationException.ScopeMisuse("the scope (" + this + ") belongs to the thread " + owner.getName()
                    + " and was used from " + Thread.currentThread().getName()
                    + ": enter the tenant there by Tenancy.inTenant");
        }
        if (closed) {
            throw new IsolationException.ScopeMisuse(
                    "the scope (" + this + ") has ended: use it, and what came from it, inside the work only");
        }
        tenancy.checkValid(context);
    }

    void close() {
        closed = true;
        List<Connection> left = List.copyOf(borrowed);
        borrowed.clear();
        if (!left.isEmpty()) {
            LOG.warn("{} connections were left open in the scope ({}); they are closed now", left.size(), this);
            left.forEach(TenantScope::close);
        }
    }

    /** Takes the connections away from work that does not end; called from another thread than the scope's. */
    void abort() {
        closed = true;
        for (Connection connection : borrowed.toArray(Connection[]::new)) {
            ScopedConnection.abort(connection);
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException broken) {
            LOG.warn("a connection could not be given back to the pool", broken);
        }
    }

    @Override
    public String toString() {
        return context.toString();
    }
}
