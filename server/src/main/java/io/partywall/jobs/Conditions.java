package io.partywall.jobs;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Conditions on {@code j}, a row of jobs, as SQL that begins with {@code and}, and their parameters. */
final class Conditions {

    private final StringBuilder sql = new StringBuilder();
    private final List<Object> parameters = new ArrayList<>();

    /** What a filter asks of a row, but for the tenant and the state. */
    static Conditions of(JobFilter filter) {
        Conditions conditions = new Conditions();
        if (filter.queue() != null) {
            conditions.and("j.queue = ?", filter.queue());
        }
        if (filter.type() != null) {
            conditions.and("j.type = ?", filter.type());
        }
        if (filter.error() != null) {
            conditions.and("position(lower(?) in lower(j.error)) > 0", filter.error());
        }
        if (filter.createdSince() != null) {
            conditions.and("j.created_at >= ?", time(filter.createdSince()));
        }
        return conditions;
    }

    /** States are written out, so that the planner sees which partial index has them. */
    Conditions inStates(Collection<JobState> states) {
        sql.append(states.stream()
                .sorted()
                .map(state -> "'" + state + "'")
                .collect(Collectors.joining(", ", " and j.state in (", ")")));
        return this;
    }

    Conditions and(String condition, Object... values) {
        sql.append(" and ").append(condition);
        parameters.addAll(List.of(values));
        return this;
    }

    static Timestamp time(Instant instant) {
        return Timestamp.from(instant);
    }

    /** Sets the parameters, from the one after that number; returns the number of the last. */
    int set(PreparedStatement statement, int before) throws SQLException {
        int number = before;
        for (Object parameter : parameters) {
            statement.setObject(++number, parameter);
        }
        return number;
    }

    @Override
    public String toString() {
        return sql.toString();
    }
}
