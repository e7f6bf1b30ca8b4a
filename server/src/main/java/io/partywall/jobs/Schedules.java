package io.partywall.jobs;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds the jobs of schedules whose time has come. Any number of workers may do so at once.
 *
 * <p>INVARIANT: a schedule is moved on in the transaction that adds its job, under its row's lock, so that each time comes
 * once. What somebody else has locked is passed over; and what a tenant can hold up (a unique key, in a transaction of its own)
 * is waited for shortly.
 */
final class Schedules {

    private static final Logger LOG = LoggerFactory.getLogger(Schedules.class);

    private static final int BATCH = 100;
    private static final Duration BETWEEN_TENANTS = Duration.ofMinutes(1);
    private static final String PATIENCE = "set local lock_timeout = '100ms'";
    private static final Duration LONGEST = Duration.ofMillis(500);
    private static final Duration LATER = Duration.ofMinutes(1);

    /** Those that are new, or due; the tenant is kept from being erased meanwhile, and one that is being erased is left. */
    private static final String FIND = """
        select s.tenant_id, s.id, s.name, s.queue, s.type, s.payload, s.cron, t.time_zone, now()
        from app.job_schedules s join app.tenants t on t.id = s.tenant_id
        where s.enabled and s.next_run_at %s
        order by s.next_run_at limit 100 for update of s skip locked for key share of t skip locked
        """;

    private static final String NEW = FIND.formatted("is null");
    private static final String DUE = FIND.formatted("<= now()");

    private static final String ADD = """
        insert into app.jobs (tenant_id, id, queue, type, payload, state, max_attempts, run_at, unique_key)
        values (?, ?, ?, ?, ?::jsonb, 'HELD', ?, now(), ?)
        on conflict (tenant_id, queue, unique_key) where unique_key is not null do nothing
        """;

    private static final String MOVE_ON = """
        update app.job_schedules set next_run_at = ?, last_run_at = case when ? then now() else last_run_at end, enabled = ?
        where tenant_id = ? and id = ?
        """;

    private static final String LACKING = """
        select t.id from app.tenants t where t.status in ('TRIAL', 'ACTIVE')
        and not exists (select from app.job_schedules s where s.tenant_id = t.id and s.name = ?)
        limit 1000
        """;

    private static final String GIVE = """
        with tenant as materialized (select t.id from app.tenants t where t.id = ? for key share skip locked)
        insert into app.job_schedules (tenant_id, id, name, queue, type, payload, cron)
        select tenant.id, gen_random_uuid(), ?, ?, ?, ?::jsonb, ? from tenant
        on conflict (tenant_id, name) do nothing
        """;

    /** A schedule whose row is locked. */
    private record Found(
            UUID tenant,
            UUID id,
            String name,
            String queue,
            String type,
            String payload,
            String cron,
            String zone,
            Instant now) {}

    private final List<Recurring> recurring;
    private final JobHandlers handlers;
    private int added;
    private long givenAt = System.nanoTime() - BETWEEN_TENANTS.toNanos();

    /** @param recurring what every tenant has */
    Schedules(List<Recurring> recurring, JobHandlers handlers) {
        this.recurring = List.copyOf(recurring);
        this.handlers = handlers;
    }

    /** Adds the jobs whose time has come; returns how many. The connection is outside of a transaction. For one thread. */
    int start(Connection platform) throws SQLException {
        long begin = System.nanoTime();
        if (begin - givenAt >= BETWEEN_TENANTS.toNanos()) {
            give(platform);
            givenAt = begin;
        }
        added = 0;
        for (String which : List.of(NEW, DUE)) {
            int found;
            do {
                found = inTransaction(platform, () -> step(platform, which, which.equals(DUE)));
            } while (found == BATCH && System.nanoTime() - begin < LONGEST.toNanos());
        }
        return added;
    }

    private interface Work {
        int run() throws SQLException;
    }

    private static int inTransaction(Connection platform, Work work) throws SQLException {
        platform.setAutoCommit(false);
        try (Statement statement = platform.createStatement()) {
            statement.execute(PATIENCE);
            int done = work.run();
            platform.commit();
            return done;
        } finally {
            platform.rollback();
            platform.setAutoCommit(true);
        }
    }

    /** A batch; returns of how many. */
    private int step(Connection platform, String which, boolean due) throws SQLException {
        List<Found> batch = find(platform, which);
        for (Found schedule : batch) {
            Savepoint before = platform.setSavepoint();
            try {
                Instant next = next(schedule);
                added += due && add(platform, schedule) ? 1 : 0;
                moveOn(platform, schedule, next, due);
            } catch (JobRefused unusable) {
                disable(platform, schedule, String.valueOf(unusable.getMessage()));
            } catch (SQLException failure) {
                platform.rollback(before);
                leave(platform, schedule, failure);
            }
            platform.releaseSavepoint(before);
        }
        return batch.size();
    }

    private static List<Found> find(Connection platform, String which) throws SQLException {
        try (PreparedStatement statement = platform.prepareStatement(which);
                ResultSet row = statement.executeQuery()) {
            List<Found> found = new ArrayList<>(BATCH);
            while (row.next()) {
                found.add(new Found(
                        row.getObject(1, UUID.class),
                        row.getObject(2, UUID.class),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7),
                        row.getString(8),
                        row.getTimestamp(9).toInstant()));
            }
            return found;
        }
    }

    private static Instant next(Found schedule) {
        ZoneId zone;
        try {
            zone = ZoneId.of(schedule.zone());
        } catch (DateTimeException unknown) {
            throw new JobRefused("the time zone '" + schedule.zone() + "' is not known");
        }
        return Cron.of(schedule.cron())
                .next(schedule.now(), zone)
                .orElseThrow(
                        () -> new JobRefused("the cron expression '" + schedule.cron() + "' does not come any more"));
    }

    private boolean add(Connection platform, Found schedule) throws SQLException {
        int attempts = handlers.find(schedule.type())
                .map(entry -> entry.type().maxAttempts())
                .orElse(3);
        try (PreparedStatement statement = platform.prepareStatement(ADD)) {
            statement.setObject(1, schedule.tenant());
            statement.setObject(2, JobId.create().value());
            statement.setString(3, schedule.queue());
            statement.setString(4, schedule.type());
            statement.setString(5, schedule.payload());
            statement.setInt(6, attempts);
            statement.setString(7, "schedule/" + schedule.id());
            return statement.executeUpdate() > 0;
        }
    }

    private static void moveOn(Connection platform, Found schedule, @Nullable Instant next, boolean ran)
            throws SQLException {
        try (PreparedStatement statement = platform.prepareStatement(MOVE_ON)) {
            statement.setTimestamp(1, next == null ? null : Timestamp.from(next));
            statement.setBoolean(2, ran);
            statement.setBoolean(3, next != null);
            statement.setObject(4, schedule.tenant());
            statement.setObject(5, schedule.id());
            statement.executeUpdate();
        }
    }

    /** It would stand before the others again and again. */
    private static void disable(Connection platform, Found schedule, String reason) throws SQLException {
        LOG.warn("the schedule '{}' of tenant {} is disabled: {}", schedule.name(), schedule.tenant(), reason);
        moveOn(platform, schedule, null, false);
    }

    private static void leave(Connection platform, Found schedule, SQLException failure) throws SQLException {
        if (Refusals.isHeldUp(failure)) {
            LOG.warn("the schedule '{}' of tenant {} is held up by a transaction", schedule.name(), schedule.tenant());
            moveOn(platform, schedule, schedule.now().plus(LATER), false);
        } else if (Refusals.isOfContent(failure)) {
            disable(platform, schedule, String.valueOf(failure.getMessage()));
        } else {
            throw failure;
        }
    }

    /** Gives tenants what they lack of what every tenant has; one at a time, so that none holds up the others. */
    private void give(Connection platform) throws SQLException {
        for (Recurring each : recurring) {
            for (UUID tenant : lacking(platform, each)) {
                try {
                    inTransaction(platform, () -> give(platform, each, tenant));
                } catch (SQLException heldUp) {
                    if (!Refusals.isHeldUp(heldUp)) {
                        throw heldUp;
                    }
                }
            }
        }
    }

    private static List<UUID> lacking(Connection platform, Recurring each) throws SQLException {
        try (PreparedStatement statement = platform.prepareStatement(LACKING)) {
            statement.setString(1, each.name());
            try (ResultSet row = statement.executeQuery()) {
                List<UUID> tenants = new ArrayList<>();
                while (row.next()) {
                    tenants.add(row.getObject(1, UUID.class));
                }
                return tenants;
            }
        }
    }

    private static int give(Connection platform, Recurring each, UUID tenant) throws SQLException {
        try (PreparedStatement statement = platform.prepareStatement(GIVE)) {
            statement.setObject(1, tenant);
            statement.setString(2, each.name());
            statement.setString(3, each.type().queue());
            statement.setString(4, each.type().name());
            statement.setString(5, Payloads.write(each.type(), each.payload()));
            statement.setString(6, each.cron());
            return statement.executeUpdate();
        }
    }
}
