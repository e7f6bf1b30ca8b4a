package io.partywall.jobs;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Pauses queues and types of jobs. */
final class Pauses {

    private static final int BATCH = 500;
    private static final int FIRST_UNPARKED = 2_000;
    private static final int TRIES = 20;
    private static final Duration PAUSE = Duration.ofMillis(25);

    private static final String PAUSE_QUEUE =
            "update app.job_queues set paused_at = now() where name = ? and paused_at is null";
    private static final String RESUME_QUEUE =
            "update app.job_queues set paused_at = null where name = ? and paused_at is not null";
    private static final String QUEUES = "select name from app.job_queues order by name";

    private static final String PAUSE_TYPE =
            "insert into app.paused_job_types (type) values (?) on conflict do nothing";
    private static final String RESUME_TYPE = "delete from app.paused_job_types where type = ?";

    /** An admission holds its queues: when each has been held here, none is under way that began before. */
    private static final String AWAIT_ADMISSIONS = "select from app.job_queues order by name for no key update";

    private static final String LEAVE_LINE = """
        with held as materialized (
            select j.tenant_id, j.id from app.jobs j where j.state = 'PENDING' and j.type = ? limit ? for update skip locked
        )
        update app.jobs j set state = 'HELD', updated_at = now(), parked = true, fair_tag = null from held
        where j.tenant_id = held.tenant_id and j.id = held.id
        """;

    private static final String IN_LINE = "select 1 from app.jobs j where j.state = 'PENDING' and j.type = ? limit 1";

    private final Transactions transactions;

    Pauses(Transactions transactions) {
        this.transactions = transactions;
    }

    boolean pauseQueue(String queue) {
        return changeQueue(PAUSE_QUEUE, queue);
    }

    boolean resumeQueue(String queue) {
        return changeQueue(RESUME_QUEUE, queue);
    }

    private boolean changeQueue(String sql, String queue) {
        return transactions.write(connection -> {
            List<String> served = JobBoard.texts(connection, QUEUES);
            if (!served.contains(queue)) {
                throw new JobRefused("no worker has ever served a queue '" + queue + "'"
                        + (served.isEmpty() ? "" : ": there are " + String.join(", ", served)));
            }
            return update(connection, sql, queue) > 0;
        });
    }

    boolean pauseType(String type) {
        boolean changed = transactions.write(connection -> update(connection, PAUSE_TYPE, type) > 0);
        transactions.write(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(AWAIT_ADMISSIONS)) {
                return statement.execute();
            }
        });
        for (int tried = 0; tried < TRIES && isInLine(type); ) {
            int parked = transactions.write(connection -> leaveLine(connection, type));
            if (parked == 0) {
                // What is in line is being claimed.
                tried++;
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
        return changed;
    }

    private boolean isInLine(String type) {
        return transactions.read(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(IN_LINE)) {
                statement.setString(1, type);
                try (ResultSet row = statement.executeQuery()) {
                    return row.next();
                }
            }
        });
    }

    private static int leaveLine(Connection connection, String type) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LEAVE_LINE)) {
            statement.setString(1, type);
            statement.setInt(2, BATCH);
            return statement.executeUpdate();
        }
    }

    boolean resumeType(String type) {
        boolean changed = transactions.write(connection -> update(connection, RESUME_TYPE, type) > 0);
        transactions.write(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(Upkeep.UNPARK)) {
                statement.setInt(1, FIRST_UNPARKED);
                return statement.executeUpdate();
            }
        });
        return changed;
    }

    private static int update(Connection connection, String sql, String parameter) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, parameter);
            return statement.executeUpdate();
        }
    }
}
