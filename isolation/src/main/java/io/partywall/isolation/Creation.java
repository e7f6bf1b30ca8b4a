package io.partywall.isolation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a statement was asked for (kind of result set, generated keys, and so on), so that it can be asked for again with
 * other SQL.
 */
final class Creation {

    private final Class<?>[] types;
    private final Object[] arguments;

    private Creation(Class<?>[] types, Object[] arguments) {
        this.types = types;
        this.arguments = arguments;
    }

    /** From a call whose parameters are those of {@code createStatement}, {@code prepareStatement} or {@code execute}. */
    static Creation of(Method method, Object @Nullable [] arguments) {
        return new Creation(method.getParameterTypes(), arguments == null ? new Object[0] : arguments);
    }

    private boolean startsWithSql() {
        return types.length > 0 && types[0] == String.class;
    }

    /** Whether generated keys were asked for, by a flag or by columns. */
    boolean wantsKeys() {
        return types.length == 2
                && startsWithSql()
                && !(arguments[1] instanceof Integer flag && flag == Statement.NO_GENERATED_KEYS);
    }

    PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        int skip = startsWithSql() ? 1 : 0;
        Class<?>[] wanted = new Class<?>[types.length - skip + 1];
        Object[] given = new Object[wanted.length];
        wanted[0] = String.class;
        given[0] = sql;
        System.arraycopy(types, skip, wanted, 1, types.length - skip);
        System.arraycopy(arguments, skip, given, 1, types.length - skip);
        try {
            Method method = Connection.class.getMethod("prepareStatement", wanted);
            return (PreparedStatement) Objects.requireNonNull(method.invoke(connection, given));
        } catch (InvocationTargetException failure) {
            if (failure.getTargetException() instanceof SQLException refused) {
                throw refused;
            }
            throw new IllegalStateException(failure.getTargetException());
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
