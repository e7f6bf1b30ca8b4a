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
 * Derives a connector's contributions to some days from its facts, and the tenant's snapshots of these days from all
 * contributions. Doing it again gives the same result; a day that has come out as it was is left untouched.
 *
 * <p>Of a day:
 *
 * <ul>
 *   <li>{@code revenue} is the sum of all values, returns included;
 *   <li>{@code conversions} is the number of invoices that do not begin with C (one that does takes an order back), and of
 *       events named {@code order_completed} that tell no invoice;
 *   <li>{@code users} is the number of subjects on those;
 *   <li>{@code sessions} is the number of events named {@code session_started};
 *   <li>{@code source_breakdown} is the revenue by the country that a fact tells, or else by its channel, or else as other.
 * </ul>
 *
 * <p>What is told is in the fact's properties: {@code invoice}, {@code country}, {@code channel}.
 */
public final class RollUp {

    private RollUp() {}

    /** Derives the given days anew, in the scope's transaction. */
    public static void run(TenantScope scope, UUID connector, Collection<LocalDate> days) {
        contribute(scope, connector, days);
        derive(scope, days);
    }

    /** Derives what the connector contributes to the days; nobody else restates its facts meanwhile. */
    static void contribute(TenantScope scope, UUID connector, Collection<LocalDate> days) {
        if (days.isEmpty()) {
            return;
        }
        String tenant = scope.context().tenant().toString();
        String[] dates = days.stream().map(LocalDate::toString).toArray(String[]::new);
        String contribute = RollUpSql.contribute(Days.spanning(days));
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
        } catch (SQLException failure) {
            throw new DataAccessException("the days could not be rolled up: " + failure.getMessage(), failure);
        }
    }

    /** Derives the snapshots of the days from what is contributed to them. */
    static void derive(TenantScope scope, Collection<LocalDate> days) {
        if (days.isEmpty()) {
            return;
        }
        String tenant = scope.context().tenant().toString();
        String[] dates = days.stream().map(LocalDate::toString).toArray(String[]::new);
        try (Connection connection = scope.dataSource().getConnection()) {
            execute(connection, RollUpSql.TAKE_TURNS, tenant);
            execute(connection, RollUpSql.DERIVE, ids(dates), dates, tenant, dates, tenant, tenant, dates);
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
            statement.execute();
        }
    }
}
