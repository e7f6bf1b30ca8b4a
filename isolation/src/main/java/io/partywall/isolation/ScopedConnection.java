package io.partywall.isolation;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.IdentityHashMap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection of the pool, bound to one scope: the context rides in front of the statements that need it.
 *
 * <p>With auto-commit every statement carries it, since the settings end with the statement's own transaction. Otherwise
 * the first statement of a transaction does, and every later one finds the settings in place. A proxy rather than a class,
 * because {@link Connection} has sixty methods of which a dozen matter here.
 */
final class ScopedConnection implements InvocationHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ScopedConnection.class);

    private final Connection pooled;
    private final TenantScope scope;
    private final Connection proxy;
    private final IdentityHashMap<Savepoint, Boolean> savepoints = new IdentityHashMap<>();
    private boolean autoCommit;
    /** Whether the current transaction has the context. INVARIANT: true only while the server's settings are in place. */
    private boolean entered;

    /** Whether something may have been left on the connection that its next borrower must not meet. */
    private boolean marked;

    private boolean closed;

    private ScopedConnection(Connection pooled, TenantScope scope) throws SQLException {
        this.pooled = pooled;
        this.scope = scope;
        this.autoCommit = pooled.getAutoCommit();
        this.proxy = (Connection) Proxy.newProxyInstance(
                ScopedConnection.class.getClassLoader(), new Class<?>[] {Connection.class}, this);
    }

    static Connection of(Connection pooled, TenantScope scope) throws SQLException {
        return new ScopedConnection(pooled, scope).proxy;
    }

    /** Ends a scoped connection from another thread: what runs on it fails, and the pool replaces it. */
    static void abort(Connection proxy) {
        ScopedConnection connection = (ScopedConnection) Proxy.getInvocationHandler(proxy);
        try {
            connection.pooled.abort(Runnable::run);
        } catch (SQLException broken) {
            LOG.warn("a connection could not be aborted", broken);
        }
    }

    @Override
    public @Nullable Object invoke(Object self, Method method, Object @Nullable [] arguments) throws Throwable {
        return switch (method.getName()) {
            case "close" -> {
                close();
                yield null;
            }
            case "isClosed" -> closed || pooled.isClosed();
            case "equals" -> arguments != null && self == arguments[0];
            case "hashCode" -> System.identityHashCode(self);
            case "toString" -> "connection in " + scope;
            default -> {
                if (closed) {
                    throw new SQLException("this connection is closed", "08003");
                }
                scope.check();
                yield open(method, arguments);
            }
        };
    }

    private @Nullable Object open(Method method, Object @Nullable [] arguments) throws Throwable {
        switch (method.getName()) {
            case "createStatement" -> {
                return ScopedStatement.of(
                        this, (Statement) delegate(method, arguments), Creation.of(method, arguments));
            }
            case "prepareStatement" -> {
                Object[] given = Objects.requireNonNull(arguments);
                return ScopedPreparedStatement.of(this, (String) given[0], Creation.of(method, arguments));
            }
            case "prepareCall" ->
                throw new SQLFeatureNotSupportedException(
                        "callable statements carry no tenant context: use a prepared 'select function(…)' or 'call"
                                + " procedure(…)'");
            case "unwrap" -> {
                return unwrap((Class<?>) Objects.requireNonNull(arguments)[0]);
            }
            case "isWrapperFor" -> {
                return ((Class<?>) Objects.requireNonNull(arguments)[0]).isInstance(proxy);
            }
            case "setAutoCommit" -> {
                boolean wanted = (Boolean) Objects.requireNonNull(arguments)[0];
                pooled.setAutoCommit(wanted);
                if (wanted != autoCommit) {
                    leave();
                }
                autoCommit = wanted;
                return null;
            }
            case "commit" -> {
                try {
                    pooled.commit();
                } finally {
                    // A commit that fails (a deferred constraint) has ended the transaction too.
                    leave();
                }
                return null;
            }
            case "rollback" -> {
                rollback(arguments);
                return null;
            }
            case "setSavepoint" -> {
                Savepoint savepoint = (Savepoint) delegate(method, arguments);
                savepoints.put(savepoint, entered);
                return savepoint;
            }
            default -> {
                return delegate(method, arguments);
            }
        }
    }

    private @Nullable Object delegate(Method method, Object @Nullable [] arguments) throws Throwable {
        return invoke(method, pooled, arguments);
    }

    static @Nullable Object invoke(Method method, Object target, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getTargetException();
        }
    }

    private Object unwrap(Class<?> type) throws SQLException {
        if (type.isInstance(proxy)) {
            return proxy;
        }
        throw new SQLException("a connection of a tenant's scope cannot be unwrapped to " + type.getName()
                + ": what runs there would run without the tenant's context");
    }

    private void rollback(Object @Nullable [] arguments) throws SQLException {
        if (arguments == null || arguments.length == 0) {
            try {
                pooled.rollback();
            } finally {
                leave();
            }
        } else {
            Savepoint savepoint = (Savepoint) arguments[0];
            pooled.rollback(savepoint);
            // Settings that were made after the savepoint are gone with it.
            entered = savepoints.getOrDefault(savepoint, false);
        }
    }

    private void leave() {
        entered = false;
        savepoints.clear();
    }

    private void close() throws SQLException {
        if (closed) {
            return;
        }
        closed = true;
        if (marked) {
            LOG.debug("a connection ends with its scope, for what may be left on it ({})", scope);
            end();
            return;
        }
        try {
            if (!autoCommit) {
                // The next borrower must not find this tenant's transaction open; pools differ in what they do about
                // it.
                pooled.rollback();
            }
        } finally {
            pooled.close();
            scope.returned(proxy);
        }
    }

    /** Ends the connection; the pool, which finds it broken, replaces it. */
    private void end() {
        try {
            pooled.abort(Runnable::run);
            pooled.close();
        } catch (SQLException broken) {
            LOG.debug("the pool was given a connection that has ended", broken);
        } finally {
            scope.returned(proxy);
        }
    }

    /** A statement is about to run. */
    void running(String sql) {
        marked = marked || Residue.possible(sql);
    }

    Connection proxy() {
        return proxy;
    }

    Connection pooled() {
        return pooled;
    }

    TenantScope scope() {
        return scope;
    }

    /** Whether the next statement has to bring the context along. */
    boolean mustCarry() {
        return autoCommit || !entered;
    }

    /**
     * Binds the context to a statement that has it in front.
     *
     * @param typed whether the driver knows the types of the caller's parameters
     */
    void carry(PreparedStatement statement, boolean typed) throws SQLException {
        ServerPreparation.allow(statement, pooled, typed && ServerPreparation.textsAreTyped(pooled));
        scope.transport().bind(statement, scope.context());
    }

    /** A statement that carried the context has succeeded. */
    void carried() {
        entered = !autoCommit;
    }

    /** Work whose statements cannot carry the context themselves. */
    interface Work<R> {
        R run() throws SQLException;
    }

    /**
     * Enters the context by a trip of its own, and runs the work, in a transaction of its own where there is none. For
     * batches: the driver sends a batch as it is, so nothing can ride in front of it.
     */
    <R> R entered(Work<R> work) throws SQLException {
        if (!autoCommit) {
            if (!entered) {
                enter();
                carried();
            }
            return work.run();
        }
        pooled.setAutoCommit(false);
        boolean done = false;
        try {
            enter();
            R result = work.run();
            pooled.commit();
            done = true;
            return result;
        } finally {
            if (!done) {
                pooled.rollback();
            }
            pooled.setAutoCommit(true);
        }
    }

    private void enter() throws SQLException {
        ContextTransport transport = scope.transport();
        try (PreparedStatement statement = pooled.prepareStatement(transport.prefix())) {
            transport.bind(statement, scope.context());
            statement.execute();
        }
    }
}
