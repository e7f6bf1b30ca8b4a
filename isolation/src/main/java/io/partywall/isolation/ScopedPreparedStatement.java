package io.partywall.isolation;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A prepared statement of a scoped connection. Whether the context has to ride along is known only when it runs, so there
 * are up to two statements behind it, one with the context in front and one without, each prepared when first needed;
 * parameters are remembered, and bound to the one that runs.
 */
final class ScopedPreparedStatement implements InvocationHandler {

    /** A call that sets one parameter: {@code setX(index, …)}. */
    private record Parameter(Method setter, List<@Nullable Object> arguments) {

        boolean isTyped() {
            return ServerPreparation.isTyped(setter.getName(), arguments);
        }

        void bind(PreparedStatement statement, int shift) throws Throwable {
            Object[] shifted = arguments.toArray();
            shifted[0] = (Integer) Objects.requireNonNull(shifted[0]) + shift;
            ScopedConnection.invoke(setter, statement, shifted);
        }
    }

    private final ScopedConnection connection;
    private final String sql;
    private final Creation creation;
    private final StatementSettings settings = new StatementSettings();
    private final Map<Integer, Parameter> parameters = new TreeMap<>();
    private final List<Map<Integer, Parameter>> batch = new ArrayList<>();
    private @Nullable PreparedStatement carrying;
    private @Nullable PreparedStatement bare;
    private @Nullable PreparedStatement last;
    private boolean closed;

    private ScopedPreparedStatement(ScopedConnection connection, String sql, Creation creation) {
        this.connection = connection;
        this.sql = sql;
        this.creation = creation;
        connection.running(sql);
    }

    static PreparedStatement of(ScopedConnection connection, String sql, Creation creation) {
        return (PreparedStatement) Proxy.newProxyInstance(
                ScopedPreparedStatement.class.getClassLoader(),
                new Class<?>[] {PreparedStatement.class},
                new ScopedPreparedStatement(connection, sql, creation));
    }

    @Override
    public @Nullable Object invoke(Object self, Method method, Object @Nullable [] arguments) throws Throwable {
        return switch (method.getName()) {
            case "getConnection" -> connection.proxy();
            case "equals" -> arguments != null && self == arguments[0];
            case "hashCode" -> System.identityHashCode(self);
            case "toString" -> sql;
            case "isClosed" -> closed;
            case "close" -> {
                close();
                yield null;
            }
            case "unwrap", "isWrapperFor" -> settings.wrapper(self, method, arguments);
            default -> open(method, arguments);
        };
    }

    private @Nullable Object open(Method method, Object @Nullable [] arguments) throws Throwable {
        if (closed) {
            throw new SQLException("this statement is closed", "26000");
        }
        switch (method.getName()) {
            case "execute", "executeQuery", "executeUpdate", "executeLargeUpdate" -> {
                if (arguments != null) {
                    throw new SQLException("a prepared statement has its SQL already", "07001");
                }
                return execute(method);
            }
            case "addBatch" -> {
                batch.add(new TreeMap<>(parameters));
                return null;
            }
            case "clearBatch" -> {
                batch.clear();
                return null;
            }
            case "executeBatch", "executeLargeBatch" -> {
                return executeBatch(method);
            }
            case "clearParameters" -> {
                parameters.clear();
                return null;
            }
            default -> {
                return other(method, arguments);
            }
        }
    }

    private @Nullable Object other(Method method, Object @Nullable [] arguments) throws Throwable {
        if (settings.remember(method, arguments)) {
            for (PreparedStatement statement : new PreparedStatement[] {carrying, bare}) {
                if (statement != null) {
                    ScopedConnection.invoke(method, statement, arguments);
                }
            }
            return null;
        }
        boolean setsParameter = method.getDeclaringClass() == PreparedStatement.class
                && method.getName().startsWith("set");
        if (setsParameter) {
            List<@Nullable Object> given = new ArrayList<>(java.util.Arrays.asList(Objects.requireNonNull(arguments)));
            int index = (Integer) Objects.requireNonNull(given.get(0));
            if (index < 1) {
                // INVARIANT: the context's own parameters stand in front, where a smaller index would reach them.
                throw new SQLException("parameters count from 1, there is none with the index " + index, "22023");
            }
            parameters.put(index, new Parameter(method, given));
            return null;
        }
        // What describes a statement must never describe one that carries the context: see ServerPreparation.
        boolean describes =
                method.getName().equals("getMetaData") || method.getName().equals("getParameterMetaData");
        return ScopedConnection.invoke(method, describes ? bare() : current(), arguments);
    }

    private Object execute(Method method) throws SQLException {
        connection.scope().check();
        if (!connection.mustCarry()) {
            return executeBare(method);
        }
        if (creation.wantsKeys()) {
            // The driver adds RETURNING to a statement that stands alone, so nothing can ride in front of it.
            return connection.entered(() -> executeBare(method));
        }
        ContextTransport transport = connection.scope().transport();
        PreparedStatement statement = carrying();
        last = statement;
        connection.carry(statement, parameters.values().stream().allMatch(Parameter::isTyped));
        bind(statement, parameters, transport.parameters());
        Object outcome = Carrying.execute(method, statement);
        connection.carried();
        return outcome;
    }

    private Object executeBare(Method method) throws SQLException {
        PreparedStatement statement = bare();
        last = statement;
        bind(statement, parameters, 0);
        return StatementSettings.call(method, statement);
    }

    private Object executeBatch(Method method) throws SQLException {
        connection.scope().check();
        List<Map<Integer, Parameter>> rows = new ArrayList<>(batch);
        batch.clear();
        return connection.entered(() -> {
            PreparedStatement statement = bare();
            last = statement;
            for (Map<Integer, Parameter> row : rows) {
                bind(statement, row, 0);
                statement.addBatch();
            }
            return StatementSettings.call(method, statement);
        });
    }

    private static void bind(PreparedStatement statement, Map<Integer, Parameter> parameters, int shift)
            throws SQLException {
        try {
            for (Parameter parameter : parameters.values()) {
                parameter.bind(statement, shift);
            }
        } catch (SQLException | RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private PreparedStatement carrying() throws SQLException {
        if (carrying == null) {
            carrying = creation.prepare(
                    connection.pooled(), connection.scope().transport().prefix() + sql);
            settings.apply(carrying);
        }
        return carrying;
    }

    private PreparedStatement bare() throws SQLException {
        if (bare == null) {
            bare = creation.prepare(connection.pooled(), sql);
            settings.apply(bare);
        }
        return bare;
    }

    private PreparedStatement current() throws SQLException {
        return last != null ? last : bare();
    }

    private void close() throws SQLException {
        closed = true;
        try {
            if (carrying != null) {
                carrying.close();
            }
        } finally {
            if (bare != null) {
                bare.close();
            }
        }
    }
}
