package io.partywall.jobs;

import io.partywall.isolation.TenantId;
import io.partywall.jobs.LoadPart.Counted;
import io.partywall.jobs.LoadPart.Lane;
import io.partywall.jobs.LoadPart.What;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What tenants ask of the queues, read again and again: whatever takes long to count is counted now and then, and carried on
 * meanwhile, so that a reading each second costs the database a fortieth of one processor at most. Not for several threads at
 * once.
 */
public final class LoadWatch {

    /**
     * One look.
     *
     * @param lanes the busiest tenants and queues first, no more than were asked for
     * @param more how many further ones have work
     * @param total of all
     */
    public record Reading(Instant at, List<TenantLoad> lanes, int more, Load total) {}

    private record Completions(Duration span, Map<Lane, Map<What, Counted>> lanes) {}

    private record BusyLane(Lane lane, Load load) {}

    private static final Comparator<BusyLane> BUSIEST_FIRST = Comparator.<BusyLane>comparingLong(
                    lane -> lane.load().running() + lane.load().waiting())
            .thenComparingDouble(lane -> lane.load().completedPerSecond())
            .reversed();

    /** Over how long the rate of completions is taken. */
    private static final Duration RATE_OVER = Duration.ofSeconds(10);

    /** A completion is seen when it is committed, a little after its time. */
    private static final Duration COMMITTED_AFTER = Duration.ofMillis(300);

    private final Transactions transactions;
    private final @Nullable String queue;
    private final Duration deadSince;
    private final LoadPart pulse = new LoadPart(LoadSql.PULSE, 100);
    private final LoadPart backlog = new LoadPart(LoadSql.BACKLOG, 200);
    private final LoadPart dead = new LoadPart(LoadSql.DEAD, 400);
    private final LoadPart completed = new LoadPart(LoadSql.COMPLETED, 200);
    private final Deque<Completions> completions = new ArrayDeque<>();
    private final Map<UUID, String> slugs = new HashMap<>();
    private @Nullable Instant completedUntil;
    private Map<Lane, Double> growth = Map.of();
    /** In how many seconds: it is not carried on for longer than it was seen. */
    private double growthOver;

    private List<BusyLane> busiest = List.of();
    private Load total = Load.NONE;
    /** When waits were looked at. */
    private Instant pulseAt = Instant.EPOCH;

    LoadWatch(Transactions transactions, @Nullable String queue, Duration deadSince) {
        this.transactions = transactions;
        this.queue = queue;
        this.deadSince = deadSince;
    }

    /** How things are now, with that many lanes at most. */
    public Reading read(int limit) {
        return transactions.read(connection -> {
            Instant now = now(connection);
            boolean isExact = backlog.isDue();
            if (count(connection, now)) {
                busiest = lanes().map(lane -> new BusyLane(lane, load(lane, isExact)))
                        .filter(lane -> !lane.load().equals(Load.NONE))
                        .sorted(BUSIEST_FIRST)
                        .toList();
                total = busiest.stream().map(BusyLane::load).reduce(Load.NONE, Load::plus);
            }
            List<BusyLane> shown = busiest.stream()
                    .limit(limit)
                    .map(lane -> new BusyLane(lane.lane(), load(lane.lane(), isExact)))
                    .toList();
            return new Reading(now, named(connection, shown), busiest.size() - shown.size(), total);
        });
    }

    /** Counts what is due; whether anything was. */
    private boolean count(Connection connection, Instant now) throws SQLException {
        boolean countsBacklog = backlog.isDue();
        boolean counts = countsBacklog || pulse.isDue();
        if (countsBacklog) {
            Map<Lane, Map<What, Counted>> before = backlog.lanes();
            double seconds = backlog.age();
            backlog.read(connection);
            growth = before.isEmpty() ? Map.of() : growth(before, seconds);
            growthOver = seconds;
        }
        if (counts) {
            pulse.read(connection);
            pulseAt = now;
        }
        if (dead.isDue()) {
            dead.read(connection, now.minus(deadSince));
            counts = true;
        }
        if (completed.isDue()) {
            complete(connection, now.minus(COMMITTED_AFTER));
            counts = true;
        }
        return counts;
    }

    private Map<Lane, Double> growth(Map<Lane, Map<What, Counted>> before, double seconds) {
        Map<Lane, Double> perSecond = new HashMap<>();
        backlog.lanes().forEach((lane, counts) -> {
            Counted then = before.getOrDefault(lane, Map.of()).get(What.HELD);
            perSecond.put(lane, (backlog.jobs(lane, What.HELD) - (then == null ? 0 : then.jobs())) / seconds);
        });
        return perSecond;
    }

    private void complete(Connection connection, Instant until) throws SQLException {
        Instant from = completedUntil == null ? until.minus(RATE_OVER) : completedUntil;
        if (until.isAfter(from)) {
            completions.addLast(
                    new Completions(Duration.between(from, until), completed.read(connection, from, until)));
            completedUntil = until;
        }
        while (completions.size() > 1
                && span().minus(completions.getFirst().span()).compareTo(RATE_OVER) >= 0) {
            completions.removeFirst();
        }
    }

    private Duration span() {
        return completions.stream().map(Completions::span).reduce(Duration.ZERO, Duration::plus);
    }

    private Stream<Lane> lanes() {
        Set<Lane> lanes = new HashSet<>();
        Stream.of(pulse, backlog, dead)
                .forEach(part -> lanes.addAll(part.lanes().keySet()));
        completions.forEach(some -> lanes.addAll(some.lanes().keySet()));
        return lanes.stream().filter(lane -> queue == null || lane.queue().equals(queue));
    }

    private Load load(Lane lane, boolean isExact) {
        long held = backlog.jobs(lane, What.HELD);
        boolean hasHead = pulse.find(lane, What.HEAD) != null;
        if (!isExact) {
            double carriedOn = growth.getOrDefault(lane, 0.0) * Math.min(backlog.age(), growthOver);
            held = hasHead ? Math.max(1, held + Math.round(carriedOn)) : 0;
        }
        @Nullable
        Instant oldest = Stream.of(
                        pulse.find(lane, What.HEAD), pulse.find(lane, What.IN_LINE), backlog.find(lane, What.PARKED))
                .<Instant>mapMulti((counted, found) -> {
                    if (counted != null && counted.oldest() != null) {
                        found.accept(counted.oldest());
                    }
                })
                .min(Comparator.naturalOrder())
                .orElse(null);
        return new Load(
                pulse.jobs(lane, What.RUNNING),
                pulse.jobs(lane, What.IN_LINE),
                held + backlog.jobs(lane, What.PARKED),
                backlog.jobs(lane, What.SCHEDULED),
                backlog.jobs(lane, What.FAILED),
                dead.jobs(lane, What.DEAD),
                completedPerSecond(lane),
                oldest == null ? null : Duration.between(oldest, pulseAt),
                !isExact && hasHead);
    }

    private double completedPerSecond(Lane lane) {
        long jobs = 0;
        for (Completions some : completions) {
            Counted counted = some.lanes().getOrDefault(lane, Map.of()).get(What.COMPLETED);
            jobs += counted == null ? 0 : counted.jobs();
        }
        return jobs == 0 ? 0 : jobs * 1000.0 / span().toMillis();
    }

    private List<TenantLoad> named(Connection connection, List<BusyLane> busy) throws SQLException {
        Object[] unknown = busy.stream()
                .map(lane -> lane.lane().tenant())
                .filter(tenant -> !slugs.containsKey(tenant))
                .distinct()
                .toArray();
        if (unknown.length > 0) {
            try (PreparedStatement statement = connection.prepareStatement(LoadSql.SLUGS)) {
                statement.setArray(1, connection.createArrayOf("uuid", unknown));
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        slugs.put(row.getObject(1, UUID.class), row.getString(2));
                    }
                }
            }
        }
        List<TenantLoad> loads = new ArrayList<>();
        for (BusyLane one : busy) {
            UUID tenant = one.lane().tenant();
            String slug = slugs.getOrDefault(tenant, tenant.toString());
            loads.add(new TenantLoad(new TenantId(tenant), slug, one.lane().queue(), one.load()));
        }
        return List.copyOf(loads);
    }

    private static Instant now(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LoadSql.NOW);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return JobRows.time(row, "now");
        }
    }
}
