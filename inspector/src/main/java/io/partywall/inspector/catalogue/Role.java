package io.partywall.inspector.catalogue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** A role of the server. */
public record Role(
        long oid,
        String name,
        boolean superuser,
        boolean bypassRowSecurity,
        boolean canLogin,
        boolean inherits,
        boolean createRole,
        boolean replication) {

    /** The OID that stands for everybody in policies and grants. */
    public static final long PUBLIC = 0;

    /** The OID of the superuser that initdb made: in whose name every superuser grants memberships. */
    public static final long BOOTSTRAP = 10;

    static List<Role> read(Connection connection) throws SQLException {
        return Rows.read(
                connection,
                "select oid, rolname, rolsuper, rolbypassrls, rolcanlogin, rolinherit, rolcreaterole, rolreplication "
                        + "from pg_catalog.pg_roles order by rolname",
                row -> new Role(
                        row.getLong("oid"),
                        Rows.text(row, "rolname"),
                        row.getBoolean("rolsuper"),
                        row.getBoolean("rolbypassrls"),
                        row.getBoolean("rolcanlogin"),
                        row.getBoolean("rolinherit"),
                        row.getBoolean("rolcreaterole"),
                        row.getBoolean("rolreplication")));
    }

    /** Whether no policy binds it, on any table: superuser or BYPASSRLS. */
    public boolean unbound() {
        return superuser || bypassRowSecurity;
    }

    /** Whether PostgreSQL made it: {@code pg_read_all_data} and its like. */
    public boolean predefined() {
        return name.startsWith("pg_");
    }

    /** Its name as SQL writes it. */
    public String sql() {
        return Sql.identifier(name);
    }

    /** How a finding names it. */
    public String object() {
        return "role " + sql();
    }
}
