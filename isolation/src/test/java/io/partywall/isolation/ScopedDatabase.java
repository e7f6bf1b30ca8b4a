package io.partywall.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConnectionProvider;
import org.jooq.impl.DefaultTransactionProvider;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A database of three tenants without row-level security, seen as a superuser through the scope of the first, {@link #A}.
 * After every test the rows of the others must be what they were; then the test is rolled back.
 */
final class ScopedDatabase implements BeforeEachCallback, AfterEachCallback {

    static final TenantId A = TenantId.of("aaaaaaaa-0000-4000-8000-000000000001");
    static final TenantId B = TenantId.of("bbbbbbbb-0000-4000-8000-000000000002");
    static final TenantId C = TenantId.of("cccccccc-0000-4000-8000-000000000003");

    static final TenantTables TABLES = TenantTables.of(
            Set.of(
                    new TableName("app", "departments"),
                    new TableName("app", "kpis"),
                    new TableName("app", "slugs"),
                    new TableName("app", "events"),
                    new TableName("app", "readings"),
                    new TableName("app", "kpi_overview"),
                    new TableName("archive", "kpis")),
            Set.of(new TableName("app", "units")));

    private static final List<String> WRITTEN = List.of(
            "app.departments",
            "app.kpis",
            "app.slugs",
            "app.events",
            "app.readings",
            "archive.kpis",
            "app.secrets",
            "public.kpis");

    private static final String IN_FAILED_TRANSACTION = "25P02";

    private Connection connection;
    private List<String> othersBefore;

    @SuppressWarnings("NullAway.Init") // set before each test
    ScopedDatabase() {}

    /** The scope of {@link #A}, which may write. */
    DSLContext sql() {
        return sql(A, Access.WRITE);
    }

    DSLContext sql(TenantId tenant, Access access) {
        DefaultConnectionProvider connections = new DefaultConnectionProvider(connection);
        return ScopedConfiguration.sql(
                connections, new DefaultTransactionProvider(connections), new TenantScoping(TABLES, tenant, access));
    }

    /** The same in a database that holds nothing but the rows of {@link #A}, by the same plain jOOQ. */
    static DSLContext alone(Connection connection) {
        return DSL.using(connection, SQLDialect.POSTGRES);
    }

    static Connection connectToDatabaseOfAAlone() throws SQLException {
        return Server.POSTGRES.getDatabase("postgres", "alone").getConnection();
    }

    /** What a superuser sees, outside of any scope: the first column of the rows, as text. */
    List<String> raw(String query) {
        try {
            return raw(connection, query);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) throws SQLException {
        connection = Server.POSTGRES.getDatabase("postgres", "shared").getConnection();
        connection.setAutoCommit(false);
        othersBefore = rowsOfOthers();
    }

    @Override
    public void afterEach(ExtensionContext context) throws SQLException {
        try (Connection closing = connection) {
            assertThat(rowsOfOthers(closing)).as("the rows of other tenants").isEqualTo(othersBefore);
            closing.rollback();
        }
    }

    /** A statement that PostgreSQL refused has undone what the test wrote, and nothing can be read before that is said. */
    private List<String> rowsOfOthers(Connection closing) throws SQLException {
        try {
            return rowsOfOthers();
        } catch (SQLException failed) {
            if (!IN_FAILED_TRANSACTION.equals(failed.getSQLState())) {
                throw failed;
            }
            closing.rollback();
            return rowsOfOthers();
        }
    }

    private List<String> rowsOfOthers() throws SQLException {
        List<String> rows = new ArrayList<>();
        for (String table : WRITTEN) {
            rows.addAll(raw(
                    connection,
                    "select '%1$s ' || t::text from %1$s t where tenant_id <> '%2$s' order by 1".formatted(table, A)));
        }
        return rows;
    }

    private static List<String> raw(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    /** One server for all tests of the JVM, with the two databases. */
    private static final class Server {
        static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            try {
                EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "off")
                        .start();
                // The identifiers that sequences give must not tell the databases apart, so A is first in both.
                create(postgres, "alone", List.of(A));
                create(postgres, "shared", List.of(A, B, C));
                return postgres;
            } catch (IOException | SQLException failed) {
                throw new IllegalStateException("PostgreSQL did not start", failed);
            }
        }

        private static void create(EmbeddedPostgres postgres, String name, List<TenantId> tenants) throws SQLException {
            try (Connection admin = postgres.getPostgresDatabase().getConnection();
                    Statement statement = admin.createStatement()) {
                statement.execute("create database " + name);
            }
            try (Connection owner = postgres.getDatabase("postgres", name).getConnection();
                    Statement statement = owner.createStatement()) {
                statement.execute(schema());
                for (TenantId tenant : tenants) {
                    String letter = tenant.toString().substring(0, 1);
                    statement.execute(
                            "select app.fill('%s', '%s', %d)".formatted(tenant, letter, letter.charAt(0) - 'a' + 1));
                }
            }
        }

        private static String schema() {
            try (InputStream schema = ScopedDatabase.class.getResourceAsStream("scoping-schema.sql")) {
                return new String(schema.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
    }
}
