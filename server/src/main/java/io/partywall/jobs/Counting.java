package io.partywall.jobs;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts the jobs that a filter means, in each state as far as {@link Count} goes. */
final class Counting {

    private final Connection connection;
    private final JobFilter filter;

    private Counting(Connection connection, JobFilter filter) {
        this.connection = connection;
        this.filter = filter;
    }

    /** Of each state that the filter asks for. */
    static Map<JobState, Count> byState(Connection connection, JobFilter filter) throws SQLException {
        Counting counting = new Counting(connection, filter);
        Map<JobState, Count> counts = new EnumMap<>(JobState.class);
        for (JobState state : Listing.wantedUnfinished(filter)) {
            counts.put(state, Count.of(counting.unfinished(state)));
        }
        for (JobState state : Listing.wantedFinished(filter)) {
            Conditions conditions = counting.conditions().inStates(Set.of(state));
            if (filter.finishedSince() != null) {
                conditions.and("j.finished_at >= ?", Conditions.time(filter.finishedSince()));
            }
            counts.put(state, Count.of(counting.count("app.finished_jobs", conditions)));
        }
        return counts;
    }

    private Conditions conditions() {
        Conditions conditions = Conditions.of(filter);
        return filter.tenant() == null
                ? conditions
                : conditions.and("j.tenant_id = ?", filter.tenant().value());
    }

    private long unfinished(JobState state) throws SQLException {
        if (state != JobState.HELD) {
            return count("app.jobs", conditions().inStates(Set.of(state)));
        }
        // Its two indexes are partial, each with a part.
        long jobs = 0;
        for (String part : List.of("not j.parked", "j.parked")) {
            jobs += count("app.jobs", conditions().inStates(Set.of(state)).and(part));
        }
        return jobs;
    }

    private long count(String table, Conditions conditions) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "select count(*) from (select from " + table + " j where true" + conditions + " limit ?) bounded")) {
            int n = conditions.set(statement, 0);
            statement.setInt(++n, Count.MOST + 1);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
