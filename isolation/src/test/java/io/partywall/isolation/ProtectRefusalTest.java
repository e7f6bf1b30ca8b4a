package io.partywall.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables that cannot be kept apart are refused, with the reason, and stay as they were. */
class ProtectRefusalTest {

    private static Shop shop;

    @BeforeAll
    static void open() throws SQLException {
        shop = Shop.open();
        shop.database.execute("create extension btree_gist");
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    private static void assertRefused(String table, String reason) {
        String before = state(table);
        assertThatThrownBy(() -> shop.asOwner("call isolation.protect('" + table + "')"))
                .hasMessageContaining("cannot protect " + table + ": ")
                .hasMessageContaining(reason);
        assertThat(state(table)).isEqualTo(before);
    }

    private static String state(String table) {
        return shop.database
                .query("select relrowsecurity::text || relforcerowsecurity || coalesce(relacl::text, '')"
                        + " || (select count(*) from pg_policy where polrelid = c.oid)"
                        + " || (select count(*) from pg_trigger where tgrelid = c.oid and not tgisinternal)"
                        + " from pg_class c where oid = '" + table + "'::regclass")
                .getFirst();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no_tenant | (id int primary key) | it has no column tenant_id",
                "nullable | (tenant_id uuid, id int) | tenant_id may be null",
                "typed | (tenant_id text not null) | tenant_id is not of type uuid",
                "keyed | (tenant_id uuid not null, id int primary key) | the unique index shop.keyed_pkey lacks"
                        + " tenant_id",
                "uniq | (tenant_id uuid not null, id int unique) | the unique index shop.uniq_id_key lacks tenant_id",
                "incl | (tenant_id uuid not null, id int, unique (id) include (tenant_id))"
                        + " | the unique index shop.incl_id_tenant_id_key lacks tenant_id",
                "excl | (tenant_id uuid not null, id int, exclude using gist (id with =))"
                        + " | the unique index shop.excl_id_excl lacks tenant_id",
                "apart | (tenant_id uuid not null, id int, exclude using gist (id with =, tenant_id with <>))"
                        + " | the exclusion apart_id_tenant_id_excl of shop.apart compares tenant_id by another"
                        + " operator than =",
                "selfref | (tenant_id uuid not null, id int not null, parent int, unique (tenant_id, id), unique (id),"
                        + " foreign key (parent) references shop.selfref (id))"
                        + " | the foreign key selfref_parent_fkey of shop.selfref lacks tenant_id",
            })
    void aTableThatCannotBeKeptApartIsRefused(String name, String definition, String reason) throws SQLException {
        shop.asOwner("create table shop." + name + " " + definition);
        assertRefused("shop." + name, reason);
    }

    @Test
    void anIndexThatIsUniqueIsRefusedHoweverItWasMade() throws SQLException {
        shop.asOwner("create table shop.indexed (tenant_id uuid not null, mail text);"
                + " create unique index by_mail on shop.indexed (lower(mail)) where mail is not null");
        assertRefused("shop.indexed", "the unique index shop.by_mail lacks tenant_id");
        shop.asOwner("drop index shop.by_mail; create unique index on shop.indexed (tenant_id, lower(mail));"
                + " call isolation.protect('shop.indexed')");
    }

    @Test
    void whatIsExcludedWithinTheTenantIsNoObstacle() throws SQLException {
        shop.asOwner("create table shop.bookings (tenant_id uuid not null, room int, days daterange,"
                + " exclude using gist (tenant_id with =, room with =, days with &&));"
                + " call isolation.protect('shop.bookings')");
    }

    @Test
    void aForeignKeyBetweenTenantsIsRefusedFromBothOfItsEnds() throws SQLException {
        shop.asOwner("""
            create table shop.parents (tenant_id uuid not null, id int not null, code int not null,
                primary key (tenant_id, id));
            create unique index parents_code on shop.parents (code);
            create table shop.children (tenant_id uuid not null, code int references shop.parents (code))\
            """);
        String reason = "the foreign key children_code_fkey of shop.children lacks tenant_id";
        assertRefused("shop.children", reason);
        assertRefused("shop.parents", reason);
    }

    @Test
    void aForeignKeyThatPairsTheTenantWithSomethingElseIsRefused() throws SQLException {
        shop.asOwner("""
            create table shop.owners (tenant_id uuid not null, other uuid not null, primary key (tenant_id, other));
            create table shop.things (tenant_id uuid not null, other uuid,
                foreign key (other, tenant_id) references shop.owners (tenant_id, other))\
            """);
        assertRefused("shop.things", "the foreign key things_other_tenant_id_fkey of shop.things lacks tenant_id");
    }

    @Test
    void aForeignKeyThatCarriesTheTenantIsNoObstacle() throws SQLException {
        shop.asOwner("""
            create table shop.accounts (tenant_id uuid not null references shop.tenants (id), id int not null,
                parent int, primary key (tenant_id, id),
                foreign key (tenant_id, parent) references shop.accounts (tenant_id, id));
            call isolation.protect('shop.accounts')\
            """);
    }

    @Test
    void whatIsNoTableOrBelongsToOneIsRefused() throws SQLException {
        shop.asOwner("""
            create view shop.kpi_names with (security_invoker) as select tenant_id, name from shop.kpis;
            create materialized view shop.kpi_copy as select tenant_id, name from shop.kpis;
            create table shop.parted (tenant_id uuid not null) partition by hash (tenant_id);
            create table shop.parted_0 partition of shop.parted for values with (modulus 1, remainder 0)\
            """);
        assertRefused("shop.kpi_names", "it is not a table");
        assertRefused("shop.kpi_copy", "it is not a table");
        assertRefused("shop.parted_0", "it is a partition: protect its parent");
    }

    @Test
    void whatAPartitionHasOfItsOwnIsLookedAtToo() throws SQLException {
        shop.asOwner("""
            create table shop.logs (tenant_id uuid not null, id int not null) partition by hash (tenant_id);
            create table shop.logs_0 (id int not null, tenant_id uuid not null, unique (id));
            alter table shop.logs attach partition shop.logs_0 for values with (modulus 1, remainder 0)\
            """);
        assertRefused("shop.logs", "the unique index shop.logs_0_id_key lacks tenant_id");
    }

    @Test
    void allObstaclesAreToldAtOnce() throws SQLException {
        shop.asOwner("create table shop.several (tenant_id uuid, id int primary key, code int unique)");
        assertRefused(
                "shop.several",
                "tenant_id may be null; the unique index shop.several_code_key lacks tenant_id;"
                        + " the unique index shop.several_pkey lacks tenant_id");
    }

    @Test
    void aColumnThatIsNotThereOrCannotBeWrittenIsRefused() throws SQLException {
        shop.asOwner("create table shop.columns (tenant_id uuid not null, name text,"
                + " upper text generated always as (upper(name)) stored)");
        for (String lists :
                List.of("insertable => '{nmae}'", "updatable => '{name,upper}'", "insertable => '{ctid}'")) {
            assertThatThrownBy(() -> shop.asOwner("call isolation.protect('shop.columns', " + lists + ")"))
                    .hasMessageContaining("that can be written");
        }
        assertThat(state("shop.columns")).startsWith("falsefalse");
    }

    @Test
    void theRefusalOfATableThatWasProtectedLeavesItProtected() throws SQLException {
        shop.asOwner(
                "create table shop.turned (tenant_id uuid not null, id int); call isolation.protect('shop.turned')");
        shop.asOwner("create unique index on shop.turned (id)");
        assertRefused("shop.turned", "lacks tenant_id");
        assertThat(shop.database.query("select count(*) from pg_policy where polrelid = 'shop.turned'::regclass"))
                .containsExactly("8");
    }
}
