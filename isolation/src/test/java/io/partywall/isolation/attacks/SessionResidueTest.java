package io.partywall.isolation.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.partywall.isolation.Access;
import io.partywall.isolation.Tenancy;
import io.partywall.isolation.TenantContext;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an attacker leaves on a pooled connection, for the next tenant to meet, or comes back to fetch. */
class SessionResidueTest {

    @RegisterExtension
    static final InjectableShop SHOP = new InjectableShop();

    private static Tenancy tenancy;

    @BeforeAll
    static void open() throws SQLException {
        HikariDataSource pool = SHOP.database.pool(InjectableShop.APP, 1);
        tenancy = Tenancy.connect(pool, SHOP.keys);
    }

    @AfterAll
    static void close() {
        tenancy.close();
    }

    private static List<String> on(TenantContext context, String sql) throws SQLException {
        return tenancy.inTenant(context, scope -> {
            try (Connection connection = scope.dataSource().getConnection()) {
                return new Session(connection).values(sql);
            }
        });
    }

    private static List<String> ann(String sql) throws SQLException {
        return on(SHOP.ann(Access.WRITE), sql);
    }

    private static List<String> bob(String sql) throws SQLException {
        return on(SHOP.bob(Access.WRITE), sql);
    }

    private static String backend() throws SQLException {
        return bob("select pg_backend_pid()").getFirst();
    }

    /** In a transaction of the attacker's, the next tenant's work would wait for a commit that never comes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "begin",
                "begin isolation level repeatable read",
                "start transaction read only",
                "/* */ Begin transaction",
                "select 1; begin",
            })
    void aTransactionLeftOpenDoesNotSwallowTheNextTenantsWork(String sql) throws SQLException {
        try {
            ann(sql);
        } catch (SQLException refused) {
            // Too late for an isolation level: what is left is a transaction that has failed.
            assertThat(refused.getSQLState()).isEqualTo("25001");
        }
        bob("insert into shop.kpis values ('" + InjectableShop.BETA + "', 'new', 1)");
        List<String> kept = SHOP.database.query("select name from shop.kpis where name = 'new'");
        SHOP.database.execute("delete from shop.kpis where name = 'new'");
        assertThat(kept).containsExactly("new");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "begin",
                "set local.word = 'x'",
                "set local . word = 'x'",
                "set transaction.word = 'x'",
                "set constraints.word = 'x'",
                "set transaction_word.x = 'x'",
                "set local_word.x = 'x'",
                "set app.current_tenant_id = 'x'",
                "reset all",
                "select setseed(0.5)",
                "select set_config('app.context_signature', 'x', false)",
                "alter role injected_app password 'secret'",
                "select pg_advisory_lock(1)",
                "prepare loot as select name from shop.kpis",
                "declare loot cursor with hold for select name from shop.kpis",
                "listen gossip",
                "do $$ begin perform 1; end $$",
            })
    void aConnectionOnWhichSomethingWasLeftIsNotLentToTheNextTenant(String sql) throws SQLException {
        String before = backend();
        ann(sql);
        assertThat(backend()).isNotEqualTo(before);
    }

    @Test
    void aSettingOfTheSessionIsNotMetByTheNextTenant() throws SQLException {
        boolean known = SHOP.database.majorVersion() >= 17;
        String before = backend();
        ann(known ? "set transaction_timeout = '1h'" : "set statement_timeout = '1h'");
        assertThat(bob("show statement_timeout")).containsExactly("0");
        if (known) {
            assertThat(bob("show transaction_timeout")).containsExactly("0");
        }
        assertThat(backend()).isNotEqualTo(before);
    }

    @Test
    void whatWasPreparedInOneContextRunsInTheOneThatExecutesIt() throws SQLException {
        List<String> seen = tenancy.inTenant(SHOP.ann(Access.WRITE), scope -> {
            try (Connection connection = scope.dataSource().getConnection()) {
                connection.setAutoCommit(false);
                Session session = new Session(connection);
                session.run("prepare loot as select name from shop.kpis");
                connection.commit();
                // The same session, entered anew by what is set in front of the first statement of a transaction.
                session.run("select set_config('app.current_tenant_id', '" + InjectableShop.BETA + "', true)");
                assertThat(session.refusal("execute loot")).contains("is not the tenant that was signed");
                connection.rollback();
                return session.values("execute loot");
            }
        });
        assertThat(seen).containsExactlyInAnyOrder("revenue", "orders");
        assertThatThrownBy(() -> bob("execute loot")).hasMessageContaining("\"loot\" does not exist");
    }

    @Test
    void aPreparedStatementOfTheLoginFollowsTheContextItIsExecutedIn() throws SQLException {
        try (Session login = SHOP.login()) {
            login.enter(SHOP.bob(Access.READ)).run("prepare loot as select name from shop.kpis where value > 5");
            assertThat(login.values("execute loot")).hasSize(2).allMatch(InjectableShop::betrays);
            assertThat(login.enter(SHOP.ann(Access.READ)).values("execute loot"))
                    .containsExactly("revenue");
        }
    }

    /** A cursor keeps the rows of its own context, whoever reads it; so it must not be there. */
    @Test
    void aCursorOfTheOtherTenantIsNotThereToBeRead() throws SQLException {
        bob("declare takings cursor with hold for select name from shop.kpis");
        assertThat(ann("select name from pg_cursors where is_holdable")).isEmpty();
        assertThatThrownBy(() -> ann("fetch all from takings")).hasMessageContaining("\"takings\" does not exist");
        bob("prepare takings as select 'beta-prepared'");
        assertThat(ann("select statement from pg_prepared_statements")).noneMatch(InjectableShop::betrays);
    }

    @Test
    void whatTheOtherTenantListensToIsNotHeardOnTheSameConnection() throws SQLException {
        bob("listen takings");
        assertThat(ann("select * from pg_listening_channels()")).isEmpty();
        assertThat(ann("select classid from pg_locks where locktype = 'advisory'"))
                .isEmpty();
    }

    /** What a shared snapshot shows is what any session of that moment sees: its own tenant's rows. */
    @Test
    void anExportedSnapshotShowsTheImportersOwnRows() throws SQLException {
        try (Session beta = SHOP.login();
                Session acme = SHOP.login()) {
            String snapshot = beta.enter(SHOP.bob(Access.WRITE))
                    .values("select pg_export_snapshot()")
                    .getFirst();
            acme.connection().setAutoCommit(true);
            acme.run("begin isolation level repeatable read");
            acme.run("set transaction snapshot '" + snapshot + "'");
            assertThat(acme.values("select name from shop.kpis")).isEmpty();
            acme.run("select set_config('app.current_tenant_id', '" + InjectableShop.ACME
                    + "', true), set_config('app.context_signature', '"
                    + SHOP.ann(Access.READ).signature() + "', true)");
            assertThat(acme.values("select name from shop.kpis")).containsExactlyInAnyOrder("revenue", "orders");
        }
    }
}
