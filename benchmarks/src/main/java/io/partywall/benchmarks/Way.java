package io.partywall.benchmarks;

import io.partywall.benchmarks.Shop.Tenant;
import io.partywall.isolation.Tenancy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A way to work for one tenant. All three borrow from the same pool, and prepare, run and close their statements alike. */
sealed interface Way {

    /** JDBC work on a borrowed connection. */
    interface Work {
        void run(Connection connection) throws SQLException;
    }

    String title();

    /** Where this way's tables are. */
    String schema();

    /** Whether the SQL has to name the tenant itself. */
    boolean namesTenant();

    /** One statement that needs no transaction of its own. */
    void statement(Tenant tenant, Work work) throws SQLException;

    /** Several statements in one transaction. */
    void transaction(Tenant tenant, Work work) throws SQLException;

    /** No isolation at all: what PostgreSQL, the driver and the pool cost by themselves. */
    record Raw(DataSource pool) implements Way {
        @Override
        public String title() {
            return "raw";
        }

        @Override
        public String schema() {
            return "raw";
        }

        @Override
        public boolean namesTenant() {
            return true;
        }

        @Override
        public void statement(Tenant tenant, Work work) throws SQLException {
            try (Connection connection = pool.getConnection()) {
                work.run(connection);
            }
        }

        @Override
        public void transaction(Tenant tenant, Work work) throws SQLException {
            try (Connection connection = pool.getConnection()) {
                connection.setAutoCommit(false);
                work.run(connection);
                connection.commit();
            }
        }
    }

    /** What the books say: begin, set the tenant for the transaction, work, commit. */
    record Conventional(DataSource pool) implements Way {
        @Override
        public String title() {
            return "conventional";
        }

        @Override
        public String schema() {
            return "conventional";
        }

        @Override
        public boolean namesTenant() {
            return false;
        }

        @Override
        public void statement(Tenant tenant, Work work) throws SQLException {
            transaction(tenant, work);
        }

        @Override
        public void transaction(Tenant tenant, Work work) throws SQLException {
            try (Connection connection = pool.getConnection()) {
                connection.setAutoCommit(false);
                try (PreparedStatement set =
                        connection.prepareStatement("select set_config('app.current_tenant_id', ?, true)")) {
                    set.setString(1, tenant.id().toString());
                    set.execute();
                }
                work.run(connection);
                connection.commit();
            }
        }
    }

    /** The library: plain JDBC on a scope's connections. */
    record Library(Tenancy tenancy) implements Way {
        @Override
        public String title() {
            return "library";
        }

        @Override
        public String schema() {
            return "protected";
        }

        @Override
        public boolean namesTenant() {
            return false;
        }

        @Override
        public void statement(Tenant tenant, Work work) throws SQLException {
            tenancy.useTenant(tenant.context(), scope -> {
                try (Connection connection = scope.dataSource().getConnection()) {
                    work.run(connection);
                }
            });
        }

        @Override
        public void transaction(Tenant tenant, Work work) throws SQLException {
            statement(tenant, connection -> {
                connection.setAutoCommit(false);
                work.run(connection);
                connection.commit();
            });
        }
    }
}
