package io.partywall.isolation;

import java.lang.reflect.Method;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was set on a scoped statement (fetch size, time limit, and so on), to be set again on each statement that stands
 * behind it.
 */
final class StatementSettings {

    private static final Set<String> SETTERS = Set.of(
            "setFetchSize",
            "setFetchDirection",
            "setQueryTimeout",
            "setMaxRows",
            "setLargeMaxRows",
            "setMaxFieldSize",
            "setEscapeProcessing",
            "setPoolable",
            "setCursorName",
            "closeOnCompletion");

    private static final Set<String> OF_RESULT = Set.of(
            "getResultSet",
            "getMoreResults",
            "getUpdateCount",
            "getLargeUpdateCount",
            "getWarnings",
            "clearWarnings",
            "cancel",
            "getResultSetType",
            "getResultSetConcurrency",
            "getResultSetHoldability");

    private final Map<Method, Object @Nullable []> values = new LinkedHashMap<>();

    /** Remembers a call that sets something; false when it does not. */
    boolean remember(Method method, Object @Nullable [] arguments) {
        if (!SETTERS.contains(method.getName())) {
            return false;
        }
        values.put(method, arguments);
        return true;
    }

    void apply(Statement statement) throws SQLException {
        for (Map.Entry<Method, Object @Nullable []> value : values.entrySet()) {
            invoke(value.getKey(), statement, value.getValue());
        }
    }

    /** Whether the call asks about the statement that ran last. */
    static boolean ofResult(Method method) {
        return OF_RESULT.contains(method.getName());
    }

    @Nullable
    Object wrapper(Object self, Method method, Object @Nullable [] arguments) throws SQLException {
        Class<?> type = (Class<?>) Objects.requireNonNull(arguments)[0];
        if (method.getName().equals("isWrapperFor")) {
            return type.isInstance(self);
        }
        if (type.isInstance(self)) {
            return self;
        }
        throw new SQLException("a statement of a tenant's scope cannot be unwrapped to " + type.getName()
                + ": what runs there would run without the tenant's context");
    }

    /** Calls a method of JDBC that returns something. */
    static Object call(Method method, Object target, Object... arguments) throws SQLException {
        return Objects.requireNonNull(invoke(method, target, arguments));
    }

    private static @Nullable Object invoke(Method method, Object target, Object @Nullable [] arguments)
            throws SQLException {
        try {
            return ScopedConnection.invoke(method, target, arguments);
        } catch (SQLException | RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
