package io.partywall.jobs;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Brings jobs back from the history, and those that wait for their time forward.
 *
 * <p>INVARIANT: a job is in one of the two tables only. It is taken out of the history first, which one transaction alone can
 * do, and goes back there, as it was, where its unique key is another's by now.
 */
final class Revival {

    private static final int BATCH = 500;

    private static final String REVIVE = """
        with gone as (
            delete from app.finished_jobs f using unnest(?::uuid[], ?::uuid[], ?::timestamptz[]) as told (tenant_id, id, finished_at)
            where f.tenant_id = told.tenant_id and f.id = told.id and f.finished_at = told.finished_at
            returning f.*
        ), added as (
            insert into app.jobs (tenant_id, id, queue, type, payload, state, priority, max_attempts, errors, module_slug,
                connector_id, run_at, unique_key, unique_until_start, created_at)
            select tenant_id, id, queue, type, payload, 'HELD', priority, max_attempts, errors, module_slug, connector_id, now(),
                unique_key, unique_until_start, created_at
            from gone
            on conflict do nothing
            returning tenant_id, id
        ), back as (
            insert into app.finished_jobs
            select * from gone where (gone.tenant_id, gone.id) not in (select added.tenant_id, added.id from added)
            returning 1
        )
        select (select count(*) from added), (select count(*) from back)
        """;

    private static final String HASTEN = """
        with held as materialized (
            select told.tenant_id, told.id from unnest(?::uuid[], ?::uuid[]) as told (tenant_id, id) cross join lateral (
                select from app.jobs j where j.tenant_id = told.tenant_id and j.id = told.id
                and j.state in ('SCHEDULED', 'FAILED') for update skip locked) j
        )
        update app.jobs j set state = 'HELD', run_at = least(j.run_at, now()) from held
        where j.tenant_id = held.tenant_id and j.id = held.id
        returning held.id
        """;

    private final Transactions transactions;

    Revival(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Tenant by tenant, so that one of them whose rows are locked keeps no other's jobs where they are. */
    Redriven revive(List<Listing.Found> jobs) {
        Map<UUID, List<Listing.Found>> byTenant = new LinkedHashMap<>();
        jobs.forEach(job -> byTenant.computeIfAbsent(job.tenant().value(), tenant -> new ArrayList<>())
                .add(job));
        int added = 0;
        int conflicts = 0;
        for (List<Listing.Found> own : byTenant.values()) {
            for (int from = 0; from < own.size(); from += BATCH) {
                List<Listing.Found> batch = own.subList(from, Math.min(from + BATCH, own.size()));
                try {
                    Redriven some = transactions.write(connection -> revive(connection, batch));
                    added += some.added();
                    conflicts += some.conflicts();
                } catch (JobRefused locked) {
                    break;
                }
            }
        }
        return new Redriven(added, conflicts, jobs.size() - added - conflicts);
    }

    private static Redriven revive(Connection connection, List<Listing.Found> jobs) throws SQLException {
        Array finishedAt = connection.createArrayOf(
                "timestamptz", jobs.stream().map(Listing.Found::finishedAt).toArray());
        try (PreparedStatement statement = connection.prepareStatement(REVIVE)) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "uuid", jobs.stream().map(j -> j.tenant().value()).toArray()));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "uuid", jobs.stream().map(j -> j.id().value()).toArray()));
            statement.setArray(3, finishedAt);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Redriven(row.getInt(1), row.getInt(2), 0);
            }
        }
    }

    /** Lets jobs that wait for their time begin now; returns how many. */
    int hasten(List<Listing.Found> jobs) {
        return transactions
                .write(connection -> Cancellation.ids(connection, HASTEN, jobs))
                .size();
    }
}
