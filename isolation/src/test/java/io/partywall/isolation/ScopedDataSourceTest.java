package io.partywall.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.partywall.testing.PgBouncer;
import io.partywall.testing.Relay;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The context rides in front of any JDBC user's statements, in the same trip. */
class ScopedDataSourceTest {

    private static Shop shop;
    private static Tenancy tenancy;

    @BeforeAll
    static void open() throws SQLException {
        shop = Shop.open();
        tenancy = Tenancy.connect(shop.pool(2), shop.keys);
    }

    @AfterAll
    static void close() {
        tenancy.close();
        shop.close();
    }

    private interface Jdbc<R extends @Nullable Object> {
        R run(Connection connection) throws SQLException;
    }

    private static <R extends @Nullable Object> R asAnn(Jdbc<R> work) throws SQLException {
        return tenancy.inTenant(shop.ann(Access.WRITE), scope -> {
            try (Connection connection = scope.dataSource().getConnection()) {
                return work.run(connection);
            }
        });
    }

    private static List<String> names(ResultSet rows) throws SQLException {
        List<String> names = new ArrayList<>();
        while (rows.next()) {
            names.add(rows.getString("name"));
        }
        return names;
    }

    @Test
    void aPlainStatementSeesItsTenantOnly() throws SQLException {
        List<String> seen = asAnn(connection -> {
            try (Statement statement = connection.createStatement()) {
                return names(statement.executeQuery("select name from shop.kpis order by name"));
            }
        });
        assertThat(seen).containsExactly("orders", "revenue");
    }

    @Test
    void aPreparedStatementKeepsItsParametersInPlace() throws SQLException {
        BigDecimal value = asAnn(connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("select value from shop.kpis where name = ? and value < ?")) {
                statement.setBigDecimal(2, new BigDecimal(50));
                statement.setString(1, "revenue");
                try (ResultSet rows = statement.executeQuery()) {
                    rows.next();
                    return rows.getBigDecimal(1);
                }
            }
        });
        assertThat(value).isEqualByComparingTo("10");
    }

    @Test
    void aStatementRunsAgainWithOtherParameters() throws SQLException {
        asAnn(connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("select name from shop.kpis where name = ?")) {
                for (int i = 0; i < 20; i++) {
                    String wanted = i % 2 == 0 ? "revenue" : "orders";
                    statement.setString(1, wanted);
                    assertThat(names(statement.executeQuery())).containsExactly(wanted);
                }
            }
            return null;
        });
    }

    @Test
    void aQuestionMarkOperatorInAPlainStatementStaysOne() throws SQLException {
        String found = asAnn(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(
                            "select '?' || /* ? */ ('{\"a\": 1}'::jsonb ? 'a')::text || $$?$$ as name -- ?")) {
                rows.next();
                return rows.getString(1);
            }
        });
        assertThat(found).isEqualTo("?true?");
    }

    @Test
    void updateCountsAreThoseOfTheCallersStatement() throws SQLException {
        asAnn(connection -> {
            connection.setAutoCommit(false);
            try (PreparedStatement statement = connection.prepareStatement("update shop.kpis set value = value + ?")) {
                statement.setInt(1, 0);
                assertThat(statement.executeUpdate()).isEqualTo(2);
                assertThat(statement.execute()).isFalse();
                assertThat(statement.getUpdateCount()).isEqualTo(2);
                assertThat(statement.getMoreResults()).isFalse();
                assertThat(statement.getUpdateCount()).isEqualTo(-1);
            }
            connection.rollback();
            return null;
        });
    }

    @Test
    void generatedKeysAreThoseOfTheCallersRow() throws SQLException {
        for (boolean autoCommit : new boolean[] {true, false}) {
            asAnn(connection -> {
                connection.setAutoCommit(autoCommit);
                String sql = "insert into shop.kpis (tenant_id, name) values ('" + Shop.ACME + "', 'new')";
                try (PreparedStatement statement = connection.prepareStatement(sql, new String[] {"id"})) {
                    assertThat(statement.executeUpdate()).isEqualTo(1);
                    try (ResultSet keys = statement.getGeneratedKeys()) {
                        assertThat(keys.next()).isTrue();
                        assertThat(keys.getMetaData().getColumnCount()).isEqualTo(1);
                        assertThat(keys.getInt("id")).isPositive();
                        assertThat(keys.next()).isFalse();
                    }
                }
                try (Statement statement = connection.createStatement()) {
                    assertThat(statement.executeUpdate(
                                    "delete from shop.kpis where name = 'new'", Statement.RETURN_GENERATED_KEYS))
                            .isEqualTo(1);
                    try (ResultSet keys = statement.getGeneratedKeys()) {
                        assertThat(names(keys)).containsExactly("new");
                    }
                }
                if (!autoCommit) {
                    connection.commit();
                }
                return null;
            });
        }
    }

    @Test
    void batchesWorkWithAndWithoutATransaction() throws SQLException {
        for (boolean autoCommit : new boolean[] {true, false}) {
            asAnn(connection -> {
                connection.setAutoCommit(autoCommit);
                try (PreparedStatement statement =
                        connection.prepareStatement("insert into shop.kpis (tenant_id, name) values (?::uuid, ?)")) {
                    for (int i = 0; i < 100; i++) {
                        statement.setString(1, Shop.ACME.toString());
                        statement.setString(2, "batch " + i);
                        statement.addBatch();
                    }
                    assertThat(statement.executeBatch()).hasSize(100).containsOnly(1);
                }
                try (Statement statement = connection.createStatement()) {
                    statement.addBatch("update shop.kpis set value = 1 where name like 'batch %'");
                    statement.addBatch("delete from shop.kpis where name like 'batch %'");
                    assertThat(statement.executeBatch()).containsExactly(100, 100);
                }
                assertThat(connection.getAutoCommit()).isEqualTo(autoCommit);
                if (!autoCommit) {
                    connection.commit();
                }
                return null;
            });
        }
    }

    @Test
    void aBatchThatFailsLeavesNothing() throws SQLException {
        asAnn(connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("insert into shop.kpis (tenant_id, name) values (?::uuid, ?)")) {
                for (String name : List.of("first", "revenue")) {
                    statement.setString(1, Shop.ACME.toString());
                    statement.setString(2, name);
                    statement.addBatch();
                }
                assertThatThrownBy(statement::executeBatch).isInstanceOf(SQLException.class);
            }
            return null;
        });
        assertThat(shop.database.query("select name from shop.kpis where name = 'first'"))
                .isEmpty();
    }

    @Test
    void theContextOutlivesARollbackToASavepointThatWasSetBeforeTheFirstStatement() throws SQLException {
        asAnn(connection -> {
            connection.setAutoCommit(false);
            Savepoint before = connection.setSavepoint();
            try (Statement statement = connection.createStatement()) {
                assertThat(names(statement.executeQuery("select name from shop.kpis")))
                        .hasSize(2);
                connection.rollback(before);
                assertThat(names(statement.executeQuery("select name from shop.kpis")))
                        .hasSize(2);
            }
            connection.rollback();
            return null;
        });
    }

    @Test
    void aCursorReadsRowByRow() throws SQLException {
        asAnn(connection -> {
            connection.setAutoCommit(false);
            try (PreparedStatement statement =
                    connection.prepareStatement("select name from shop.kpis order by name")) {
                statement.setFetchSize(1);
                assertThat(names(statement.executeQuery())).containsExactly("orders", "revenue");
            }
            connection.commit();
            return null;
        });
    }

    @Test
    void theContextCostsNoTrip() throws Exception {
        try (Relay counter = Relay.start();
                HikariDataSource pool = shop.database.poolAt(counter.url(shop.database, Shop.APP), 1);
                Tenancy counted = Tenancy.connect(pool, shop.keys)) {
            counted.inTenant(shop.ann(Access.WRITE), scope -> {
                try (Connection connection = scope.dataSource().getConnection();
                        PreparedStatement read = connection.prepareStatement("select name from shop.kpis")) {
                    for (int i = 0; i < 10; i++) {
                        long before = counter.trips();
                        names(read.executeQuery());
                        assertThat(counter.trips() - before).isEqualTo(1);
                    }
                    connection.setAutoCommit(false);
                    long before = counter.trips();
                    names(read.executeQuery());
                    names(read.executeQuery());
                    connection.commit();
                    assertThat(counter.trips() - before).isEqualTo(3);
                }
                return null;
            });
        }
    }

    @Test
    void nothingStaysOnTheConnectionForTheNextBorrower() throws SQLException {
        try (HikariDataSource pool = shop.pool(1);
                Tenancy one = Tenancy.connect(pool, shop.keys)) {
            one.useTenant(shop.ann(Access.WRITE), scope -> {
                Connection left = scope.dataSource().getConnection();
                left.setAutoCommit(false);
                try (Statement statement = left.createStatement()) {
                    statement.execute("update shop.kpis set value = 666");
                }
            });
            try (Connection next = pool.getConnection();
                    Statement statement = next.createStatement();
                    ResultSet rows = statement.executeQuery(
                            "select current_setting('app.current_tenant_id', true), count(*) from shop.kpis")) {
                rows.next();
                assertThat(rows.getString(1)).isNullOrEmpty();
                assertThat(rows.getInt(2)).isZero();
            }
        }
        assertThat(shop.database.query("select name from shop.kpis where value = 666"))
                .isEmpty();
    }

    @Test
    void behindPgBouncerInTransactionModeInterleavedTenantsSeeTheirOwn() throws Exception {
        try (PgBouncer bouncer = PgBouncer.start(shop.database, Shop.APP);
                HikariDataSource pool = shop.database.poolAt(bouncer.url(Shop.APP), 4);
                Tenancy pooled = Tenancy.connect(pool, shop.keys)) {
            List<Thread> threads = new ArrayList<>();
            List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
            for (int i = 0; i < 4; i++) {
                boolean ann = i % 2 == 0;
                threads.add(Thread.ofVirtual().start(() -> {
                    try {
                        readRepeatedly(pooled, ann);
                    } catch (Throwable failure) {
                        failures.add(failure);
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(failures).isEmpty();
        }
    }

    private static void readRepeatedly(Tenancy pooled, boolean ann) throws SQLException {
        List<String> expected = ann ? List.of("orders", "revenue") : List.of("revenue");
        for (int i = 0; i < 50; i++) {
            boolean transaction = i % 3 == 0;
            pooled.useTenant(ann ? shop.ann(Access.READ) : shop.bob(Access.READ), scope -> {
                try (Connection connection = scope.dataSource().getConnection();
                        PreparedStatement read =
                                connection.prepareStatement("select name from shop.kpis order by name")) {
                    connection.setAutoCommit(!transaction);
                    assertThat(names(read.executeQuery())).isEqualTo(expected);
                    assertThat(names(read.executeQuery())).isEqualTo(expected);
                    if (transaction) {
                        connection.commit();
                    }
                }
            });
        }
    }

    @Test
    void aConnectionOfAScopeCannotBeUnwrapped() throws SQLException {
        asAnn(connection -> {
            assertThat(connection.isWrapperFor(org.postgresql.PGConnection.class))
                    .isFalse();
            assertThatThrownBy(() -> connection.unwrap(org.postgresql.PGConnection.class))
                    .hasMessageContaining("without the tenant's context");
            return null;
        });
    }

    @Test
    void theSignatureIsNeverInTheTextOfAStatement() throws SQLException {
        asAnn(connection -> {
            try (PreparedStatement statement = connection.prepareStatement("select 1")) {
                statement.execute();
                assertThat(statement.toString()).isEqualTo("select 1");
            }
            try (Statement statement = connection.createStatement();
                    ResultSet rows =
                            statement.executeQuery("select query from pg_stat_activity where pid = pg_backend_pid()")) {
                rows.next();
                assertThat(rows.getString(1)).doesNotContain("v1.k1");
            }
            return null;
        });
    }
}
