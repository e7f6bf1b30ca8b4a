package io.partywall.schema;

/** The database has to be prepared by somebody who may do more than this login; {@link #sql()} is what to run. */
public final class AdministratorNeeded extends RuntimeException {

    private final String sql;

    AdministratorNeeded(String reason, String sql) {
        super(reason);
        this.sql = sql;
    }

    /** The statements for an administrator, to be run in this database. */
    public String sql() {
        return sql;
    }
}
