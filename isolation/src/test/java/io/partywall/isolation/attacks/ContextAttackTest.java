package io.partywall.isolation.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.isolation.Access;
import io.partywall.isolation.TenantContext;
import java.sql.SQLException;
import java.util.List;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Setting the context anew: before, inside and after the statement that reads, for the session, with one's own signature. */
class ContextAttackTest {

    @RegisterExtension
    static final InjectableShop SHOP = new InjectableShop();

    private static final String MISMATCH =
            "42501 ERROR: tenant context refused: app.current_tenant_id is not the tenant that was signed";
    private static final String FORGED = "42501 ERROR: tenant context refused: the signature does not match";

    private static String forBeta(String sql) {
        return sql.replace("BETA", "'" + InjectableShop.BETA + "'").replace("ACME", "'" + InjectableShop.ACME + "'");
    }

    @Test
    void theSearchIsOpenToInjectionAndShowsTheOwnRows() throws SQLException {
        assertThat(SHOP.injected("x'' or true --")).isEmpty();
        assertThat(SHOP.injected("x' or true --"))
                .containsOnly("revenue", "orders")
                .hasSize(4);
        assertThat(SHOP.injected("x' union all select text from shop.notes --")).containsOnly("our note");
        assertThat(SHOP.stacked("select amount from shop.readings")).containsOnly("1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select set_config('app.current_tenant_id', BETA, true); select name from shop.kpis",
                "set local app.current_tenant_id = BETA; select name from shop.kpis",
                "set app.current_tenant_id = BETA; select name from shop.kpis",
                "select set_config('app.current_tenant_id', BETA, false); table shop.kpis",
                "set session app.current_tenant_id to BETA; select total from shop.summary",
                "do $$ begin perform set_config('app.current_tenant_id', BETA, true); end $$; select text from"
                        + " shop.notes",
                "select set_config('app.current_tenant_id', BETA, true); update shop.kpis set value = 1",
                "select set_config('app.current_tenant_id', BETA, true); delete from shop.notes",
                "select set_config('app.current_tenant_id', BETA, true); insert into shop.kpis values (BETA, 'x', 1)",
                "select set_config('app.current_tenant_id', BETA, true); select amount from shop.readings",
                "reset app.current_tenant_id; select name from shop.kpis",
                "select set_config('app.current_tenant_id', '', true); select name from shop.kpis",
            })
    void anotherTenantSetBeforeTheStatementIsRefused(String sql) throws SQLException {
        assertThat(SHOP.refusal(forBeta(sql))).startsWith(MISMATCH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BETA",
                "upper(BETA)",
                "'{' || BETA || '}'",
                "' ' || BETA || ' '",
                "replace(BETA, '-', '')",
                "ACME || ''','' '",
                "ACME || chr(10) || BETA",
                "upper(ACME)",
                "'{' || ACME || '}'",
                "' ' || ACME",
                "'%'",
                "'null'",
                "'00000000-0000-0000-0000-000000000000'",
                "U&'\\FF10\\FF10\\FF10\\FF10\\FF10\\FF10\\FF10\\FF10-0000-7000-8000-00000000000b'",
            })
    void noSpellingOfATenantStandsForAnotherOne(String tenant) throws SQLException {
        assertThat(SHOP.refusal(forBeta("select set_config('app.current_tenant_id', " + tenant
                        + ", true); select name from shop.kpis")))
                .matches("(?s)(" + MISMATCH + "|22P02 ERROR: invalid input syntax for type uuid).*");
    }

    /** Where a setting is changed while the statement runs, one wall may have looked before and the other after. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "x' union all select name from (select set_config('app.current_tenant_id', BETA, true)) s, shop.kpis"
                        + " --",
                "x' union all (with s as materialized (select set_config('app.current_tenant_id', BETA, true))"
                        + " select name from s, shop.kpis) --",
                "x' union all (with s as not materialized (select set_config('app.current_tenant_id', BETA, true))"
                        + " select name from s, shop.kpis) --",
                "x' union all select set_config('app.current_tenant_id', BETA, true) union all select name from"
                        + " shop.kpis --",
                "x' or set_config('app.current_tenant_id', BETA, true) is not null --",
                "x' union all select name || set_config('app.current_tenant_id', BETA, true) from shop.kpis --",
                "x' union all select name from set_config('app.current_tenant_id', BETA, true) s, lateral"
                        + " (select name from shop.kpis where s is not null) k --",
                "x' or true order by set_config('app.current_tenant_id', BETA, true) --",
                "x' union all select k.name from generate_series(1, 3) g, lateral (select set_config("
                        + "'app.current_tenant_id', case g when 1 then ACME else BETA end, true)) s, shop.kpis k --",
                "x' union all select (select min(name) from shop.kpis where tenant_id = BETA) from"
                        + " (select set_config('app.current_tenant_id', BETA, true) offset 0) s --",
                "x' union all select coalesce(set_config('app.current_tenant_id', BETA, true) || (select string_agg("
                        + "name, ',') from shop.kpis), '') --",
                "x'; update shop.kpis set value = value where set_config('app.current_tenant_id', BETA, true) is not"
                        + " null --",
                "x'; with s as (select set_config('app.current_tenant_id', BETA, true)), gone as (delete from"
                        + " shop.notes using s where tenant_id = BETA returning text) select text from gone --",
                "x'; insert into shop.kpis select BETA, set_config('app.current_tenant_id', BETA, true), 1 --",
                "x'; insert into shop.kpis values (BETA, 'x', 1) on conflict (tenant_id, name) do update set value ="
                        + " length(set_config('app.current_tenant_id', BETA, true)) --",
            })
    void anotherTenantSetInsideTheStatementOpensNothing(String text) throws SQLException {
        try {
            assertThat(SHOP.injected(forBeta(text))).noneMatch(InjectableShop::betrays);
        } catch (DataAccessException refused) {
            assertThat(refused.sqlState()).isEqualTo("42501");
            assertThat(SHOP.refusalOf(forBeta(text))).startsWith("42501 ").doesNotContain("beta-");
        }
    }

    @Test
    void anotherTenantSetAfterTheStatementIsThereForNothingElse() throws SQLException {
        List<String> seen = SHOP.stacked(forBeta(
                "select name from shop.kpis;" + " select left(set_config('app.current_tenant_id', BETA, false), 3)"));
        assertThat(seen).containsOnly("revenue", "orders", "000");
        SHOP.inTransaction(session -> {
            session.run(forBeta("select set_config('app.current_tenant_id', BETA, true)"));
            assertThat(session.refusal("select name from shop.kpis")).startsWith(MISMATCH);
        });
    }

    @Test
    void theOwnSignatureWithAnotherTenantWrittenIntoItIsRefused() throws SQLException {
        for (String how : List.of("true", "false")) {
            assertThat(SHOP.refusal(forBeta("select set_config('app.current_tenant_id', BETA, " + how
                            + "), set_config('app.context_signature',"
                            + " replace(current_setting('app.context_signature'),"
                            + " ACME,"
                            + " BETA),"
                            + " " + how + "); select name from shop.kpis")))
                    .startsWith(FORGED);
        }
    }

    @Test
    void theOwnSignatureWithWriteWrittenIntoItIsRefused() throws SQLException {
        SHOP.inTransaction(SHOP.ann(Access.READ), session -> {
            session.run("select set_config('app.context_signature',"
                    + " replace(current_setting('app.context_signature'), '.read.', '.write.'), true)");
            assertThat(session.refusal("update shop.kpis set value = 1")).startsWith(FORGED);
            assertThat(session.refusal("delete from shop.kpis")).startsWith(FORGED);
            assertThat(session.refusal(forBeta("insert into shop.kpis values (ACME, 'x', 1)")))
                    .startsWith(FORGED);
        });
    }

    /** The access is read beside the floor: switched while the statement runs, it must not be the other signature's. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "update shop.kpis set value = length(SWITCH)",
                "update shop.kpis set value = 1 where SWITCH <> ''",
                "insert into shop.kpis select ACME, SWITCH, 1",
                "insert into shop.kpis values (ACME, 'revenue', 1) on conflict (tenant_id, name) do update set value ="
                        + " length(SWITCH)",
                "with s as materialized (select SWITCH as s) update shop.kpis set value = length(s) from s",
                "merge into shop.kpis k using (select SWITCH as s) s on s <> '' and k.tenant_id = ACME when matched"
                        + " then update set value = length(s)",
                "delete from shop.kpis where SWITCH <> ''",
                "with s as (update shop.notes set text = SWITCH returning 1) select * from s",
            })
    void aReaderWhoSwitchesTheAccessInsideTheStatementWritesNothing(String sql) throws SQLException {
        String write = "set_config('app.context_signature', replace(current_setting('app.context_signature'), '.read.',"
                + " '.write.'), true)";
        SHOP.inTransaction(SHOP.ann(Access.READ), session -> {
            String before = session.values("select string_agg(k::text, ',' order by name) from shop.kpis k")
                    .getFirst();
            try {
                assertThat(session.changed(forBeta(sql.replace("SWITCH", write))))
                        .isZero();
            } catch (SQLException refused) {
                assertThat(refused.getSQLState()).isEqualTo("42501");
                session.connection().rollback();
            }
            session.enter(SHOP.ann(Access.READ));
            assertThat(session.values("select string_agg(k::text, ',' order by name) from shop.kpis k"))
                    .containsExactly(before);
        });
    }

    @Test
    void endingTheTransactionEndsTheContext() throws SQLException {
        for (String end : List.of("commit", "rollback", "commit; begin", "rollback and chain")) {
            SHOP.inTransaction(session -> {
                assertThat(session.values("select name from shop.kpis")).hasSize(2);
                session.run(end);
                assertThat(session.values("select name from shop.kpis")).as(end).isEmpty();
                assertThat(session.changed("delete from shop.kpis")).isZero();
                assertThat(session.refusal(forBeta("insert into shop.kpis values (BETA, 'x', 1)")))
                        .startsWith("42501 ");
            });
        }
    }

    /** A thief of the login without a context, and one with a context that he saw: the context's tenant, not more. */
    @Test
    void aSignatureReplayedInAnotherSessionShowsItsOwnTenantOnly() throws SQLException {
        TenantContext seen = SHOP.ann(Access.READ);
        try (Session thief = SHOP.login()) {
            assertThat(thief.values("select name from shop.kpis")).isEmpty();
            assertThat(thief.enter(seen).values("select name from shop.kpis"))
                    .containsExactlyInAnyOrder("revenue", "orders");
            thief.enter(InjectableShop.BETA.toString(), seen.signature());
            assertThat(thief.refusal("select name from shop.kpis")).startsWith(MISMATCH);
        }
    }
}
