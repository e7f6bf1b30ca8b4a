package io.partywall.jobs;

import io.partywall.isolation.TenantId;
import io.partywall.jobs.Settlement.Settled;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * Stores what attempts came to, together: while one statement is on its way, what ends meanwhile gathers for the next. What
 * cannot be stored now stays here, under its lease, until it can be or the lease is lost.
 */
final class Settler {

    private static final int MOST = 1_000;
    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final Duration LONG_PAUSE = Duration.ofSeconds(1);

    private final DataSource platform;
    private final Settlement settlement;
    private final History history;
    private final Consumer<Attempt> released;
    private final BlockingQueue<Settled> ended = new LinkedBlockingQueue<>();
    private final List<Settled> batch = new ArrayList<>();
    /** What somebody has locked: aside, so that it leaves the batch to the others. */
    private final List<Settled> aside = new ArrayList<>();

    private long asideUntil;

    Settler(DataSource platform, Settlement settlement, History history, Consumer<Attempt> released) {
        this.platform = platform;
        this.settlement = settlement;
        this.history = history;
        this.released = released;
    }

    void add(Settled settled) {
        ended.add(settled);
    }

    /** Whether jobs end faster than it can be stored, so that nothing is won by more of them. */
    boolean isBehind() {
        return ended.size() > 2 * MOST;
    }

    /** One batch; waits a little for something to end. For one thread. */
    void step() throws SQLException, InterruptedException {
        if (!aside.isEmpty() && System.nanoTime() - asideUntil >= 0) {
            List<Settled> again = List.copyOf(aside);
            aside.clear();
            batch.addAll(again);
        } else if (batch.isEmpty()) {
            Settled first = ended.poll(aside.isEmpty() ? 100 : PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            if (first == null) {
                return;
            }
            batch.add(first);
        }
        ended.drainTo(batch, Math.max(MOST - batch.size(), 0));
        storeAll(List.copyOf(batch));
        putAside(PAUSE);
    }

    private void putAside(Duration pause) {
        if (!batch.isEmpty()) {
            aside.addAll(batch);
            batch.clear();
            asideUntil = Math.max(asideUntil, System.nanoTime() + pause.toNanos());
        }
    }

    /** All at once; where that is refused, tenant by tenant, and then one by one: the others must not wait for what holds one up. */
    private void storeAll(List<Settled> some) throws SQLException {
        try {
            store(some);
        } catch (SQLException refused) {
            Map<TenantId, List<Settled>> byTenant = some.stream()
                    .collect(Collectors.groupingBy(
                            settled -> settled.attempt().claim().tenant()));
            if (Refusals.isHeldUp(refused) || isRefusedContent(refused)) {
                if (byTenant.size() > 1) {
                    for (List<Settled> ofOne : byTenant.values()) {
                        storeAll(ofOne);
                    }
                } else if (isRefusedContent(refused)) {
                    storeEach(some);
                } else {
                    asideUntil = System.nanoTime() + LONG_PAUSE.toNanos();
                }
            } else {
                throw refused;
            }
        }
    }

    private void store(List<Settled> some) throws SQLException {
        if (some.isEmpty()) {
            return;
        }
        Set<Settled> left = settle(some);
        List<Settled> stored =
                some.stream().filter(settled -> !left.contains(settled)).toList();
        stored.forEach(settled -> released.accept(settled.attempt()));
        batch.removeAll(new HashSet<>(stored));
    }

    private Set<Settled> settle(List<Settled> some) throws SQLException {
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

    private void storeEach(List<Settled> some) throws SQLException {
        for (Settled settled : some) {
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

    /** Not a day that history lacks, which is no fault of what is to be stored. */
    private static boolean isRefusedContent(SQLException failure) {
        return Refusals.isOfContent(failure) && !History.isMissingDay(failure);
    }
}
