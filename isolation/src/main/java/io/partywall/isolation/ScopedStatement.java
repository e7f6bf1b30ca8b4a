package io.partywall.isolation;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A plain statement of a scoped connection. Where it must carry the context it runs as a prepared statement, so that the
 * signature stays a bound parameter: SQL text is visible to others, in {@code pg_stat_activity} and in logs.
 */
final class ScopedStatement implements InvocationHandler {

    private final ScopedConnection connection;
    private final Statement plain;
    private final Creation creation;
    private final StatementSettings settings = new StatementSettings();
    /** The statement that ran last with the context in front; its results are this statement's. */
    private @Nullable PreparedStatement carrier;

    private ScopedStatement(ScopedConnection connection, Statement plain, Creation creation) {
        this.connection = connection;
        this.plain = plain;
        this.creation = creation;
    }

    static Statement of(ScopedConnection connection, @Nullable Statement plain, Creation creation) {
        return (Statement) Proxy.newProxyInstance(
                ScopedStatement.class.getClassLoader(),
                new Class<?>[] {Statement.class},
                new ScopedStatement(connection, Objects.requireNonNull(plain), creation));
    }

    @Override
    public @Nullable Object invoke(Object self, Method method, Object @Nullable [] arguments) throws Throwable {
        if (arguments != null && arguments.length > 0 && arguments[0] instanceof String sql) {
            connection.running(sql);
        }
        return switch (method.getName()) {
            case "getConnection" -> connection.proxy();
            case "equals" -> arguments != null && self == arguments[0];
            case "hashCode" -> System.identityHashCode(self);
            case "toString" -> "statement of " + connection.proxy();
            case "close" -> {
                release();
                plain.close();
                yield null;
            }
            case "unwrap", "isWrapperFor" -> settings.wrapper(self, method, arguments);
            case "execute", "executeQuery", "executeUpdate", "executeLargeUpdate" ->
                execute(method, Objects.requireNonNull(arguments));
            case "executeBatch", "executeLargeBatch" -> {
                connection.scope().check();
                release();
                yield connection.entered(() -> StatementSettings.call(method, plain));
            }
            default -> {
                if (settings.remember(method, arguments) && carrier != null) {
                    ScopedConnection.invoke(method, carrier, arguments);
                }
                boolean ofResult = StatementSettings.ofResult(method) && carrier != null;
                yield ScopedConnection.invoke(method, ofResult ? Objects.requireNonNull(carrier) : plain, arguments);
            }
        };
    }

    private @Nullable Object execute(Method method, Object[] arguments) throws Throwable {
        connection.scope().check();
        release();
        if (!connection.mustCarry()) {
            return ScopedConnection.invoke(method, plain, arguments);
        }
        Creation wanted = arguments.length > 1 ? Creation.of(method, arguments) : creation;
        if (wanted.wantsKeys()) {
            // The driver adds RETURNING to a statement that stands alone, so nothing can ride in front of it.
            return connection.entered(() -> StatementSettings.call(method, plain, arguments));
        }
        ContextTransport transport = connection.scope().transport();
        String sql = transport.prefix() + PlainSql.escaped((String) arguments[0]);
        PreparedStatement statement = wanted.prepare(connection.pooled(), sql);
        carrier = statement;
        settings.apply(statement);
        connection.carry(statement, true);
        Object outcome = Carrying.execute(method, statement);
        connection.carried();
        return outcome;
    }

    private void release() throws SQLException {
        if (carrier != null) {
            PreparedStatement last = carrier;
            carrier = null;
            last.close();
        }
    }
}
