package io.partywall.demo;

import io.partywall.isolation.TenantContext;
import io.partywall.tenants.Tenant;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Shows the wall from the outside: the application's own login, plain SQL, and settings as an attacker would set them. What
 * each trial got is what the database answered just now.
 */
public final class WallTrials {

    private static final String COUNT = """
        select count(*) || ' order lines, revenue ' || coalesce(sum(value), 0) from app.analytics_events\
        """;

    private final DataSource application;

    /** Trials over this data source, logged in as the application's role. */
    public WallTrials(DataSource application) {
        this.application = application;
    }

    /** What was tried, and what came of it. */
    public record Trial(String attempt, String outcome) {}

    /** Runs the trials, as somebody who has a context of {@code own} and wants the rows of {@code other}. */
    public List<Trial> run(Tenant own, TenantContext context, Tenant other) throws SQLException {
        String otherId = other.id().toString();
        String forged = context.signature().replace(own.id().toString(), otherId);
        return List.of(
                trial("its own signed context", own.id().toString(), context.signature()),
                trial("no context", null, null),
                trial("a stolen id: " + other.slug() + "'s, without a signature", otherId, null),
                trial("a stolen id: " + other.slug() + "'s, with its own signature", otherId, context.signature()),
                trial("a forged context: " + other.slug() + " in its own signature", otherId, forged));
    }

    private Trial trial(String attempt, @Nullable String tenant, @Nullable String signature) throws SQLException {
        try (Connection connection = application.getConnection()) {
            connection.setAutoCommit(false);
            set(connection, "app.current_tenant_id", tenant);
            set(connection, "app.context_signature", signature);
            try (PreparedStatement statement = connection.prepareStatement(COUNT);
                    ResultSet row = statement.executeQuery()) {
                row.next();
                return new Trial(attempt, row.getString(1));
            } catch (SQLException refused) {
                return new Trial(attempt, firstLine(refused));
            }
        }
    }

    private static void set(Connection connection, String setting, @Nullable String value) throws SQLException {
        if (value != null) {
            try (PreparedStatement statement = connection.prepareStatement("select set_config(?, ?, true)")) {
                statement.setString(1, setting);
                statement.setString(2, value);
                statement.execute();
            }
        }
    }

    private static String firstLine(SQLException refused) {
        return String.valueOf(refused.getMessage()).lines().findFirst().orElse("");
    }
}
