package io.partywall.isolation.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.partywall.isolation.Access;
import io.partywall.isolation.Tenancy;
import io.partywall.isolation.TenantContext;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGStatement;

/** Plans are shared between the tenants of a connection, and their work between processes; what they yield must not be. */
class PlanTest {

    @RegisterExtension
    static final InjectableShop SHOP = new InjectableShop();

    private static final String NAMES = "select string_agg(name, ' ' order by name) from shop.kpis where value > ?";

    private static String parallel() {
        return SHOP.database.majorVersion() < 16 ? "force_parallel_mode" : "debug_parallel_query";
    }

    private static String names(PreparedStatement read) throws SQLException {
        read.setInt(1, 0);
        try (ResultSet rows = read.executeQuery()) {
            rows.next();
            return String.valueOf(rows.getString(1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"force_generic_plan", "force_custom_plan", "auto"})
    void onePlanOnOneConnectionServesEachTenantItsOwn(String mode) throws SQLException {
        try (Session shared = SHOP.login()) {
            shared.run("set plan_cache_mode = " + mode);
            try (PreparedStatement read = shared.connection().prepareStatement(NAMES)) {
                read.unwrap(PGStatement.class).setPrepareThreshold(1);
                for (int i = 0; i < 12; i++) {
                    shared.enter(i % 2 == 0 ? SHOP.ann(Access.READ) : SHOP.bob(Access.READ));
                    assertThat(names(read)).isEqualTo(i % 2 == 0 ? "orders revenue" : "beta-margin beta-revenue");
                }
                shared.connection().rollback();
                assertThat(names(read)).isEqualTo("null");
                assertThat(shared.values("select sum(generic_plans + custom_plans) > 10 from pg_prepared_statements"))
                        .containsExactly("t");
            }
        }
    }

    @Test
    void oneStatementOfThePoolServesEachTenantItsOwn() throws SQLException {
        HikariDataSource pool = SHOP.database.pool(InjectableShop.APP, 1);
        try (Tenancy tenancy = Tenancy.connect(pool, SHOP.keys)) {
            for (int i = 0; i < 24; i++) {
                TenantContext context = i % 2 == 0 ? SHOP.ann(Access.READ) : SHOP.bob(Access.READ);
                String seen = tenancy.inTenant(context, scope -> {
                    try (Connection connection = scope.dataSource().getConnection();
                            PreparedStatement read = connection.prepareStatement(NAMES)) {
                        return names(read);
                    }
                });
                assertThat(seen).isEqualTo(i % 2 == 0 ? "orders revenue" : "beta-margin beta-revenue");
            }
        }
    }

    @Test
    void parallelWorkersSeeTheContextOfTheirLeader() throws SQLException {
        try (Session shared = SHOP.login()) {
            shared.run("set parallel_setup_cost = 0; set parallel_tuple_cost = 0; set min_parallel_table_scan_size = 0;"
                    + " set parallel_leader_participation = off; set max_parallel_workers_per_gather = 2; set "
                    + parallel() + " = on");
            // Before PostgreSQL 17 no worker is given a plan with the sub-selects of a policy, but the function in them
            // is.
            String inWorkers = SHOP.database.majorVersion() < 17
                    ? "select isolation.verified_tenant()"
                    : "select name from shop.kpis";
            for (int i = 0; i < 4; i++) {
                shared.enter(i % 2 == 0 ? SHOP.ann(Access.READ) : SHOP.bob(Access.READ));
                assertThat(shared.values("select string_agg(name, ' ' order by name) from shop.kpis"))
                        .containsExactly(i % 2 == 0 ? "orders revenue" : "beta-margin beta-revenue");
                assertThat(shared.values("select isolation.verified_tenant()"))
                        .containsExactly((i % 2 == 0 ? InjectableShop.ACME : InjectableShop.BETA).toString());
                assertThat(shared.values("explain (analyze, costs off) " + inWorkers))
                        .contains("  Workers Launched: 1");
            }
            shared.enter(InjectableShop.BETA.toString(), SHOP.ann(Access.READ).signature());
            assertThat(shared.refusal("select name from shop.kpis")).startsWith("42501 ");
            shared.connection().rollback();
            assertThat(shared.values("select name from shop.kpis")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "enable_seqscan",
                "enable_indexscan",
                "enable_indexonlyscan",
                "enable_bitmapscan",
                "enable_tidscan",
                "enable_nestloop",
                "enable_hashjoin",
                "enable_mergejoin",
                "enable_hashagg",
                "enable_sort",
                "enable_material",
                "enable_partition_pruning",
                "enable_memoize",
                "geqo",
                "jit",
                "parallel_leader_participation"
            })
    void noWayOfPlanningShowsARowOfAnother(String setting) throws SQLException {
        assertThat(SHOP.stacked("set local " + setting + " = off; set local " + parallel()
                        + " = on; select k.name, n.text, r.amount, s.names from shop.kpis k left join shop.notes n on"
                        + " n.kpi = k.name left join shop.readings r on r.day > '2025-01-01' left join shop.summary s"
                        + " on true where 1 / (k.value - 990099) < 5 and k.ctid is not null"))
                .hasSize(16)
                .noneMatch(InjectableShop::betrays);
    }
}
