package io.partywall.jobs;

import io.partywall.isolation.TenantId;
import io.partywall.jobs.Settlement.Settled;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A queue of one machine, for jobs that need what is there alone, such as its files: workers of this machine serve it. Of each
 * tenant one job runs at a time, so that jobs are done in the order in which they were added. Safe for use by several threads.
 *
 * @param name of the queue, with the machine's
 */
public record LocalQueue(String name) {

    private static final Logger LOG = LoggerFactory.getLogger(LocalQueue.class);
    private static final int LONGEST_HOST = 80;

    private static final String MAKE = """
        insert into app.job_queues (name, cap) values (?, 1)
        on conflict (name) do update set cap = excluded.cap where job_queues.cap is null
        """;

    private static final String RUNNING = """
        select j.worker, j.tenant_id, j.id, j.type, j.attempts, j.max_attempts, j.cancel_requested_at is not null,
            j.started_at
        from app.jobs j where j.queue = ? and j.state = 'PROCESSING'
        """;

    /** The queue of that name on this machine: {@code <purpose>@<host>}. */
    public static LocalQueue of(String purpose) {
        String host = Machine.host();
        return new LocalQueue(purpose + "@" + host.substring(0, Math.min(host.length(), LONGEST_HOST)));
    }

    /**
     * Makes the queue where it is not there yet, and gives back at once what processes of this machine ran that are gone; nobody
     * has to wait for their leases.
     *
     * @param platform connections as the platform role
     * @throws DataAccessException when the database does not answer
     */
    public void open(DataSource platform) {
        try (Connection connection = platform.getConnection()) {
            try (PreparedStatement statement = connection.prepareStatement(MAKE)) {
                statement.setString(1, name);
                statement.execute();
            }
            takeBack(connection);
        } catch (SQLException failure) {
            throw new DataAccessException(
                    "the queue '" + name + "' cannot be opened: " + failure.getMessage(), failure);
        }
    }

    private void takeBack(Connection connection) throws SQLException {
        Map<String, List<Settled>> lost = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(RUNNING)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    String worker = row.getString(1);
                    if (Machine.isGone(worker)) {
                        lost.computeIfAbsent(worker, _ -> new ArrayList<>()).add(lost(row));
                    }
                }
            }
        }
        for (Map.Entry<String, List<Settled>> worker : lost.entrySet()) {
            try {
                new Settlement(worker.getKey()).settle(connection, worker.getValue());
            } catch (SQLException failure) {
                // A day that history lacks, for instance; the leases run out.
                LOG.debug("jobs of {} could not be taken back", worker.getKey(), failure);
            }
        }
    }

    private static Settled lost(ResultSet row) throws SQLException {
        Claim claim = new Claim(
                new TenantId(row.getObject(2, UUID.class)),
                new JobId(row.getObject(3, UUID.class)),
                row.getString(4),
                "{}",
                row.getInt(5),
                row.getInt(6),
                true,
                row.getObject(8, OffsetDateTime.class).toInstant());
        String error = "the process of the worker " + row.getString(1) + " ended while the job ran";
        Outcome outcome = row.getBoolean(7)
                ? new Outcome.Cancelled()
                : claim.attempt() < claim.maxAttempts()
                        ? new Outcome.Failed(error, Duration.ZERO)
                        : new Outcome.Dead(error);
        return new Settled(new Attempt(claim, System.nanoTime()), outcome);
    }
}
