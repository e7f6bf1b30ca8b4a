package io.partywall.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one line of a migration gives to a table. */
class ProtectTest {

    private static final String COLUMNS = " (tenant_id uuid not null, id int not null, name text, secret text,"
            + " twice int generated always as (id * 2) stored, primary key (tenant_id, id))";

    private static Shop shop;
    private static AppLogin login;

    @BeforeAll
    static void open() throws SQLException {
        shop = Shop.open();
        login = new AppLogin(shop.database, Shop.APP);
    }

    @AfterAll
    static void close() throws SQLException {
        login.close();
        shop.close();
    }

    private static List<String> catalogue(String sql) {
        return shop.database.query(sql);
    }

    private static List<String> policies(String table) {
        return catalogue("select polname from pg_policy where polrelid = '" + table + "'::regclass order by 1");
    }

    private static List<String> granted(String table, String privilege) {
        return catalogue("select attname from pg_attribute where attrelid = '" + table + "'::regclass and attnum > 0"
                + " and not attisdropped and has_column_privilege('shop_app', attrelid, attnum, '" + privilege + "')"
                + " order by attnum");
    }

    private static void assertUnprotectedIsEmpty() {
        assertThat(catalogue("select relation || ': ' || problem from isolation.unprotected()"))
                .isEmpty();
    }

    @Test
    void aProtectedTableHasItsPoliciesForTheApplicationRoleAlone() throws SQLException {
        shop.asOwner("create table shop.full" + COLUMNS + "; call isolation.protect('shop.full')");
        assertThat(policies("shop.full"))
                .containsExactly(
                        "full_tenant_isolation_delete",
                        "full_tenant_isolation_floor",
                        "full_tenant_isolation_floor_delete",
                        "full_tenant_isolation_floor_insert",
                        "full_tenant_isolation_floor_update",
                        "full_tenant_isolation_insert",
                        "full_tenant_isolation_select",
                        "full_tenant_isolation_update");
        assertThat(catalogue("select distinct roles::text from pg_policies where tablename = 'full'"))
                .containsExactly("{shop_app}");
        assertThat(catalogue("select relrowsecurity and relforcerowsecurity from pg_class where relname = 'full'"))
                .containsExactly("t");
        assertThat(catalogue("select cmd || ' ' || permissive || ' ' || (qual is not null)::text || ' '"
                        + " || (with_check is not null)::text from pg_policies where policyname like 'full%floor'"))
                .containsExactly("ALL RESTRICTIVE true true");
        assertUnprotectedIsEmpty();
    }

    @Test
    void theApplicationMayWriteJustTheColumnsThatItIsGranted() throws SQLException {
        shop.asOwner("create table shop.grants" + COLUMNS + "; call isolation.protect('shop.grants')");
        assertThat(granted("shop.grants", "select")).hasSize(5);
        assertThat(granted("shop.grants", "insert")).containsExactly("tenant_id", "id", "name", "secret");
        assertThat(granted("shop.grants", "update")).containsExactly("name", "secret");
        assertThat(granted("shop.grants", "references")).isEmpty();
        assertThat(catalogue("select string_agg(privilege_type, ' ' order by privilege_type) from pg_class,"
                        + " aclexplode(relacl) where oid = 'shop.grants'::regclass and grantee = 'shop_app'::regrole"))
                .containsExactly("DELETE SELECT");
    }

    @Test
    void protectingAgainWithLessTakesGrantsAway() throws SQLException {
        shop.asOwner("create table shop.narrow" + COLUMNS + "; call isolation.protect('shop.narrow')");
        shop.asOwner("call isolation.protect('shop.narrow', insertable => '{id,name}', updatable => '{name}',"
                + " deletable => false)");
        assertThat(granted("shop.narrow", "insert")).containsExactly("tenant_id", "id", "name");
        assertThat(granted("shop.narrow", "update")).containsExactly("name");
        shop.asOwner(
                "call isolation.protect('shop.narrow', insertable => '{}', updatable => '{}', deletable => false)");
        assertThat(granted("shop.narrow", "insert")).isEmpty();
        assertThat(granted("shop.narrow", "update")).isEmpty();
        login.as(shop.ann(Access.WRITE));
        assertThat(login.refusal("delete from shop.narrow")).startsWith("42501");
        assertThat(login.refusal("insert into shop.narrow (tenant_id, id) values ('" + Shop.ACME + "', 1)"))
                .startsWith("42501");
        assertThat(login.rows("select name from shop.narrow")).isEmpty();
    }

    @Test
    void whatAnybodyWasGrantedBeforeIsTakenAway() throws SQLException {
        shop.asOwner("create table shop.open" + COLUMNS + "; grant all on shop.open to public, shop_app;"
                + " grant update (tenant_id) on shop.open to shop_app; call isolation.protect('shop.open')");
        assertThat(granted("shop.open", "update")).containsExactly("name", "secret");
        assertThat(login.as(shop.ann(Access.WRITE)).refusal("truncate shop.open"))
                .startsWith("42501");
    }

    @Test
    void protectingTwiceChangesNothing() throws SQLException {
        String state =
                "select (select string_agg(p::text, ',' order by policyname) from pg_policies p where tablename ="
                    + " 'twice') || (select relacl::text || relrowsecurity || relforcerowsecurity from pg_class where"
                    + " oid = 'shop.twice'::regclass) || (select string_agg(attacl::text, ',') from pg_attribute where"
                    + " attrelid = 'shop.twice'::regclass) || (select string_agg(tgname, ',') from pg_trigger where"
                    + " tgrelid = 'shop.twice'::regclass)";
        shop.asOwner("create table shop.twice" + COLUMNS + "; call isolation.protect('shop.twice')");
        List<String> once = catalogue(state);
        shop.asOwner("call isolation.protect('shop.twice')");
        assertThat(catalogue(state)).isEqualTo(once).doesNotContainNull();
    }

    @Test
    void noRowMovesToAnotherTenantNotEvenByItsOwner() throws SQLException {
        shop.asOwner("create table shop.settled" + COLUMNS + "; call isolation.protect('shop.settled')");
        shop.database.execute("insert into shop.settled values ('" + Shop.ACME + "', 1)");
        assertThat(login.as(shop.ann(Access.WRITE)).refusal("update shop.settled set tenant_id = '" + Shop.BETA + "'"))
                .startsWith("42501");
        shop.database.execute("grant update on shop.settled to shop_app");
        assertThat(login.as(shop.ann(Access.WRITE)).refusal("update shop.settled set tenant_id = '" + Shop.BETA + "'"))
                .contains("cannot move to another tenant");
        login.asNobody();
        shop.asOwner("call isolation.protect('shop.settled')");
        try (AppLogin admin = new AppLogin(shop.database, "postgres")) {
            assertThat(admin.refusal("update shop.settled set tenant_id = '" + Shop.BETA + "'"))
                    .contains("a row of shop.settled cannot move to another tenant");
        }
    }

    @Test
    void partitionsAreReachedThroughTheirParentOnly() throws SQLException {
        shop.asOwner("""
            create table shop.events (tenant_id uuid not null, id int not null, primary key (tenant_id, id))
                partition by hash (tenant_id);
            create table shop.events_0 partition of shop.events for values with (modulus 2, remainder 0);
            create table shop.events_1 partition of shop.events for values with (modulus 2, remainder 1)
                partition by range (id);
            create table shop.events_1_low partition of shop.events_1 for values from (0) to (100);
            grant all on shop.events_0, shop.events_1_low to shop_app, public;
            call isolation.protect('shop.events');
            call isolation.protect('shop.events')\
            """);
        shop.database.execute("insert into shop.events select t, i from generate_series(1, 3) i,"
                + " (values ('%s'::uuid), ('%s')) as v (t)".formatted(Shop.ACME, Shop.BETA));
        login.as(shop.ann(Access.WRITE));
        assertThat(login.rows("select id from shop.events")).hasSize(3);
        assertThat(login.changed("delete from shop.events where id = 1")).isEqualTo(1);
        for (String partition : List.of("shop.events_0", "shop.events_1", "shop.events_1_low")) {
            assertThat(login.refusal("select * from " + partition)).startsWith("42501");
            assertThat(login.refusal("delete from " + partition)).startsWith("42501");
            assertThat(login.refusal("truncate " + partition)).startsWith("42501");
        }
        assertThat(catalogue("select count(*) from pg_class where relname like 'events%' and relkind in ('r', 'p')"
                        + " and relrowsecurity and relforcerowsecurity"))
                .containsExactly("4");
        assertUnprotectedIsEmpty();
    }

    @Test
    void aLaterPartitionIsReachedThroughItsParentOnlyAndReportedUntilItIsProtected() throws SQLException {
        shop.asOwner("""
            create table shop.later (tenant_id uuid not null, id int not null) partition by list (tenant_id);
            call isolation.protect('shop.later');
            create table shop.later_a partition of shop.later for values in ('%s')\
            """.formatted(Shop.ACME));
        shop.database.execute("insert into shop.later values ('" + Shop.ACME + "', 1)");
        assertThat(login.as(shop.bob(Access.READ)).rows("select id from shop.later"))
                .isEmpty();
        assertThat(login.refusal("select id from shop.later_a")).startsWith("42501");
        assertThat(catalogue("select relation || ': ' || problem from isolation.unprotected()"))
                .containsExactly("shop.later_a: row security is disabled");
        login.asNobody();
        shop.asOwner("call isolation.protect('shop.later')");
        assertUnprotectedIsEmpty();
    }

    @Test
    void aTableThatWasRenamedKeepsItsWallsAndGetsNewNamesWhenProtectedAgain() throws SQLException {
        shop.asOwner("create table shop.before" + COLUMNS + "; call isolation.protect('shop.before');"
                + " alter table shop.before rename to after");
        assertUnprotectedIsEmpty();
        shop.asOwner("call isolation.protect('shop.after')");
        assertThat(policies("shop.after")).hasSize(8).allMatch(name -> name.startsWith("after_"));
        assertThat(catalogue("select tgname from pg_trigger where tgrelid = 'shop.after'::regclass"))
                .containsExactly("after_tenant_isolation_immovable");
        assertUnprotectedIsEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shop.t23456789012345678901234567890_a2345678901234567890123456789012",
                "shop.t23456789012345678901234567890_b2345678901234567890123456789012",
                "shop.\"Mixed Case\"",
                "shop.\"it's; drop table \"\"x\"\" --\"",
                "shop.\"éééééééééééééééééééééééééééééééé\"",
                "shop.\"😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀\"",
                "shop.\"100%s %I $1\"",
                "shop.\"select\"",
                "\"Other Schema\".\"T\"",
            })
    void anyNameWill(String table) throws SQLException {
        shop.database.execute("create schema if not exists \"Other Schema\" authorization shop_owner;"
                + " grant usage on schema \"Other Schema\" to shop_app");
        shop.asOwner("create table " + table + COLUMNS);
        String literal = "'" + table.replace("'", "''") + "'";
        shop.asOwner("call isolation.protect(" + literal + "); call isolation.protect(" + literal + ")");
        shop.database.execute("insert into " + table + " values ('" + Shop.ACME + "', 1), ('" + Shop.BETA + "', 1)");
        assertThat(login.as(shop.ann(Access.READ)).rows("select id from " + table))
                .hasSize(1);
        assertThat(catalogue("select count(*) from pg_policy where polrelid = " + literal + "::regclass"))
                .containsExactly("8");
        assertUnprotectedIsEmpty();
    }
}
