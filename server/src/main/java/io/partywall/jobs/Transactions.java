package io.partywall.jobs;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * What an operator asks or does, each in a short transaction of its own, planned as the workers' statements are. It gives up
 * before it holds anybody up, or is held up for long.
 */
final class Transactions {

    /** What is done in one. */
    @FunctionalInterface
    interface Work<T extends @Nullable Object> {
        T in(Connection connection) throws SQLException;
    }

    private static final String PLANS =
            "set local enable_seqscan = off; set local jit = off; set local max_parallel_workers_per_gather = 0; ";

    private static final String READING = PLANS + "set local statement_timeout = '20s'";
    private static final String WRITING =
            PLANS + "set local enable_hashjoin = off; set local enable_mergejoin = off; set local lock_timeout = '2s'";

    private static final int FOR_EVER_DAYS = 36_500;

    private final DataSource platform;

    Transactions(DataSource platform) {
        this.platform = platform;
    }

    /** All of it sees the same state of the queue. {@link JobRefused} where it takes too long. */
    <T extends @Nullable Object> T read(Work<T> work) {
        return run(Connection.TRANSACTION_REPEATABLE_READ, READING, work);
    }

    /** {@link JobRefused} where somebody else keeps locked what is to be changed. */
    <T extends @Nullable Object> T write(Work<T> work) {
        try {
            return run(Connection.TRANSACTION_READ_COMMITTED, WRITING, work);
        } catch (DataAccessException failure) {
            if (!(failure.getCause() instanceof SQLException refused && History.isMissingDay(refused))) {
                throw failure;
            }
            // Where no worker keeps the history, its days are missing.
            run(Connection.TRANSACTION_READ_COMMITTED, WRITING, connection -> {
                new History(FOR_EVER_DAYS).keep(connection);
                return null;
            });
            return run(Connection.TRANSACTION_READ_COMMITTED, WRITING, work);
        }
    }

    private <T extends @Nullable Object> T run(int isolation, String settings, Work<T> work) {
        try (Connection connection = platform.getConnection()) {
            connection.setTransactionIsolation(isolation);
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute(settings);
                T result = work.in(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException failure) {
                connection.rollback();
                throw failure;
            } finally {
                connection.setAutoCommit(true);
            }
        } catch (SQLException failure) {
            throw told(failure);
        }
    }

    private static RuntimeException told(SQLException failure) {
        if (Refusals.isHeldUp(failure)) {
            return new JobRefused("another transaction holds what is to be changed: try again when it has ended");
        }
        if (Refusals.isTooLong(failure)) {
            return new JobRefused("there are too many jobs to look at: ask for those of one tenant, queue or time");
        }
        return new DataAccessException("the queue does not answer: " + failure.getMessage(), failure);
    }
}
