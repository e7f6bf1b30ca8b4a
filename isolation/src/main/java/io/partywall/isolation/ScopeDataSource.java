package io.partywall.isolation;

import java.io.PrintWriter;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A data source whose connections carry a tenant's context, in whatever way the given source supplies them. */
final class ScopeDataSource implements DataSource {

    interface Source {
        Connection connection() throws SQLException;
    }

    private final Source source;

    ScopeDataSource(Source source) {
        this.source = source;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return source.connection();
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("a tenant's scope uses the pool's login: call getConnection()");
    }

    /** The same connection, which ignores {@code close()}: it ends with its transaction. */
    static Connection unclosable(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                ScopeDataSource.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "close" -> null;
                    case "commit", "rollback", "setAutoCommit" -> {
                        if (arguments == null || !(arguments[0] instanceof java.sql.Savepoint)) {
                            throw new SQLException(
                                    "the scope's transaction ends with its work: return to commit, throw to roll back");
                        }
                        yield ScopedConnection.invoke(method, connection, arguments);
                    }
                    case "equals" -> arguments != null && self == arguments[0];
                    case "hashCode" -> System.identityHashCode(self);
                    default -> ScopedConnection.invoke(method, connection, arguments);
                });
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
        throw new SQLFeatureNotSupportedException("configure the pool instead");
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        throw new SQLFeatureNotSupportedException("configure the pool instead");
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new SQLException("a tenant's data source cannot be unwrapped to " + type.getName()
                + ": what runs there would run without the tenant's context");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
