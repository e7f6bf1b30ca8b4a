package io.partywall.schema.walls;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.schema.walls.Outcome.Refusal;
import io.partywall.schema.walls.Outcome.Refused;
import io.partywall.schema.walls.Outcome.Saw;
import io.partywall.schema.walls.Outcome.Wrote;
import io.partywall.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** All other tables, those of the library too: a tenant sees of them what concerns it, and changes nothing. */
class OtherTablesTest {

    /** What a tenant sees of a table, as a condition; of all others it sees nothing at all. */
    private static final Map<String, String> VISIBLE = Map.of(
            "app.tenants", "id = '%s'",
            "app.users", "id in (select user_id from app.tenant_members where tenant_id = '%s')",
            "app.shared_knowledge_entries", "'%s' is not null");

    private static TestDatabase database;

    @BeforeAll
    static void open() {
        database = Template.copy();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @TestFactory
    Stream<DynamicTest> aTenantSeesWhatConcernsIt() {
        return otherTables().stream()
                .flatMap(table -> EnumSet.allOf(Situation.class).stream()
                        .map(situation -> DynamicTest.dynamicTest(
                                table + " › select › " + situation,
                                () -> assertThat(select(table, situation)).isEqualTo(expected(table, situation)))));
    }

    @TestFactory
    Stream<DynamicTest> aTenantChangesNothing() {
        return otherTables().stream()
                .flatMap(table -> Stream.of(
                                "insert into " + table + " default values",
                                "update " + table + " set \"" + anyColumn(table) + "\" = null",
                                "delete from " + table,
                                "truncate " + table,
                                "lock table " + table + " in access exclusive mode")
                        .map(sql -> DynamicTest.dynamicTest(
                                sql,
                                () -> assertThat(attempt(Situation.RIGHT, sql))
                                        .isEqualTo(new Refused(Refusal.GRANTS)))));
    }

    @TestFactory
    Stream<DynamicTest> aTenantIsGrantedNothingButReading() {
        return otherTables().stream()
                .map(table -> DynamicTest.dynamicTest(table, () -> {
                    String writing = """
                        select has_table_privilege('partywall_app', '%1$s', 'insert, update, delete, truncate, references, trigger')
                            or has_any_column_privilege('partywall_app', '%1$s', 'insert, update, references')\
                        """.formatted(table);
                    assertThat(database.query(writing)).containsExactly("f");
                }));
    }

    private static List<String> otherTables() {
        List<String> tables = new ArrayList<>();
        for (String table : database.query("""
            select c.relnamespace::regnamespace || '.' || c.relname from pg_class c
            where c.relnamespace in ('app'::regnamespace, 'isolation'::regnamespace) and c.relkind in ('r', 'p', 'v', 'm', 'f')
            order by 1\
            """)) {
            if (!Template.catalogue().isTenantTable(table.substring(table.indexOf('.') + 1))) {
                tables.add(table);
            }
        }
        return tables;
    }

    private static String anyColumn(String table) {
        return database.query(
                        "select attname from pg_attribute where attrelid = '" + table + "'::regclass and attnum = 1")
                .getFirst();
    }

    private static Outcome expected(String table, Situation situation) {
        String visible = VISIBLE.get(table);
        if (visible == null) {
            return new Refused(Refusal.GRANTS);
        }
        return switch (situation) {
            case FORGED, EXPIRED, MIXED -> new Refused(Refusal.SIGNATURE);
            case RIGHT, ANOTHERS, READERS ->
                new Saw(new TreeSet<>(database.query("select id from " + table + " where "
                        + visible.formatted(situation.claimed().id()))));
            default -> new Saw(Set.of());
        };
    }

    private static Outcome select(String table, Situation situation) throws SQLException {
        return attempt(situation, "select " + (VISIBLE.containsKey(table) ? "id" : "1") + " from " + table);
    }

    private static Outcome attempt(Situation situation, String sql) throws SQLException {
        try (Connection connection = database.connect("partywall_app");
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            situation.enter(connection);
            if (!statement.execute(sql)) {
                return new Wrote(statement.getUpdateCount());
            }
            Set<String> seen = new TreeSet<>();
            try (ResultSet rows = statement.getResultSet()) {
                while (rows.next()) {
                    seen.add(rows.getString(1));
                }
            }
            return new Saw(seen);
        } catch (SQLException refused) {
            return Outcome.of(refused);
        }
    }
}
