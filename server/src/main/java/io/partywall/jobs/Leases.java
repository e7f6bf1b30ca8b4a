package io.partywall.jobs;

import io.partywall.jobs.Attempt.Interruption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what this process holds: renews leases long before they end, tells progress, learns what has been called off, and
 * interrupts what takes too long.
 *
 * <p>INVARIANT: a job whose lease this process could not renew in time is interrupted here by the time that another may begin
 * it, measured by the process's own monotonic clock from before the renewal was sent.
 */
final class Leases {

    private static final Duration TICK = Duration.ofMillis(200);

    private static final String RENEW = """
        with told as materialized (
            select * from unnest(?::uuid[], ?::uuid[], ?::integer[], ?::timestamptz[], ?::numeric[], ?::text[]) with ordinality
                as told (tenant_id, id, attempt, started_at, progress, note, number)
        ), held as materialized (
            select told.number, told.tenant_id, told.id, told.progress, told.note from told cross join lateral (
                select from app.jobs j where j.tenant_id = told.tenant_id and j.id = told.id
                and j.state::text = 'PROCESSING' and j.worker = ? and j.attempts = told.attempt and j.started_at = told.started_at for no key update skip locked) j
        ), renewed as (
            update app.jobs j set updated_at = now(), lease_until = now() + ? * interval '1 millisecond',
                progress = coalesce(held.progress, j.progress), progress_note = coalesce(held.note, j.progress_note)
            from held where j.tenant_id = held.tenant_id and j.id = held.id
        )
        select told.number, told.number in (select held.number from held) as renewed from told
        where exists (select from app.jobs j where j.tenant_id = told.tenant_id and j.id = told.id
            and j.state::text = 'PROCESSING' and j.worker = ? and j.attempts = told.attempt and j.started_at = told.started_at)
        """;

    private static final String CALLED_OFF =
            "select id from app.jobs where worker = ? and cancel_requested_at is not null";

    private final DataSource platform;
    private final String worker;
    private final Duration lease;
    private final Duration grace;
    private final Slots slots;
    private final Runner runner;

    Leases(DataSource platform, String worker, Duration lease, Duration grace, Slots slots, Runner runner) {
        this.platform = platform;
        this.worker = worker;
        this.lease = lease;
        this.grace = grace;
        this.slots = slots;
        this.runner = runner;
    }

    /** Interrupts what is lost or late. For a thread of its own, which nothing keeps waiting: least of all the database. */
    void watch() throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(TICK.toNanos());
        long now = System.nanoTime();
        slots.held().forEach(attempt -> watch(attempt, now));
    }

    /** Tells the database what is to be told, and learns what is called off. For one thread. */
    void step() throws SQLException, InterruptedException {
        TimeUnit.NANOSECONDS.sleep(TICK.toNanos());
        long now = System.nanoTime();
        List<Attempt> held = List.copyOf(slots.held());
        List<Attempt> toTell = held.stream()
                .filter(attempt -> now - attempt.renewedAt() > lease.toNanos() / 3 || attempt.untoldProgress() != null)
                .filter(attempt -> attempt.interruption() != Interruption.LOST)
                .toList();
        boolean anythingRuns = held.stream().anyMatch(Attempt::isRunning);
        if (toTell.isEmpty() && !anythingRuns) {
            return;
        }
        try (Connection connection = platform.getConnection()) {
            if (!toTell.isEmpty()) {
                renew(connection, toTell, now);
            }
            if (anythingRuns) {
                interruptCalledOff(connection, held);
            }
        }
    }

    private void watch(Attempt attempt, long now) {
        if (attempt.isOver(lease)) {
            lose(attempt);
        }
        long overdue = attempt.overdue(now);
        if (overdue > 0) {
            attempt.interrupt(Interruption.TIMED_OUT);
        }
        if (overdue > grace.toNanos()) {
            slots.abandon(attempt, runner.timedOut(attempt.claim()));
        }
    }

    private void lose(Attempt attempt) {
        attempt.interrupt(Interruption.LOST);
        if (attempt.takeBack()) {
            slots.drop(attempt);
        }
    }

    private void renew(Connection connection, List<Attempt> attempts, long now) throws SQLException {
        int count = attempts.size();
        Object[] tenants = new Object[count];
        Object[] ids = new Object[count];
        Integer[] numbers = new Integer[count];
        String[] starts = new String[count];
        @Nullable Double[] shares = new @Nullable Double[count];
        @Nullable String[] notes = new @Nullable String[count];
        List<@Nullable Progress> told = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Claim claim = attempts.get(i).claim();
            Progress progress = attempts.get(i).untoldProgress();
            told.add(progress);
            tenants[i] = claim.tenant().value();
            ids[i] = claim.id().value();
            numbers[i] = claim.attempt();
            starts[i] = claim.startedAt().toString();
            shares[i] = progress == null ? null : progress.share();
            notes[i] = progress == null ? null : progress.note();
        }
        Map<Integer, Boolean> ours = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(RENEW)) {
            statement.setArray(1, connection.createArrayOf("uuid", tenants));
            statement.setArray(2, connection.createArrayOf("uuid", ids));
            statement.setArray(3, connection.createArrayOf("integer", numbers));
            statement.setArray(4, connection.createArrayOf("timestamptz", starts));
            statement.setArray(5, connection.createArrayOf("numeric", shares));
            statement.setArray(6, connection.createArrayOf("text", notes));
            statement.setString(7, worker);
            statement.setLong(8, lease.toMillis());
            statement.setString(9, worker);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    ours.put(row.getInt(1) - 1, row.getBoolean(2));
                }
            }
        }
        for (int i = 0; i < count; i++) {
            Attempt attempt = attempts.get(i);
            Boolean renewed = ours.get(i);
            if (renewed == null) {
                // Settled meanwhile, or another's.
                lose(attempt);
            } else if (renewed) {
                attempt.renewed(now);
                attempt.told(told.get(i));
            }
        }
    }

    private void interruptCalledOff(Connection connection, List<Attempt> held) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(CALLED_OFF)) {
            statement.setString(1, worker);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    JobId id = new JobId(row.getObject(1, UUID.class));
                    held.stream()
                            .filter(attempt -> attempt.claim().id().equals(id))
                            .forEach(attempt -> attempt.interrupt(Interruption.CANCELLED));
                }
            }
        }
    }
}
