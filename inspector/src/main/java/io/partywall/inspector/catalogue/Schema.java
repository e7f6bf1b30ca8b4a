package io.partywall.inspector.catalogue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** A schema that is not PostgreSQL's own. */
public record Schema(long oid, String name, long owner) {

    /** Excludes what PostgreSQL made itself; for {@code n} as the alias of pg_namespace. */
    static final String OURS = "n.nspname <> 'information_schema' and n.nspname !~ '^pg_'";

    static List<Schema> read(Connection connection) throws SQLException {
        return Rows.read(
                connection,
                "select oid, nspname, nspowner from pg_catalog.pg_namespace n where " + OURS + " order by nspname",
                row -> new Schema(row.getLong("oid"), Rows.text(row, "nspname"), row.getLong("nspowner")));
    }

    /** Its name as SQL writes it. */
    public String sql() {
        return Sql.identifier(name);
    }

    /** How a finding names it. */
    public String object() {
        return "schema " + sql();
    }
}
