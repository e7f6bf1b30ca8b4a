package io.partywall.inspector.catalogue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** A table that a publication sends to its subscribers, whom no policy binds. */
public record Publication(String name, long relation, boolean filtered, boolean allTables) {

    static List<Publication> read(Connection connection, int version) throws SQLException {
        return Rows.read(
                connection,
                """
                select p.pubname, c.oid, p.puballtables,
                        coalesce((select %s from pg_catalog.pg_publication_rel r
                            where r.prpubid = p.oid and r.prrelid = c.oid), false) as filtered
                    from pg_catalog.pg_publication p
                    join pg_catalog.pg_publication_tables t on t.pubname = p.pubname
                    join pg_catalog.pg_namespace n on n.nspname = t.schemaname
                    join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = t.tablename order by 1, 2
                """.formatted(version >= 15 ? "r.prqual is not null" : "false"),
                row -> new Publication(
                        Rows.text(row, "pubname"),
                        row.getLong("oid"),
                        row.getBoolean("filtered"),
                        row.getBoolean("puballtables")));
    }
}
