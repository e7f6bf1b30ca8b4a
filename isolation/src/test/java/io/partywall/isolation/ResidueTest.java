package io.partywall.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One connection, lent to one tenant after the other: nothing of the first is met by the second. */
class ResidueTest {

    private static Shop shop;
    private static HikariDataSource pool;
    private static Tenancy tenancy;

    @BeforeAll
    static void open() throws SQLException {
        shop = Shop.open();
        pool = shop.pool(1);
        tenancy = Tenancy.connect(pool, shop.keys);
    }

    @AfterAll
    static void close() {
        tenancy.close();
        shop.close();
    }

    private static void runs(TenantContext context, boolean transaction, String... statements) throws SQLException {
        tenancy.useTenant(context, scope -> {
            try (Connection connection = scope.dataSource().getConnection();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(!transaction);
                for (String sql : statements) {
                    statement.execute(sql);
                }
                if (transaction) {
                    connection.commit();
                }
            }
        });
    }

    private static List<String> bobSees(String sql) throws SQLException {
        return tenancy.inTenant(shop.bob(Access.WRITE), scope -> {
            try (Connection connection = scope.dataSource().getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(sql)) {
                List<String> values = new ArrayList<>();
                while (rows.next()) {
                    values.add(String.valueOf(rows.getString(1)));
                }
                return values;
            }
        });
    }

    private static String backend() throws SQLException {
        return bobSees("select pg_backend_pid()").getFirst();
    }

    @Test
    void aCursorThatOutlivesItsTransactionIsNotThereForTheNextTenant() throws SQLException {
        runs(shop.ann(Access.READ), true, "declare loot cursor with hold for select name from shop.kpis");
        assertThat(bobSees("select name from pg_cursors where is_holdable")).isEmpty();
        assertThatThrownBy(() -> bobSees("fetch all from loot")).hasMessageContaining("does not exist");
    }

    /** The driver names its statements S_1, S_2 and so on, and would run whatever stands under such a name by then. */
    @Test
    void aStatementPreparedUnderADriversNameDoesNotRunInTheNextTenantsContext() throws SQLException {
        String query = "select name from shop.kpis where value > 50";
        for (int i = 0; i < 8; i++) {
            assertThat(bobSees(query)).containsExactly("revenue");
        }
        tenancy.useTenant(shop.ann(Access.READ), scope -> {
            try (Connection connection = scope.dataSource().getConnection();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                List<String> names = new ArrayList<>();
                try (ResultSet rows = statement.executeQuery(
                        "select name from pg_prepared_statements where statement like '%value > 50%'")) {
                    while (rows.next()) {
                        names.add(rows.getString(1));
                    }
                }
                for (String name : names) {
                    statement.execute("deallocate \"" + name + "\"");
                    statement.execute("prepare \"" + name + "\" as select 'poisoned'::text as name");
                }
                connection.commit();
            }
        });
        assertThat(bobSees(query)).containsExactly("revenue");
    }

    @Test
    void aContextSetForTheSessionIsNotThereForTheNextBorrower() throws SQLException {
        TenantContext ann = shop.ann(Access.WRITE);
        runs(
                ann,
                false,
                "select set_config('app.current_tenant_id', '" + ann.tenant()
                        + "', false), set_config('app.context_signature', '" + ann.signature() + "', false)");
        try (Connection raw = pool.getConnection();
                Statement statement = raw.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from shop.kpis")) {
            rows.next();
            assertThat(rows.getInt(1)).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "set search_path = shop",
                "set session statement_timeout = 1",
                "set default_transaction_read_only = on",
                "SELECT SET_CONFIG('work_mem', '1MB', false)",
                "update pg_settings set setting = '1MB' where name = 'work_mem'",
                "select U&\"set\\005fconfig\"('work_mem', '1MB', false)",
                "select query_to_xml('select set_'||'config(''work_mem'', ''1MB'', false)', true, false, '')",
                "select pg_advisory_lock(1)",
                "select pg_catalog.pg_try_advisory_lock_shared(1)",
                "listen gossip",
                "prepare p as select 1",
                "declare c cursor with hold for select 1",
                "do $$ begin perform set_config('work_mem', '1MB', false); end $$",
                "/* a comment */ -- and another\n set work_mem = '1MB'",
                "select 1; set work_mem = '1MB'",
            })
    void aConnectionOnWhichSomethingMayBeLeftIsNotLentAgain(String sql) throws SQLException {
        String before = backend();
        runs(shop.ann(Access.WRITE), true, sql);
        assertThat(backend()).isNotEqualTo(before);
        assertThat(bobSees("select * from pg_listening_channels()")).isEmpty();
        assertThat(bobSees("show work_mem")).containsExactly("4MB");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select 1",
                " /* hint */ ( select name from shop.kpis );  ",
                "-- why\nupdate shop.kpis set value = value",
                "with k as (select 1) select * from k",
                "insert into shop.kpis (tenant_id, name) select tenant_id, name || 'x' from shop.kpis",
                "delete from shop.kpis where false",
                "set local statement_timeout = '10s'",
                "set constraints all immediate",
                "explain select 1",
                "select pg_advisory_xact_lock(1)",
                "select 1 as events_status, current_setting('work_mem') as offset_config",
                "savepoint s",
                "values (1)",
            })
    void aConnectionOfDailyWorkIsLentAgain(String sql) throws SQLException {
        String before = backend();
        runs(shop.ann(Access.WRITE), true, sql);
        assertThat(backend()).isEqualTo(before);
    }

    @Test
    void aConnectionThatIsLeftWithATransactionOpenComesBackClean() throws SQLException {
        String before = backend();
        for (int i = 0; i < 5; i++) {
            tenancy.useTenant(shop.ann(Access.WRITE), scope -> {
                Connection left = scope.dataSource().getConnection();
                left.setAutoCommit(false);
                left.createStatement().execute("update shop.kpis set value = 666");
            });
        }
        assertThat(backend()).isEqualTo(before);
        assertThat(shop.database.query("select 1 from shop.kpis where value = 666"))
                .isEmpty();
    }

    /** A search path is no way to the context, even where objects can be created. */
    @Test
    void aFunctionInTheWayOfSetConfigIsNotCalled() throws SQLException {
        try (Shop lure = Shop.open()) {
            lure.database.execute("""
                create function shop.set_config(text, text, boolean) returns text language sql
                    return pg_catalog.set_config('app.stolen', $2, false);
                alter role shop_app in database %s set search_path = shop, pg_catalog\
                """.formatted(lure.database.name()));
            try (HikariDataSource lured = lure.pool(1);
                    Tenancy other = Tenancy.connect(lured, lure.keys)) {
                assertThat(other.<List<String>, SQLException>inTenant(lure.bob(Access.READ), scope -> {
                            try (Connection connection = scope.dataSource().getConnection();
                                    Statement statement = connection.createStatement();
                                    ResultSet rows = statement.executeQuery(
                                            "select coalesce(current_setting('app.stolen', true), 'nothing')")) {
                                rows.next();
                                return List.of(rows.getString(1));
                            }
                        }))
                        .containsExactly("nothing");
            }
        }
    }
}
