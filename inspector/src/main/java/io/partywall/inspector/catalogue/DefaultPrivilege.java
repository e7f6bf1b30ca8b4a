package io.partywall.inspector.catalogue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * What a role gives away on every table that it creates.
 *
 * @param schema where; 0 for every schema
 */
public record DefaultPrivilege(long creator, long schema, long grantee, List<String> privileges) {

    static List<DefaultPrivilege> read(Connection connection) throws SQLException {
        return Rows.read(
                connection,
                """
                select d.defaclrole, d.defaclnamespace, a.grantee, array_agg(a.privilege_type order by a.privilege_type) as given
                    from pg_catalog.pg_default_acl d cross join lateral pg_catalog.aclexplode(d.defaclacl) a
                    where d.defaclobjtype = 'r' and a.grantee <> d.defaclrole group by 1, 2, 3 order by 1, 2, 3
                """,
                row -> new DefaultPrivilege(
                        row.getLong("defaclrole"),
                        row.getLong("defaclnamespace"),
                        row.getLong("grantee"),
                        Rows.texts(row, "given")));
    }
}
