package io.partywall.isolation;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jooq.Configuration;
import org.jooq.ConnectionProvider;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.TransactionProvider;
import org.jooq.VisitListenerProvider;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;

/**
 * A jOOQ configuration whose scoping cannot be taken out: what is derived from it is scoped as well, and neither its visit
 * listeners nor its dialect can be exchanged. jOOQ's own configuration cannot be extended to that end (its methods are
 * final), so this stands in front of one.
 */
final class ScopedConfiguration implements InvocationHandler {

    private final Configuration configuration;

    private ScopedConfiguration(Configuration configuration) {
        this.configuration = configuration;
    }

    /** The jOOQ entry point of a scope, on the scope's connections. */
    static DSLContext sql(ConnectionProvider connections, TransactionProvider transactions, TenantScoping scoping) {
        return DSL.using(proxy(new DefaultConfiguration()
                .set(SQLDialect.POSTGRES)
                .set(connections)
                .set(transactions)
                .set(ScopedSettings.create())
                .set((VisitListenerProvider) () -> scoping)));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (method.getReturnType() == Configuration.class) {
            refuseToUnscope(method);
        }
        try {
            Object result = method.invoke(configuration, arguments);
            if (result == configuration) {
                return proxy;
            }
            return result instanceof Configuration derived ? proxy(derived) : result;
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }

    private static void refuseToUnscope(Method method) {
        for (Class<?> parameter : method.getParameterTypes()) {
            if (parameter == VisitListenerProvider[].class
                    || parameter == org.jooq.VisitListener[].class
                    || parameter == SQLDialect.class) {
                throw new IsolationException.UnscopedStatement(
                        "a scope's visit listeners and dialect cannot be exchanged: they keep the tenant apart");
            }
        }
    }

    private static Configuration proxy(Configuration configuration) {
        return (Configuration) Proxy.newProxyInstance(
                Configuration.class.getClassLoader(),
                new Class<?>[] {Configuration.class},
                new ScopedConfiguration(configuration));
    }
}
