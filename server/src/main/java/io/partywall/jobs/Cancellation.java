package io.partywall.jobs;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/** Calls jobs off, many at once: what somebody has locked is tried again for a moment, and then left. */
final class Cancellation {

    private static final int BATCH = 500;
    private static final int TRIES = 20;
    private static final Duration PAUSE = Duration.ofMillis(25);

    private static final String ASK = """
        with held as materialized (
            select told.tenant_id, told.id from unnest(?::uuid[], ?::uuid[]) as told (tenant_id, id) cross join lateral (
                select from app.jobs j where j.tenant_id = told.tenant_id and j.id = told.id
                and j.state::text = 'PROCESSING' for no key update skip locked) j
        )
        update app.jobs j set cancel_requested_at = coalesce(j.cancel_requested_at, now()) from held
        where j.tenant_id = held.tenant_id and j.id = held.id
        returning held.id
        """;

    private final Transactions transactions;

    Cancellation(Transactions transactions) {
        this.transactions = transactions;
    }

    Cancelled cancel(List<Listing.Found> jobs) {
        int atOnce = 0;
        int running = 0;
        int left = 0;
        for (int from = 0; from < jobs.size(); from += BATCH) {
            List<Listing.Found> rest = new ArrayList<>(jobs.subList(from, Math.min(from + BATCH, jobs.size())));
            for (int tried = 0; tried < TRIES && !rest.isEmpty(); tried++) {
                if (tried > 0) {
                    LockSupport.parkNanos(PAUSE.toNanos());
                }
                atOnce += change(Settlement.CALL_OFF_ALL, rest);
                running += change(ASK, rest);
            }
            left += rest.size();
        }
        return new Cancelled(atOnce, running, left);
    }

    /** Does it to those it can be done to now, takes them from the list, and returns how many. */
    private int change(String sql, List<Listing.Found> rest) {
        if (rest.isEmpty()) {
            return 0;
        }
        Set<JobId> changed = transactions.write(connection -> ids(connection, sql, rest));
        rest.removeIf(job -> changed.contains(job.id()));
        return changed.size();
    }

    static Set<JobId> ids(Connection connection, String sql, List<Listing.Found> jobs) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "uuid", jobs.stream().map(j -> j.tenant().value()).toArray()));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "uuid", jobs.stream().map(j -> j.id().value()).toArray()));
            Set<JobId> ids = new HashSet<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    ids.add(new JobId(row.getObject(1, UUID.class)));
                }
            }
            return ids;
        }
    }
}
