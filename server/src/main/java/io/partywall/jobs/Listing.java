package io.partywall.jobs;

import io.partywall.isolation.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Finds the newest jobs that a filter means, of all tenants. No index has them in that order, so that each tenant is asked for
 * its newest, and only those whose newest is new enough for the next ones; history is looked at a day at a time, from today
 * backwards, until no older day can hold a newer job.
 */
final class Listing {

    /** Where a job is. */
    record Found(
            TenantId tenant,
            JobId id,
            JobState state,
            @Nullable Instant finishedAt) {}

    private static final Set<JobState> UNFINISHED = Collections.unmodifiableSet(
            EnumSet.of(JobState.SCHEDULED, JobState.HELD, JobState.PENDING, JobState.PROCESSING, JobState.FAILED));

    private static final Set<JobState> FINISHED =
            Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.copyOf(UNFINISHED)));

    /** States of which there are few, with an index of their own, so that all of them may be read. */
    private static final Set<JobState> FEW = Collections.unmodifiableSet(
            EnumSet.of(JobState.PENDING, JobState.PROCESSING, JobState.FAILED, JobState.DEAD));

    private static final String OF_EACH_TENANT = """
        with head as materialized (
            select t.id as tenant_id, j.id from app.tenants t cross join lateral (
                select j.id from %1$s j where j.tenant_id = t.id %2$s order by j.id desc limit 1) j
            where coalesce(t.id = ?, true) order by j.id desc limit ?
        )
        select head.tenant_id, j.* from head cross join lateral (
            select j.id, j.state, %3$s as finished_at from %1$s j where j.tenant_id = head.tenant_id %2$s
            order by j.id desc limit ?) j
        order by j.id desc limit ?
        """;

    private static final String OF_FEW = """
        with few as materialized (
            select j.tenant_id, j.id, j.state, %3$s as finished_at from %1$s j where coalesce(j.tenant_id = ?, true) %2$s
        )
        select * from few order by id desc limit ?
        """;

    private static final String DAYS = """
        select to_date(right(c.relname, 10), 'YYYY_MM_DD') from pg_inherits h join pg_class c on c.oid = h.inhrelid
        where h.inhparent = 'app.finished_jobs'::regclass order by 1 desc
        """;

    private final Connection connection;
    private final JobFilter filter;
    private final int limit;
    private List<Found> found = new ArrayList<>();

    private Listing(Connection connection, JobFilter filter, int limit) {
        this.connection = connection;
        this.filter = filter;
        this.limit = limit;
    }

    /** The newest first. */
    static List<Found> newest(Connection connection, JobFilter filter, int limit) throws SQLException {
        Listing listing = new Listing(connection, filter, limit);
        if (filter.finishedSince() == null) {
            listing.addUnfinished();
        }
        listing.addFinished();
        return listing.found;
    }

    /** Those of the filter's states that are among these. */
    static Set<JobState> wanted(JobFilter filter, Set<JobState> among) {
        Set<JobState> states = EnumSet.copyOf(among);
        if (!filter.states().isEmpty()) {
            states.retainAll(filter.states());
        }
        return states;
    }

    static Set<JobState> wantedUnfinished(JobFilter filter) {
        return filter.finishedSince() == null ? wanted(filter, UNFINISHED) : Set.of();
    }

    static Set<JobState> wantedFinished(JobFilter filter) {
        return wanted(filter, FINISHED);
    }

    private void addUnfinished() throws SQLException {
        Set<JobState> states = wantedUnfinished(filter);
        String table = "app.jobs";
        if (states.containsAll(UNFINISHED)) {
            add(OF_EACH_TENANT, table, "null::timestamptz", Conditions.of(filter));
            return;
        }
        Set<JobState> many = EnumSet.noneOf(JobState.class);
        for (JobState state : states) {
            if (FEW.contains(state)) {
                add(OF_FEW, table, "null::timestamptz", Conditions.of(filter).inStates(Set.of(state)));
            } else {
                many.add(state);
            }
        }
        if (!many.isEmpty()) {
            add(
                    OF_EACH_TENANT,
                    table,
                    "null::timestamptz",
                    Conditions.of(filter).inStates(many));
        }
    }

    private void addFinished() throws SQLException {
        Set<JobState> states = wantedFinished(filter);
        if (states.isEmpty()) {
            return;
        }
        String sql = FEW.containsAll(states) ? OF_FEW : OF_EACH_TENANT;
        for (LocalDate day : days()) {
            Instant begin = day.atStartOfDay(ZoneOffset.UTC).toInstant();
            Instant end = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
            if (filter.finishedSince() != null && !end.isAfter(filter.finishedSince())) {
                return;
            }
            Conditions conditions = Conditions.of(filter)
                    .and("j.finished_at >= ?", Conditions.time(begin))
                    .and("j.finished_at < ?", Conditions.time(end));
            if (filter.finishedSince() != null) {
                conditions.and("j.finished_at >= ?", Conditions.time(filter.finishedSince()));
            }
            if (!states.containsAll(FINISHED)) {
                conditions.inStates(states);
            }
            add(sql, "app.finished_jobs", "j.finished_at", conditions);
            if (found.size() == limit && !found.getLast().id().madeBefore(begin)) {
                return;
            }
        }
    }

    private List<LocalDate> days() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DAYS);
                ResultSet row = statement.executeQuery()) {
            List<LocalDate> days = new ArrayList<>();
            while (row.next()) {
                days.add(row.getObject(1, LocalDate.class));
            }
            return days;
        }
    }

    private void add(String sql, String table, String finishedAt, Conditions conditions) throws SQLException {
        boolean ofEach = sql.equals(OF_EACH_TENANT);
        @Nullable UUID tenant = filter.tenant() == null ? null : filter.tenant().value();
        try (PreparedStatement statement =
                connection.prepareStatement(sql.formatted(table, conditions.toString(), finishedAt))) {
            int n = 0;
            if (ofEach) {
                n = conditions.set(statement, n);
                statement.setObject(++n, tenant, java.sql.Types.OTHER);
                statement.setInt(++n, limit);
                n = conditions.set(statement, n);
                statement.setInt(++n, limit);
            } else {
                statement.setObject(++n, tenant, java.sql.Types.OTHER);
                n = conditions.set(statement, n);
            }
            statement.setInt(++n, limit);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(new Found(
                            new TenantId(row.getObject("tenant_id", UUID.class)),
                            new JobId(row.getObject("id", UUID.class)),
                            JobState.valueOf(row.getString("state")),
                            JobRows.findTime(row, "finished_at")));
                }
            }
        }
        found = new ArrayList<>(found.stream()
                .sorted((one, other) -> JobId.NEWEST_FIRST.compare(one.id(), other.id()))
                .limit(limit)
                .toList());
    }
}
