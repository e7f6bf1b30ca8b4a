package io.partywall.jobs.faults;

import io.partywall.jobs.faults.Evidence.Added;
import io.partywall.jobs.faults.Evidence.Batch;
import io.partywall.jobs.faults.Evidence.Lane;
import io.partywall.jobs.faults.Evidence.LedgerRow;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what a run left in the database. */
final class Records {

    private static final int PIECE = 5_000;
    private static final JsonMapper JSON = new JsonMapper();

    private final Connection connection;

    Records(Connection connection) {
        this.connection = connection;
    }

    /** Something made of a row. */
    @FunctionalInterface
    private interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    Evidence evidence(List<Batch> batches, List<Life> lives) throws SQLException {
        Map<UUID, Added> added = new HashMap<>();
        for (Added job : read(
                "select job, tenant_id, queue, type, batch from faults.transitions where was is null",
                row -> new Added(id(row, 1), id(row, 2), row.getString(3), Kind.of(row.getString(4)), id(row, 5)))) {
            added.put(job.job(), job);
        }
        Map<Lane, Integer> caps = new HashMap<>();
        read(
                "select tenant_id, queue, cap from app.job_shares where cap is not null",
                row -> caps.put(new Lane(id(row, 1), row.getString(2)), row.getInt(3)));
        return new Evidence(
                batches,
                new HashSet<>(read("select id from app.fault_batches", row -> id(row, 1))),
                added,
                transitions(),
                finished(),
                lives,
                ledger(),
                caps,
                read("select j::text from app.jobs j order by j.id", row -> row.getString(1)));
    }

    private List<Transition> transitions() throws SQLException {
        return read(
                """
                select number, at, job, was, became, old_worker, new_worker, old_attempts, new_attempts, old_lease, error
                from faults.transitions order by number
                """,
                row -> new Transition(
                        row.getLong(1),
                        row.getTimestamp(2).toInstant(),
                        id(row, 3),
                        word(row, 4),
                        word(row, 5),
                        word(row, 6),
                        word(row, 7),
                        row.getInt(8),
                        row.getInt(9),
                        instant(row.getTimestamp(10)),
                        row.getString(11)));
    }

    private List<Finished> finished() throws SQLException {
        return read(
                """
                select id, tenant_id, state, attempts, max_attempts, worker, (result ->> 'run')::bigint, error, errors, finished_at
                from app.finished_jobs
                """,
                row -> new Finished(
                        id(row, 1),
                        id(row, 2),
                        row.getString(3),
                        row.getInt(4),
                        row.getInt(5),
                        row.getString(6),
                        row.getObject(7, Long.class),
                        row.getString(8),
                        failures(row.getString(9)),
                        row.getTimestamp(10).toInstant()));
    }

    private static List<Finished.Failure> failures(String json) {
        List<Finished.Failure> failures = new ArrayList<>();
        for (JsonNode failure : JSON.readTree(json)) {
            failures.add(new Finished.Failure(
                    failure.path("attempt").asInt(),
                    failure.path("worker").asString(),
                    failure.path("error").asString()));
        }
        return failures;
    }

    private List<LedgerRow> ledger() throws SQLException {
        return read(
                "select tenant_id, job, attempt, run, phase, foreign_rows from app.fault_ledger",
                row -> new LedgerRow(
                        id(row, 1), id(row, 2), row.getInt(3), row.getLong(4), row.getString(5), row.getLong(6)));
    }

    private static UUID id(ResultSet row, int column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    /** Few words say the same of many rows. */
    private static @Nullable String word(ResultSet row, int column) throws SQLException {
        String word = row.getString(column);
        return word == null ? null : word.intern();
    }

    private static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }

    private <T> List<T> read(String sql, Reading<T> reading) throws SQLException {
        List<T> all = new ArrayList<>();
        // In a transaction, rows come in pieces.
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(PIECE);
            try (ResultSet row = statement.executeQuery(sql)) {
                while (row.next()) {
                    all.add(reading.of(row));
                }
            }
        }
        return all;
    }
}
