package io.partywall.isolation.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.Savepoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Savepoints and failed transactions: settings come and go with them, and so must the context. */
class SavepointTest {

    @RegisterExtension
    static final InjectableShop SHOP = new InjectableShop();

    private static final String KPIS = "select name from shop.kpis order by name";
    private static final String CLAIM =
            "select set_config('app.current_tenant_id', '" + InjectableShop.BETA + "', true)";

    @Test
    void aRollbackToASavepointBringsTheContextBackThatStoodThere() throws SQLException {
        SHOP.inTransaction(session -> {
            session.run("savepoint s");
            session.run(CLAIM);
            session.run("select set_config('app.context_signature', 'x', true)");
            assertThat(session.refusal(KPIS)).startsWith("42501 ").contains("the signature is malformed");
            session.run("rollback to savepoint s");
            assertThat(session.values(KPIS)).containsExactly("orders", "revenue");
        });
    }

    @Test
    void aReleasedSavepointKeepsTheClaimAndTheRefusal() throws SQLException {
        SHOP.inTransaction(session -> {
            session.run("savepoint s");
            session.run(CLAIM);
            session.run("release savepoint s");
            assertThat(session.refusal(KPIS)).contains("is not the tenant that was signed");
            assertThat(session.refusal("delete from shop.kpis")).contains("is not the tenant that was signed");
        });
    }

    @Test
    void aClaimInABlockThatFailsIsGoneWithIt() throws SQLException {
        SHOP.inTransaction(session -> {
            session.run("do $$ begin perform set_config('app.current_tenant_id', '" + InjectableShop.BETA
                    + "', true); perform 1 / 0; exception when others then null; end $$");
            assertThat(session.values(KPIS)).containsExactly("orders", "revenue");
        });
    }

    /** Caught errors are no oracle either: the refusal tells the same however the row is asked for. */
    @Test
    void aRefusalThatIsCaughtLeavesNothingBehind() throws SQLException {
        SHOP.inTransaction(session -> {
            session.run("do $$ declare n text; begin"
                    + " begin perform set_config('app.current_tenant_id', '" + InjectableShop.BETA + "', true);"
                    + " select string_agg(name, ',') into n from shop.kpis;"
                    + " exception when insufficient_privilege then n := 'refused'; end;"
                    + " perform set_config('x.seen', coalesce(n, 'none'), true); end $$");
            assertThat(session.values("select current_setting('x.seen')")).containsExactly("refused");
            assertThat(session.values(KPIS)).containsExactly("orders", "revenue");
        });
    }

    @Test
    void aTransactionThatHasFailedRunsNothingUntilItIsRolledBack() throws SQLException {
        SHOP.inTransaction(session -> {
            Savepoint before = session.connection().setSavepoint();
            session.run("savepoint s");
            try {
                session.run("select 1 / 0");
            } catch (SQLException failed) {
                assertThat(failed.getSQLState()).isEqualTo("22012");
            }
            for (String sql : new String[] {KPIS, CLAIM, "delete from shop.kpis", "release savepoint s"}) {
                assertThat(told(session, sql)).startsWith("25P02 ");
            }
            session.run("rollback to savepoint s");
            assertThat(session.values(KPIS)).containsExactly("orders", "revenue");
            session.connection().rollback(before);
            assertThat(session.values(KPIS)).containsExactly("orders", "revenue");
        });
    }

    @Test
    void afterARollbackTheLibraryEntersItsOwnTenantAgain() throws SQLException {
        SHOP.inTransaction(session -> {
            session.run(CLAIM);
            session.connection().rollback();
            assertThat(session.values(KPIS)).containsExactly("orders", "revenue");
        });
    }

    /** A savepoint of SQL, unknown to the driver, from before the context: behind it there is none. */
    @Test
    void behindASavepointThatIsOlderThanTheContextNothingIsSeen() throws SQLException {
        try (Session login = SHOP.login()) {
            login.run("begin; savepoint s");
            login.run("select set_config('app.current_tenant_id', '" + InjectableShop.ACME
                    + "', true), set_config('app.context_signature', '"
                    + SHOP.ann(io.partywall.isolation.Access.WRITE).signature() + "', true)");
            assertThat(login.values(KPIS)).containsExactly("orders", "revenue");
            login.run("rollback to savepoint s");
            assertThat(login.values(KPIS)).isEmpty();
            assertThat(login.changed("update shop.kpis set value = 666")).isZero();
        }
    }

    private static String told(Session session, String sql) {
        try {
            session.run(sql);
        } catch (SQLException refused) {
            return Session.told(refused);
        }
        throw new AssertionError("the server let this pass: " + sql);
    }
}
