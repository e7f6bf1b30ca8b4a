package io.partywall.inspector.catalogue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * That one role is a member of another, directly.
 *
 * @param set whether it lets the member become the role; before PostgreSQL 16 every membership does
 * @param grantors who granted it; a superuser has to name them to revoke it, since PostgreSQL 16
 */
public record Membership(long role, long member, boolean admin, boolean set, List<Long> grantors) {

    static List<Membership> read(Connection connection, int version) throws SQLException {
        return Rows.read(
                connection,
                """
                select roleid, member, bool_or(admin_option) as admin, bool_or(%s) as settable,
                        array_agg(distinct grantor::int8) as grantors
                    from pg_catalog.pg_auth_members group by 1, 2 order by 1, 2
                """.formatted(version >= 16 ? "set_option" : "true"),
                row -> new Membership(
                        row.getLong("roleid"),
                        row.getLong("member"),
                        row.getBoolean("admin"),
                        row.getBoolean("settable"),
                        Rows.longs(row, "grantors")));
    }
}
