package io.partywall.inspector.catalogue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * A trigger that is not PostgreSQL's own.
 *
 * @param inherited whether it is a partition's copy of its parent's
 */
public record Trigger(
        String name,
        long relation,
        long function,
        boolean enabled,
        boolean before,
        boolean onUpdate,
        boolean inherited) {

    private static final int BEFORE = 2;
    private static final int UPDATE = 16;

    static List<Trigger> read(Connection connection) throws SQLException {
        return Rows.read(
                connection,
                """
                select tgname, tgrelid, tgfoid, tgenabled, tgtype, tgparentid <> 0 as inherited
                    from pg_catalog.pg_trigger where not tgisinternal order by tgrelid, tgname
                """,
                row -> new Trigger(
                        Rows.text(row, "tgname"),
                        row.getLong("tgrelid"),
                        row.getLong("tgfoid"),
                        Rows.letter(row, "tgenabled") != 'D',
                        (row.getInt("tgtype") & BEFORE) != 0,
                        (row.getInt("tgtype") & UPDATE) != 0,
                        row.getBoolean("inherited")));
    }

    /** Its name as SQL writes it. */
    public String sql() {
        return Sql.identifier(name);
    }
}
