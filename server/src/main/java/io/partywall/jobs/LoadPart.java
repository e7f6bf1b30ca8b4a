package io.partywall.jobs;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One part of the counts, asked for again only when as many times its cost has passed: whoever watches must not be a burden. */
final class LoadPart {

    /** A tenant's part of a queue. */
    record Lane(UUID tenant, String queue) {}

    /** What is counted. */
    enum What {
        RUNNING,
        IN_LINE,
        HEAD,
        HELD,
        PARKED,
        SCHEDULED,
        FAILED,
        DEAD,
        COMPLETED
    }

    /** How many, and since when the oldest waits, if one does. */
    record Counted(long jobs, @Nullable Instant oldest) {}

    private final String sql;
    private final int timesItsCost;
    private long cost;
    private long readAt;
    private boolean wasRead;
    private Map<Lane, Map<What, Counted>> lanes = Map.of();

    LoadPart(String sql, int timesItsCost) {
        this.sql = sql;
        this.timesItsCost = timesItsCost;
    }

    boolean isDue() {
        return !wasRead || System.nanoTime() - readAt >= timesItsCost * cost;
    }

    /** Counts now. */
    Map<Lane, Map<What, Counted>> read(Connection connection, Instant... parameters) throws SQLException {
        long begin = System.nanoTime();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setTimestamp(i + 1, Timestamp.from(parameters[i]));
            }
            Map<Lane, Map<What, Counted>> counted = new HashMap<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    counted.computeIfAbsent(
                                    new Lane(row.getObject(1, UUID.class), row.getString(2)),
                                    lane -> new EnumMap<>(What.class))
                            .put(
                                    What.valueOf(row.getString(3)),
                                    new Counted(row.getLong(4), JobRows.findTime(row, "oldest")));
                }
            }
            lanes = counted;
        }
        readAt = System.nanoTime();
        cost = readAt - begin;
        wasRead = true;
        return lanes;
    }

    /** What was counted last. */
    Map<Lane, Map<What, Counted>> lanes() {
        return lanes;
    }

    long jobs(Lane lane, What what) {
        Counted counted = find(lane, what);
        return counted == null ? 0 : counted.jobs();
    }

    @Nullable
    Counted find(Lane lane, What what) {
        return lanes.getOrDefault(lane, Map.of()).get(what);
    }

    /** How long ago, in seconds. */
    double age() {
        return (System.nanoTime() - readAt) / (double) Duration.ofSeconds(1).toNanos();
    }
}
