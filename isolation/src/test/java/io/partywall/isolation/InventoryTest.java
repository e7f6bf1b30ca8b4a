package io.partywall.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every hole in a wall that the catalogue shows is listed; each of these is made, seen and undone. */
class InventoryTest {

    private static Shop shop;

    @BeforeAll
    static void open() throws SQLException {
        shop = Shop.open();
        shop.asOwner("""
            create table shop.parts (tenant_id uuid not null, id int) partition by hash (tenant_id);
            create table shop.parts_0 partition of shop.parts for values with (modulus 1, remainder 0);
            call isolation.protect('shop.parts')\
            """);
        shop.database.execute("create role shop_other; create extension file_fdw;"
                + " create server files foreign data wrapper file_fdw");
    }

    @AfterAll
    static void close() {
        shop.close();
        try (io.partywall.testing.TestDatabase any = io.partywall.testing.TestDatabase.create()) {
            any.execute("drop role shop_other");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "create table shop.x (id int); grant select on shop.x to shop_app | shop.x: neither protected nor"
                        + " declared global",
                "create table shop.x (id int); grant update (id) on shop.x to public | shop.x: neither protected nor"
                        + " declared global",
                "create table shop.x (tenant_id uuid); alter table shop.x enable row level security;"
                        + " grant select on shop.x to shop_app | shop.x: neither protected nor declared global",
                "create view shop.x as select * from shop.kpis; grant select on shop.x to shop_app"
                        + " | shop.x: a view that is not security_invoker, or has no tenant_id",
                "create view shop.x with (security_invoker = false) as select * from shop.kpis; grant select on shop.x"
                        + " to shop_app | shop.x: a view that is not security_invoker, or has no tenant_id",
                "create view shop.x with (security_invoker) as select name from shop.kpis; grant select on shop.x to"
                        + " shop_app | shop.x: a view that is not security_invoker, or has no tenant_id",
                "create materialized view shop.x as select * from shop.kpis; grant select on shop.x to shop_app"
                        + " | shop.x: a materialised view: it knows no policies",
                "create foreign table shop.x (tenant_id uuid) server files options (filename '/dev/null');"
                        + " grant select on shop.x to shop_app | shop.x: a foreign table: it knows no policies",
                "alter table shop.kpis disable row level security | shop.kpis: row security is disabled",
                "alter table shop.kpis no force row level security | shop.kpis: row security is not forced",
                "drop policy kpis_tenant_isolation_delete on shop.kpis"
                        + " | shop.kpis: its policy *_tenant_isolation_delete is not that of isolation.protect()",
                "drop policy kpis_tenant_isolation_floor_delete on shop.kpis"
                        + " | shop.kpis: its policy *_tenant_isolation_floor_delete is not that of isolation.protect()",
                "drop policy kpis_tenant_isolation_floor on shop.kpis | shop.kpis: neither protected nor declared"
                        + " global",
                "alter policy kpis_tenant_isolation_floor on shop.kpis using (true)"
                        + " | shop.kpis: its policy *_tenant_isolation_floor is not that of isolation.protect()",
                "alter policy kpis_tenant_isolation_floor on shop.kpis using"
                        + " (tenant_id = (select isolation.verified_tenant()) or name = 'x')"
                        + " | shop.kpis: its policy *_tenant_isolation_floor is not that of isolation.protect()",
                "alter policy kpis_tenant_isolation_insert on shop.kpis with check (true)"
                        + " | shop.kpis: its policy *_tenant_isolation_insert is not that of isolation.protect()",
                "alter policy kpis_tenant_isolation_floor on shop.kpis to shop_other"
                        + " | shop.kpis: its policy *_tenant_isolation_floor is not that of isolation.protect()",
                "drop policy kpis_tenant_isolation_floor on shop.kpis;"
                        + " create policy kpis_tenant_isolation_floor on shop.kpis to shop_app using (true)"
                        + " | shop.kpis: its policy *_tenant_isolation_floor is not that of isolation.protect()",
                "alter table shop.kpis disable trigger all | shop.kpis: its tenant_id can be changed",
                "drop trigger kpis_tenant_isolation_immovable on shop.kpis | shop.kpis: its tenant_id can be changed",
                "grant update on shop.kpis to shop_app | shop.kpis: its tenant_id can be changed",
                "grant truncate on shop.kpis to shop_app"
                        + " | shop.kpis: the application role may truncate it, reference it or put triggers on it",
                "grant trigger on shop.kpis to public"
                        + " | shop.kpis: the application role may truncate it, reference it or put triggers on it",
                "grant references (name) on shop.kpis to shop_app"
                        + " | shop.kpis: the application role may truncate it, reference it or put triggers on it",
                "alter table shop.parts_0 disable row level security | shop.parts_0: row security is disabled",
                "alter table shop.parts_0 no force row level security | shop.parts_0: row security is not forced",
                "grant select on shop.parts_0 to shop_app | shop.parts_0: neither protected nor declared global",
            })
    void aHoleIsListed(String hole, String problem) throws SQLException {
        try (Connection admin = shop.database.admin();
                Statement statement = admin.createStatement()) {
            admin.setAutoCommit(false);
            statement.execute(hole);
            try (var rows = statement.executeQuery(
                    "select string_agg(relation || ': ' || problem, '; ') from isolation.unprotected()")) {
                rows.next();
                assertThat(rows.getString(1)).isEqualTo(problem);
            }
            admin.rollback();
        }
    }

    @Test
    void whatStandsIsNotListed() {
        assertThat(shop.database.query("select relation from isolation.unprotected()"))
                .isEmpty();
    }

    @Test
    void whatTheApplicationCannotReachIsNotListed() throws SQLException {
        shop.asOwner("create table shop.inner (id int)");
        assertThat(shop.database.query("select relation from isolation.unprotected()"))
                .isEmpty();
    }

    @Test
    void aTableIsGlobalWhenAMigrationSaysWhy() throws SQLException {
        shop.asOwner("create table shop.currencies (code text); grant select on shop.currencies to shop_app");
        assertThat(shop.database.query("select relation from isolation.unprotected()"))
                .containsExactly("shop.currencies");
        assertThatThrownBy(() -> shop.asOwner("call isolation.declare_global('shop.currencies', '')"))
                .isInstanceOf(SQLException.class);
        shop.asOwner("call isolation.declare_global('shop.currencies', 'the same for everyone');"
                + " call isolation.declare_global('shop.currencies', 'ISO 4217')");
        assertThat(shop.database.query("select relation from isolation.unprotected()"))
                .isEmpty();
        assertThat(shop.database.query("select reason from isolation.global_tables"))
                .containsExactly("ISO 4217");
        shop.asOwner("drop table shop.currencies");
    }

    @Test
    void aTenantsTableStaysOneWhenItIsDeclaredGlobal() throws SQLException {
        shop.asOwner("call isolation.declare_global('shop.kpis', 'by mistake')");
        assertThat(shop.database.query("select kind from isolation.relations() where relation_name = 'kpis'"))
                .containsExactly("tenant");
        shop.asOwner("delete from isolation.global_tables");
    }

    @Test
    void aViewOfTheInvokerWithItsTenantIsATenants() throws SQLException {
        shop.asOwner("create view shop.names with (security_invoker = true) as select tenant_id, name from shop.kpis;"
                + " grant select on shop.names to shop_app");
        assertThat(shop.database.query("select kind from isolation.relations() where relation_name = 'names'"))
                .containsExactly("tenant");
        assertThat(shop.database.query("select relation from isolation.unprotected()"))
                .isEmpty();
    }
}
