package io.partywall.jobs;

import io.partywall.jobs.Settlement.Settled;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * Stores what attempts came to, together: while one statement is on its way, what ends meanwhile gathers for the next. What
 * cannot be stored now stays here, under its lease, until it can be or the lease is lost.
 */
final class Settler {

    private static final int MOST = 1_000;
    private static final Duration PAUSE = Duration.ofMillis(10);

    private final DataSource platform;
    private final Settlement settlement;
    private final History history;
    private final Consumer<Attempt> released;
    private final BlockingQueue<Settled> ended = new LinkedBlockingQueue<>();
    private final List<Settled> batch = new ArrayList<>();

    Settler(DataSource platform, Settlement settlement, History history, Consumer<Attempt> released) {
        this.platform = platform;
        this.settlement = settlement;
        this.history = history;
        this.released = released;
    }

    void add(Settled settled) {
        ended.add(settled);
    }

    /** One batch; waits a little for something to end. For one thread. */
    void step() throws SQLException, InterruptedException {
        if (batch.isEmpty()) {
            Settled first = ended.poll(100, TimeUnit.MILLISECONDS);
            if (first == null) {
                return;
            }
            batch.add(first);
        }
        ended.drainTo(batch, MOST - batch.size());
        try {
            store(batch);
        } catch (SQLException refused) {
            if (!isRefusedContent(refused)) {
                throw refused;
            }
            // One of them holds what the database does not take; the others must not wait for it.
            storeEach();
        }
        if (!batch.isEmpty()) {
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        }
    }

    private void store(List<Settled> some) throws SQLException {
        if (some.isEmpty()) {
            return;
        }
        Set<JobId> left = settle(some);
        List<Settled> stored = some.stream()
                .filter(settled -> !left.contains(settled.attempt().claim().id()))
                .toList();
        stored.forEach(settled -> released.accept(settled.attempt()));
        batch.removeAll(stored);
    }

    private Set<JobId> settle(List<Settled> some) throws SQLException {
        try (Connection connection = platform.getConnection()) {
            try {
                return settlement.settle(connection, some);
            } catch (SQLException failure) {
                if (!History.isMissingDay(failure)) {
                    throw failure;
                }
                history.keep(connection);
                return settlement.settle(connection, some);
            }
        }
    }

    private void storeEach() throws SQLException {
        for (Settled settled : List.copyOf(batch)) {
            try {
                store(List.of(settled));
            } catch (SQLException refused) {
                if (!isRefusedContent(refused)) {
                    throw refused;
                }
                store(List.of(replace(settled, refused)));
            }
        }
    }

    private Settled replace(Settled settled, SQLException refused) {
        Settled dead = new Settled(
                settled.attempt(),
                new Outcome.Dead(JobErrors.bounded("what it came to cannot be stored: " + refused.getMessage())));
        batch.set(batch.indexOf(settled), dead);
        return dead;
    }

    /** Classes 22 (data) and 23 (constraints), but for a day that history lacks. */
    private static boolean isRefusedContent(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        return (state.startsWith("22") || state.startsWith("23")) && !History.isMissingDay(failure);
    }

    boolean isIdle() {
        return ended.isEmpty() && batch.isEmpty();
    }
}
