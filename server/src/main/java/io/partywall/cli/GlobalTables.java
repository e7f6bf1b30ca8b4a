package io.partywall.cli;

import io.partywall.inspector.Decisions;
import io.partywall.inspector.InspectionException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The tables that a walled database itself declares to be no tenant's, in {@code isolation.global_tables}: they need not be
 * declared to the inspector again.
 */
final class GlobalTables {

    /**
     * INVARIANT: whatever stands under this name in somebody's database, to read it runs no code of his: it is a plain table
     * of plain types, without policies, read without its children.
     */
    private static final String IS_PLAIN = """
        select c.relkind = 'r' and not c.relrowsecurity and has_table_privilege(c.oid, 'select')
            and (select array_agg(a.atttypid::regtype::text order by a.attname) from pg_attribute a
                 where a.attrelid = c.oid and a.attname in ('reason', 'relation')) = array['text', 'regclass']
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'isolation' and c.relname = 'global_tables' and has_schema_privilege(n.oid, 'usage')
        """;

    private static final String DECLARED = """
        select n.nspname || '.' || c.relname, g.reason
        from only isolation.global_tables g
            join pg_class c on c.oid = g.relation
            join pg_namespace n on n.oid = c.relnamespace
        order by 1
        """;

    private static final String KNOWN =
            "select schema_name || '.' || relation_name from isolation.relations() where kind = 'global' order by 1";

    private GlobalTables() {}

    /**
     * What the database declares; empty where it has no such table, or none that this login may read.
     *
     * @throws InspectionException where the database cannot be reached
     */
    static Optional<Decisions> declaredBy(DataSource source) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("set transaction read only");
            statement.execute("set local search_path = pg_catalog");
            if (!isPlain(statement)) {
                return Optional.empty();
            }
            // Held, so that what is read is what was looked at.
            statement.execute("lock table only isolation.global_tables in access share mode");
            return isPlain(statement) ? Optional.of(new Decisions(read(statement), List.of())) : Optional.empty();
        } catch (SQLException failure) {
            throw InspectionException.of(failure);
        }
    }

    /** The same, as the library tells the application's role; empty where it tells nothing. */
    static Optional<Decisions> knownToTheApplication(DataSource source) {
        Map<String, String> reasons = new LinkedHashMap<>();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(KNOWN)) {
            while (rows.next()) {
                reasons.put(rows.getString(1), "declared in isolation.global_tables");
            }
            return Optional.of(new Decisions(reasons, List.of()));
        } catch (SQLException failure) {
            throw InspectionException.of(failure);
        }
    }

    private static boolean isPlain(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(IS_PLAIN)) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static Map<String, String> read(Statement statement) throws SQLException {
        Map<String, String> reasons = new LinkedHashMap<>();
        try (ResultSet rows = statement.executeQuery(DECLARED)) {
            while (rows.next()) {
                reasons.put(rows.getString(1), rows.getString(2));
            }
        }
        return reasons;
    }
}
