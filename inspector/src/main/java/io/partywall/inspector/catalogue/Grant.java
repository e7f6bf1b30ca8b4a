package io.partywall.inspector.catalogue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * A right on a relation, or on some of its columns, that was given to a role, or to everybody, explicitly. Not what its owner
 * has by owning it.
 */
public record Grant(long relation, long grantee, String privilege, boolean grantable) {

    static List<Grant> read(Connection connection) throws SQLException {
        return Rows.read(
                connection,
                """
                select c.oid, a.grantee, a.privilege_type, bool_or(a.is_grantable) as grantable
                    from pg_catalog.pg_class c
                    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
                    cross join lateral (select (pg_catalog.aclexplode(c.relacl)).* union all
                        select (pg_catalog.aclexplode(t.attacl)).* from pg_catalog.pg_attribute t
                            where t.attrelid = c.oid and t.attacl is not null and not t.attisdropped) a
                    where a.grantee <> c.relowner and %s group by 1, 2, 3
                """.formatted(Schema.OURS),
                row -> new Grant(
                        row.getLong("oid"),
                        row.getLong("grantee"),
                        Rows.text(row, "privilege_type"),
                        row.getBoolean("grantable")));
    }
}
