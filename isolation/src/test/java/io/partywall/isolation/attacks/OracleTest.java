package io.partywall.isolation.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.isolation.Access;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Finding out whether another tenant has a certain row, without reading it: keys, conflicts, counts, locks. */
class OracleTest {

    @RegisterExtension
    static final InjectableShop SHOP = new InjectableShop();

    private static final String BETA = "'" + InjectableShop.BETA + "'";
    private static final String ACME = "'" + InjectableShop.ACME + "'";

    /** With %1$s for the name that is asked about: one that Beta has, and one that nobody has. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert into shop.kpis values (BETA, '%1$s', 1)",
                "insert into shop.kpis values (BETA, '%1$s', 1) on conflict do nothing",
                "insert into shop.kpis values (BETA, '%1$s', 1) on conflict (tenant_id, name) do update set value = 1",
                "insert into shop.kpis values (BETA, '%1$s', 1) on conflict (tenant_id, name) do nothing returning"
                        + " name",
                "with i as (insert into shop.kpis values (BETA, '%1$s', 1) on conflict do nothing returning 1) select"
                        + " count(*) from i",
                "insert into shop.notes values (BETA, 5, '%1$s', 'x')",
                "insert into shop.notes values (ACME, 5, '%1$s', 'x')",
                "update shop.notes set kpi = '%1$s'",
                "insert into shop.kpis values (ACME, 'revenue', 1), (ACME, '%1$s', 1)",
                "merge into shop.kpis k using (values ('%1$s')) v (name) on k.name = v.name when not matched then"
                        + " insert values (BETA, v.name, 1)",
                "do $$ begin insert into shop.kpis values (BETA, '%1$s', 1); exception when unique_violation then raise"
                        + " 'it is there'; end $$",
            })
    void aRefusalIsTheSameWhetherTheRowIsThereOrNot(String sql) throws SQLException {
        String asked = sql.replace("BETA", BETA).replace("ACME", ACME);
        String there = SHOP.refusal(asked.formatted("beta-revenue"));
        String nowhere = SHOP.refusal(asked.formatted("beta-nothing"));
        assertThat(there).matches("(?s)(42501|23503|23505) .*");
        assertThat(there.replace("beta-revenue", "beta-nothing")).isEqualTo(nowhere);
    }

    @ParameterizedTest
    @ValueSource(strings = {"beta-revenue", "beta-margin", "beta-nothing"})
    void everyNameIsFreeThatTheTenantHasNotTaken(String name) throws SQLException {
        SHOP.inTransaction(session -> {
            assertThat(session.changed("insert into shop.kpis values (" + ACME + ", '" + name
                            + "', 1) on conflict (tenant_id, name) do nothing"))
                    .isEqualTo(1);
            assertThat(session.values("select count(*) from shop.kpis where name = '" + name + "'"))
                    .containsExactly("1");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select count(*) from shop.kpis",
                "select count(*) filter (where tenant_id <> ACME) + 2 from shop.kpis",
                "select max(r) from (select row_number() over () r from shop.kpis) x",
                "select count(*) from shop.kpis a full join shop.kpis b using (tenant_id, name)",
                "select count(*) from shop.kpis tablesample system (100)",
                "select count(*) from shop.kpis tablesample bernoulli (100) repeatable (7)",
                "select count(distinct ctid) from shop.kpis",
                "select count(distinct name) from (table shop.kpis union all table shop.kpis) x",
                "select count(*) from generate_series(0, 100) g join shop.kpis k on k.ctid = ('(0,' || g || ')')::tid",
                "select array_length(array(select name from shop.kpis), 1)",
                "select 2 + (exists (select from shop.kpis where tenant_id = BETA))::int",
                "select 2 + count(*) from shop.kpis where tenant_id = BETA",
                "select 2 + count(*) from shop.notes where kpi like 'beta%'",
            })
    void aCountIsThatOfTheOwnRows(String sql) throws SQLException {
        assertThat(SHOP.stacked(sql.replace("BETA", BETA).replace("ACME", ACME)))
                .containsExactly("2", "2");
    }

    /**
     * EXPLAIN ANALYZE tells of a scan without an index how many rows the policy took away: statistics, which are not promised
     * to be hidden. What it tells of the result is that of the own rows, and a value it never tells.
     */
    @Test
    void theExplanationOfAQueryCountsTheOwnRowsAndShowsNoValue() throws SQLException {
        for (String scan : List.of("enable_seqscan", "enable_indexscan", "enable_bitmapscan")) {
            List<String> plan = SHOP.stacked("set local " + scan
                    + " = off; explain (analyze, verbose, buffers, costs off, timing off, summary off) select"
                    + " name from shop.kpis");
            assertThat(plan)
                    .noneMatch(InjectableShop::betrays)
                    .anyMatch(line -> line.matches(".*actual rows=2(\\.00)? .*"));
            assertThat(plan.getFirst()).doesNotMatch(".*actual rows=4.*");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select name from shop.kpis for update",
                "select name from shop.kpis where tenant_id = BETA for no key update",
                "select name from shop.kpis where ctid in ('(0,3)', '(0,4)') for update",
                "select name from shop.kpis for key share",
                "select k.name from shop.kpis k left join shop.notes n on true for share of k",
                "update shop.kpis set value = value where name like 'beta%'",
                "delete from shop.kpis where tenant_id = BETA",
                "select names from shop.summary",
            })
    void noRowOfAnotherIsLocked(String sql) throws SQLException {
        try (Session beta = SHOP.login()) {
            SHOP.inTransaction(session -> {
                session.run(sql.replace("BETA", BETA));
                beta.enter(SHOP.bob(Access.WRITE));
                assertThat(beta.values("select name from shop.kpis for update nowait"))
                        .hasSize(2);
                beta.connection().rollback();
            });
        }
    }

    @Test
    void aLockOrAnUncommittedRowOfAnotherIsNotFelt() throws SQLException {
        try (Session beta = SHOP.login()) {
            beta.enter(SHOP.bob(Access.WRITE));
            beta.run("insert into shop.kpis values (" + BETA + ", 'pending', 1)");
            beta.run("insert into shop.notes values (" + BETA + ", 77, 'pending', 'x')");
            SHOP.inTransaction(session -> {
                session.run("set local lock_timeout = '2s'");
                assertThat(session.values("select name from shop.kpis for update nowait"))
                        .hasSize(2);
                assertThat(session.changed("insert into shop.kpis values (" + ACME + ", 'pending', 1)"))
                        .isEqualTo(1);
                assertThat(session.changed("insert into shop.notes values (" + ACME + ", 77, 'pending', 'x')"))
                        .isEqualTo(1);
                assertThat(session.changed("delete from shop.kpis")).isEqualTo(3);
            });
            beta.connection().rollback();
        }
    }

    /** Whoever may write to a table may lock it: denial of service, which is not promised away; it shows nothing. */
    @Test
    void aLockedTableShowsNoMore() throws SQLException {
        SHOP.inTransaction(session -> {
            session.run("lock table shop.kpis in access exclusive mode");
            assertThat(session.values("select name from shop.kpis")).containsExactlyInAnyOrder("revenue", "orders");
        });
    }

    /** Advisory locks know no tenants: whether one is held is all that they tell. */
    @Test
    void anAdvisoryLockTellsThatItIsHeldAndNoMore() throws SQLException {
        try (Session beta = SHOP.login()) {
            beta.enter(SHOP.bob(Access.WRITE)).run("select pg_advisory_xact_lock(42)");
            assertThat(SHOP.stacked("select pg_try_advisory_xact_lock(42)::text"))
                    .containsOnly("false");
            assertThat(SHOP.stacked("select name from shop.kpis")).containsOnly("revenue", "orders");
            beta.connection().rollback();
        }
    }
}
