package io.partywall.isolation;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * How a context travels to the database: as a statement put in front of the caller's own, in the same string and so in the
 * same trip. Another engine's way (Citus hands on {@code SET LOCAL} only) is another implementation.
 */
interface ContextTransport {

    /** The statement, with {@link #parameters()} placeholders; it ends with a semicolon and returns one result. */
    String prefix();

    int parameters();

    /** Binds the context to the first {@link #parameters()} placeholders. */
    void bind(PreparedStatement statement, TenantContext context) throws SQLException;

    /**
     * PostgreSQL: two settings that end with the transaction, set in one select. The function is named in full, because a
     * search path that an earlier user of the connection left may begin with a schema that has one of the same name.
     */
    ContextTransport SETTINGS = new ContextTransport() {
        @Override
        public String prefix() {
            return "select pg_catalog.set_config('app.current_tenant_id', ?, true),"
                    + " pg_catalog.set_config('app.context_signature', ?, true); ";
        }

        @Override
        public int parameters() {
            return 2;
        }

        @Override
        public void bind(PreparedStatement statement, TenantContext context) throws SQLException {
            statement.setString(1, context.tenant().toString());
            statement.setString(2, context.signature());
        }
    };
}
