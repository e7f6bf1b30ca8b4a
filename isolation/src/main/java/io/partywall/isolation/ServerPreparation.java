package io.partywall.isolation;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;
import org.postgresql.core.BaseConnection;

/**
 * Keeps the driver from parting a statement and the context in front of it.
 *
 * <p>INVARIANT: both travel with one Sync. When pgjdbc prepares a statement on the server (by default from its
 * fifth execution on) and does not know the type of a parameter, it asks the server to describe the statement; and in front
 * of a described statement whose rows may be of any size it sends a Sync of its own, for fear of a full buffer. That would end
 * the transaction that the context was set in, where it is the statement's own. So a statement stays unprepared unless the driver knows the types of all its
 * parameters: those that are set by the methods, and to the classes, named here.
 */
final class ServerPreparation {

    private static final Set<String> TYPED_SETTERS = Set.of(
            "setBoolean",
            "setShort",
            "setInt",
            "setLong",
            "setFloat",
            "setDouble",
            "setBigDecimal",
            "setBytes",
            "setArray");

    private static final Set<Class<?>> TYPED_CLASSES = Set.of(
            Boolean.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            BigDecimal.class,
            UUID.class,
            LocalDate.class);

    private static final Set<Integer> TYPED_NULLS = Set.of(
            Types.BOOLEAN,
            Types.SMALLINT,
            Types.INTEGER,
            Types.BIGINT,
            Types.REAL,
            Types.DOUBLE,
            Types.NUMERIC,
            Types.VARCHAR);

    private ServerPreparation() {}

    /** Whether the driver knows the type of a parameter that is set in this way. */
    static boolean isTyped(String setter, List<@Nullable Object> arguments) {
        Object value = arguments.get(1);
        return switch (setter) {
            case "setString" -> true;
            case "setNull" -> value instanceof Integer type && TYPED_NULLS.contains(type);
            case "setObject" ->
                arguments.size() == 2
                        && value != null
                        && (value instanceof String || TYPED_CLASSES.contains(value.getClass()));
            default -> TYPED_SETTERS.contains(setter) && value != null;
        };
    }

    /** Whether the driver gives texts a type; it does not with {@code stringtype=unspecified}. */
    static boolean textsAreTyped(Connection connection) throws SQLException {
        return connection.unwrap(BaseConnection.class).getStringVarcharFlag();
    }

    /** Lets the statement be prepared on the server as the connection does by itself, or never. */
    static void allow(PreparedStatement statement, Connection connection, boolean allowed) throws SQLException {
        PGStatement driver = statement.unwrap(PGStatement.class);
        driver.setPrepareThreshold(
                allowed ? connection.unwrap(BaseConnection.class).getPrepareThreshold() : 0);
    }
}
