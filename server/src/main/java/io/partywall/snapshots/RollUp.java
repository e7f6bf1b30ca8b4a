package io.partywall.snapshots;

import com.github.f4b6a3.uuid.UuidCreator;
import io.partywall.events.Days;
import io.partywall.isolation.TenantScope;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.exception.DataAccessException;

/**
 * Derives a connector's contributions to some days from its order lines, and the tenant's snapshots of these days from all
 * contributions. Doing it again gives the same result; a day that has come out as it was is left untouched.
 *
 * <p>Of a day: {@code revenue} is the sum of all lines, returns included; {@code conversions} the number of invoices that do
 * not begin with C; {@code users} the number of customers on those invoices; {@code source_breakdown} the revenue by country.
 */
public final class RollUp {

    /**
     * The connector's share of each day, and none for a day that has no lines left. Distinct texts are counted in byte order,
     * which is the same number and much faster than the order of a language.
     */
    private static final String CONTRIBUTE = """
        with wanted as (
            select * from unnest(?::uuid[], ?::date[]) as wanted (id, day)
        ), line as (
            select event.day, event.value, event.subject_id collate "C" as subject_id,
                (event.properties ->> 'invoice') collate "C" as invoice, event.properties ->> 'country' as country
            from app.analytics_events event
            where event.tenant_id = ?::uuid and event.connector_id = ?::uuid and event.day = any (?::date[]) and %s
        ), total as (
            select day, sum(value) as revenue,
                count(distinct invoice) filter (where invoice not like 'C%%') as conversions,
                count(distinct subject_id) filter (where invoice not like 'C%%') as users
            from line group by day
        ), share as (
            select day, jsonb_object_agg(country, revenue) as breakdown
            from (select day, country, sum(value) as revenue from line group by day, country) by_country
            group by day
        ), contributed as (
            insert into app.analytics_contributions as old
                (tenant_id, id, connector_id, date, users, conversions, revenue, source_breakdown)
            select ?::uuid, wanted.id, ?::uuid, day, total.users, total.conversions, total.revenue, share.breakdown
            from wanted join total using (day) join share using (day)
            on conflict (tenant_id, connector_id, date) do update
            set users = excluded.users, conversions = excluded.conversions, revenue = excluded.revenue,
                source_breakdown = excluded.source_breakdown
            where (old.users, old.conversions, old.revenue, old.source_breakdown)
                is distinct from (excluded.users, excluded.conversions, excluded.revenue, excluded.source_breakdown)
        )
        delete from app.analytics_contributions c
        where c.tenant_id = ?::uuid and c.connector_id = ?::uuid and c.date = any (?::date[])
        and not exists (select from total where total.day = c.date)
        """;

    /** Each day's snapshot from what connectors contribute, and none where none does. */
    private static final String DERIVE = """
        with wanted as (
            select * from unnest(?::uuid[], ?::date[]) as wanted (id, date)
        ), contribution as (
            select * from app.analytics_contributions where tenant_id = ?::uuid and date = any (?::date[])
        ), share as (
            select date, jsonb_object_agg(source, revenue) as breakdown
            from (select c.date, s.key as source, sum(s.value::numeric) as revenue
                from contribution c cross join jsonb_each_text(c.source_breakdown) s group by c.date, s.key) by_source
            group by date
        ), derived as (
            select date, case when count(*) = 1 then (array_agg(connector_id))[1] end as connector_id,
                sum(sessions)::bigint as sessions, sum(users)::bigint as users,
                sum(conversions)::bigint as conversions, sum(revenue) as revenue
            from contribution group by date
        ), written as (
            insert into app.analytics_snapshots as old
                (tenant_id, id, connector_id, date, sessions, users, conversions, revenue, source_breakdown)
            select ?::uuid, wanted.id, connector_id, date, sessions, users, conversions, revenue,
                coalesce(breakdown, '{}')
            from wanted join derived using (date) left join share using (date)
            on conflict (tenant_id, date) do update
            set connector_id = excluded.connector_id, sessions = excluded.sessions, users = excluded.users,
                conversions = excluded.conversions, revenue = excluded.revenue,
                source_breakdown = excluded.source_breakdown
            where (old.connector_id, old.sessions, old.users, old.conversions, old.revenue, old.source_breakdown)
                is distinct from (excluded.connector_id, excluded.sessions, excluded.users, excluded.conversions,
                    excluded.revenue, excluded.source_breakdown)
        )
        delete from app.analytics_snapshots s
        where s.tenant_id = ?::uuid and s.date = any (?::date[])
        and not exists (select from derived where derived.date = s.date)
        """;

    private RollUp() {}

    /** Derives the given days anew, in the scope's transaction. */
    public static void run(TenantScope scope, UUID connector, Collection<LocalDate> days) {
        if (days.isEmpty()) {
            return;
        }
        String tenant = scope.context().tenant().toString();
        String[] dates = days.stream().map(LocalDate::toString).toArray(String[]::new);
        String contribute = CONTRIBUTE.formatted(Days.spanning(days).moments());
        try (Connection connection = scope.dataSource().getConnection()) {
            execute(
                    connection,
                    contribute,
                    ids(dates),
                    dates,
                    tenant,
                    connector,
                    dates,
                    tenant,
                    connector,
                    tenant,
                    connector,
                    dates);
            execute(connection, DERIVE, ids(dates), dates, tenant, dates, tenant, tenant, dates);
        } catch (SQLException failure) {
            throw new DataAccessException("the days could not be rolled up: " + failure.getMessage(), failure);
        }
    }

    private static String[] ids(String[] dates) {
        return Stream.of(dates)
                .map(date -> UuidCreator.getTimeOrderedEpoch().toString())
                .toArray(String[]::new);
    }

    private static void execute(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                switch (parameters[i]) {
                    case String[] texts -> statement.setArray(i + 1, connection.createArrayOf("text", texts));
                    default -> statement.setString(i + 1, parameters[i].toString());
                }
            }
            statement.executeUpdate();
        }
    }
}
