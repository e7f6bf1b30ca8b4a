package io.partywall.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each of the database's two walls holds with the other one, and Java's, taken away. */
class WallsAloneTest {

    private static final String ALL = "select tenant_id || name || coalesce(value, 0) from shop.kpis order by 1";
    private static final String ACME = "'" + Shop.ACME + "'";
    private static final String BETA = "'" + Shop.BETA + "'";

    /** Writes that reach for the tenant BETA, by the way that they go. */
    private static final Map<String, String> WRITES = Map.of(
            "insert", "insert into shop.kpis (tenant_id, name) values (" + BETA + ", 'new')",
            "update", "update shop.kpis set value = 666 where tenant_id = " + BETA,
            "delete", "delete from shop.kpis where tenant_id = " + BETA,
            "upsert",
                    "insert into shop.kpis (tenant_id, name) values (" + BETA
                            + ", 'revenue') on conflict (tenant_id, name) do update set value = 666",
            "merge update",
                    "merge into shop.kpis k using (values (" + BETA + "::uuid)) v (t) on k.tenant_id = v.t"
                            + " when matched then update set value = 666",
            "merge insert",
                    "merge into shop.kpis k using (values (" + BETA + "::uuid)) v (t) on false"
                            + " when not matched then insert (tenant_id, name) values (v.t, 'new')",
            "merge delete",
                    "merge into shop.kpis k using (values (" + BETA + "::uuid)) v (t) on k.tenant_id = v.t"
                            + " when matched then delete",
            "move in", "update shop.kpis set tenant_id = " + ACME + " where tenant_id = " + BETA,
            "move out", "update shop.kpis set tenant_id = " + BETA);

    private enum Wall {
        /** The plain setting: the restrictive policies are gone. */
        SECOND("drop policy kpis_tenant_isolation_floor on shop.kpis;"
                + " drop policy kpis_tenant_isolation_floor_delete on shop.kpis"),
        /** The signed floor: every permissive policy lets everything pass. */
        THIRD("alter policy kpis_tenant_isolation_select on shop.kpis using (true);"
                + " alter policy kpis_tenant_isolation_insert on shop.kpis with check (true);"
                + " alter policy kpis_tenant_isolation_update on shop.kpis using (true) with check (true);"
                + " alter policy kpis_tenant_isolation_delete on shop.kpis using (true)");

        /** In both cases moving is granted, and the trigger that keeps rows in their tenant is gone. */
        private final String alone;

        Wall(String alone) {
            this.alone = alone + "; drop trigger kpis_tenant_isolation_immovable on shop.kpis;"
                    + " grant update on shop.kpis to shop_app";
        }
    }

    private Shop shop;
    private AppLogin login;

    @BeforeEach
    void open() throws SQLException {
        shop = Shop.open();
        login = new AppLogin(shop.database, Shop.APP);
    }

    @AfterEach
    void close() throws SQLException {
        login.close();
        shop.close();
    }

    private void assertNothingOfBetaChanges() throws SQLException {
        for (Map.Entry<String, String> write : WRITES.entrySet()) {
            assertThat(login.changed(write.getValue())).as(write.getKey()).isLessThanOrEqualTo(0);
        }
    }

    @ParameterizedTest
    @EnumSource(Wall.class)
    void inItsOwnContextATenantReadsAndWritesItsOwn(Wall wall) throws SQLException {
        shop.asOwner(wall.alone);
        login.as(shop.bob(Access.WRITE));
        assertThat(login.rows(ALL)).hasSize(1);
        for (String way : List.of("insert", "update", "upsert", "merge update", "merge insert", "delete")) {
            login.as(shop.bob(Access.WRITE));
            assertThat(login.changed(java.util.Objects.requireNonNull(WRITES.get(way))))
                    .as(way)
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Wall.class)
    void inAnothersContextNothingIsSeenOrChanged(Wall wall) throws SQLException {
        shop.asOwner(wall.alone);
        login.as(shop.ann(Access.WRITE));
        assertThat(login.rows(ALL)).hasSize(2).allMatch(row -> row.startsWith(Shop.ACME.toString()));
        assertNothingOfBetaChanges();
    }

    @ParameterizedTest
    @EnumSource(Wall.class)
    void withoutAContextNothingIsSeenOrChanged(Wall wall) throws SQLException {
        shop.asOwner(wall.alone);
        login.asNobody();
        assertThat(login.rows(ALL)).isEmpty();
        assertNothingOfBetaChanges();
    }

    @Test
    void theFloorAloneRefusesWhatTheApplicationDidNotIssue() throws SQLException {
        shop.asOwner(Wall.THIRD.alone);
        String good = shop.bob(Access.WRITE).signature();
        SigningKeys past = shop.keys.withClock(Clock.offset(Clock.systemUTC(), Duration.ofHours(-1)));
        String expired = past.issue(Shop.BETA, Actor.user(Shop.BOB), Access.WRITE, Shop.MINUTE)
                .signature();
        for (String signature : List.of(
                good.substring(0, good.length() - 1) + (good.endsWith("0") ? "1" : "0"), expired, "v1.x", "nonsense")) {
            login.as(Shop.BETA.toString(), signature);
            assertThat(login.refusal(ALL)).startsWith("42501 ").contains("tenant context refused");
            assertNothingOfBetaChanges();
        }
    }

    @Test
    void theFloorAloneLetsAReaderReadAndNotWrite() throws SQLException {
        shop.asOwner(Wall.THIRD.alone);
        login.as(shop.bob(Access.READ));
        assertThat(login.rows(ALL)).hasSize(1);
        assertNothingOfBetaChanges();
    }

    @Test
    void theFloorAloneShutsOutWhoIsNoMember() throws SQLException {
        shop.asOwner(Wall.THIRD.alone);
        login.as(shop.keys.issue(Shop.BETA, Actor.user(Shop.ANN), Access.WRITE, Shop.MINUTE));
        assertThat(login.rows(ALL)).isEmpty();
        assertNothingOfBetaChanges();
    }

    @Test
    void aCarelessLaterPolicyOpensNothing() throws SQLException {
        shop.asOwner("create policy careless on shop.kpis using (true) with check (true)");
        login.as(shop.ann(Access.WRITE));
        assertThat(login.rows(ALL)).hasSize(2).allMatch(row -> row.startsWith(Shop.ACME.toString()));
        assertNothingOfBetaChanges();
        login.asNobody();
        assertThat(login.rows(ALL)).isEmpty();
        assertNothingOfBetaChanges();
    }
}
