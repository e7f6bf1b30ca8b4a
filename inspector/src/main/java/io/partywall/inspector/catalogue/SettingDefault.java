package io.partywall.inspector.catalogue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * A setting that ALTER ROLE or ALTER DATABASE gives to every new session.
 *
 * @param database 0 for every database
 * @param role 0 for every role
 */
public record SettingDefault(long database, long role, String name, String value) {

    static List<SettingDefault> read(Connection connection) throws SQLException {
        return Rows.read(
                connection,
                """
                select s.setdatabase, s.setrole, pg_catalog.split_part(c, '=', 1) as name,
                        pg_catalog.substr(c, pg_catalog.strpos(c, '=') + 1) as value
                    from pg_catalog.pg_db_role_setting s cross join lateral pg_catalog.unnest(s.setconfig) c
                    where s.setdatabase in (0, (select oid from pg_catalog.pg_database
                        where datname = pg_catalog.current_database()))
                    order by 1, 2, 3
                """,
                row -> new SettingDefault(
                        row.getLong("setdatabase"),
                        row.getLong("setrole"),
                        Rows.text(row, "name"),
                        Rows.text(row, "value")));
    }
}
