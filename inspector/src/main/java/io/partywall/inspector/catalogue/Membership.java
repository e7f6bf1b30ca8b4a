package io.partywall.inspector.catalogue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** That one role is a member of another, directly. */
public record Membership(long role, long member, boolean admin) {

    static List<Membership> read(Connection connection) throws SQLException {
        return Rows.read(
                connection,
                "select roleid, member, bool_or(admin_option) as admin from pg_catalog.pg_auth_members group by 1, 2",
                row -> new Membership(row.getLong("roleid"), row.getLong("member"), row.getBoolean("admin")));
    }
}
