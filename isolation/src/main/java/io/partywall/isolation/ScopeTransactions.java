package io.partywall.isolation;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jooq.TransactionContext;
import org.jooq.TransactionProvider;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A scope's transaction and the savepoints inside it: one notion for {@link TenantScope#inTransaction} and for jOOQ. */
final class ScopeTransactions implements TransactionProvider {

    private static final Logger LOG = LoggerFactory.getLogger(ScopeTransactions.class);

    private final ScopeDataSource.Source pool;
    private final Deque<Savepoint> savepoints = new ArrayDeque<>();
    /** How many actions there were when each savepoint was set. */
    private final Deque<Integer> marks = new ArrayDeque<>();

    private final List<Runnable> afterCommit = new ArrayList<>();
    private @Nullable Connection connection;

    ScopeTransactions(ScopeDataSource.Source pool) {
        this.pool = pool;
    }

    /** The connection of the transaction; null outside one. */
    @Nullable
    Connection current() {
        return connection;
    }

    void afterCommit(Runnable action) {
        if (connection == null) {
            run(action);
        } else {
            afterCommit.add(action);
        }
    }

    void begin() {
        try {
            if (connection == null) {
                Connection borrowed = pool.connection();
                borrowed.setAutoCommit(false);
                connection = borrowed;
            } else {
                savepoints.push(connection.setSavepoint());
                marks.push(afterCommit.size());
            }
        } catch (SQLException failure) {
            throw new DataAccessException("the transaction could not be begun: " + failure.getMessage(), failure);
        }
    }

    void commit() {
        Connection open = Objects.requireNonNull(connection, "no transaction");
        if (!savepoints.isEmpty()) {
            savepoints.pop();
            marks.pop();
            return;
        }
        List<Runnable> actions = List.copyOf(afterCommit);
        try {
            open.commit();
        } catch (SQLException failure) {
            throw new DataAccessException("the transaction could not be committed: " + failure.getMessage(), failure);
        } finally {
            end(open);
        }
        actions.forEach(ScopeTransactions::run);
    }

    /** The transaction has happened: a failure here must not look like one of it. */
    private static void run(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException failure) {
            LOG.warn("what was to follow a commit failed", failure);
        }
    }

    void rollback() {
        Connection open = Objects.requireNonNull(connection, "no transaction");
        try {
            if (!savepoints.isEmpty()) {
                afterCommit.subList(marks.pop(), afterCommit.size()).clear();
                open.rollback(savepoints.pop());
                return;
            }
            open.rollback();
        } catch (SQLException broken) {
            // The server has rolled back by itself when it cannot be told to; the cause is already on its way up.
            LOG.warn("a transaction could not be rolled back cleanly", broken);
        }
        end(open);
    }

    private void end(Connection ended) {
        connection = null;
        savepoints.clear();
        marks.clear();
        afterCommit.clear();
        try (ended) {
            ended.setAutoCommit(true);
        } catch (SQLException broken) {
            LOG.warn("a connection could not be given back to the pool cleanly", broken);
        }
    }

    @Override
    public void begin(TransactionContext context) {
        begin();
    }

    @Override
    public void commit(TransactionContext context) {
        commit();
    }

    @Override
    public void rollback(TransactionContext context) {
        rollback();
    }
}
