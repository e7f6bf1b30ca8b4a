package io.partywall.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.partywall.isolation.IsolationException.UnsafeDatabase;
import io.partywall.testing.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A database that would not keep tenants apart is not connected to; every reason is told at once. */
class ConnectTest {

    private static final String LOGIN = "shop_login";

    private Shop shop;

    @BeforeEach
    void open() throws SQLException {
        shop = Shop.open();
        shop.database.execute("""
            do $$ begin
                if exists (select from pg_roles where rolname = 'shop_login') then
                    drop owned by shop_login; drop role shop_login; drop role if exists shop_group;
                end if;
            end $$;
            create role shop_login login password 'secret' in role shop_app;
            create role shop_group\
            """);
    }

    @AfterEach
    void close() {
        shop.close();
    }

    private List<String> faults(String role, SigningKeys keys) throws SQLException {
        try (HikariDataSource pool = shop.database.pool(role, 1)) {
            Tenancy.connect(pool, keys).close();
            return List.of();
        } catch (UnsafeDatabase refused) {
            refused.faults().forEach(fault -> assertThat(refused).hasMessageContaining(fault));
            return refused.faults();
        }
    }

    @Test
    void aSafeDatabaseIsConnectedTo() throws SQLException {
        assertThat(faults(Shop.APP, shop.keys)).isEmpty();
        assertThat(faults(LOGIN, shop.keys))
                .as("a login that inherits the application role")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "alter role shop_login superuser | the role shop_login is a superuser: log in as a role that is not",
                "alter role shop_login bypassrls"
                        + " | the role shop_login bypasses row security: alter role shop_login nobypassrls",
                "alter role shop_login replication | alter role shop_login noreplication",
                "alter role shop_login createrole | alter role shop_login nocreaterole",
                "grant shop_owner to shop_login | the role shop_login owns, or can become shop_owner which owns, what"
                        + " it should be kept from",
                "grant shop_owner to shop_group; grant shop_group to shop_login | the role shop_login owns, or can"
                        + " become shop_owner which owns, what it should be kept from",
                "grant postgres to shop_login"
                        + " | the role shop_login can become postgres, which is a superuser or bypasses row security:"
                        + " revoke postgres from shop_login",
                "alter table shop.kpis owner to shop_login | the role shop_login owns, or can become shop_login which"
                        + " owns",
                "alter schema isolation owner to shop_login | the role shop_login owns, or can become shop_login which"
                        + " owns",
                "grant pg_read_server_files to shop_login | the role shop_login can become pg_read_server_files, and"
                        + " so leave",
                "grant pg_read_all_data to shop_login"
                        + " | the role shop_login can read or write isolation.signing_keys: revoke all on"
                        + " isolation.signing_keys from pg_read_all_data",
                "grant usage on schema isolation to public; grant select (inner_block) on isolation.signing_keys to"
                        + " shop_login | the role shop_login can read or write isolation.signing_keys",
                "grant usage on schema shop to shop_group; grant select on shop.kpis to shop_group; grant shop_group"
                    + " to shop_login | the role shop_login is, or can become, shop_group, which reaches shop.kpis and"
                    + " is not confined there: revoke shop_group from shop_login",
                "grant create on schema shop to shop_login | the role shop_login may create objects in the schema shop",
                "grant create on schema public to public | the role shop_login may create objects in the schema public",
                "drop sequence isolation.anchor | the role shop_login can drop the policies that confine it (DROP"
                        + " OWNED): run IsolationInstaller.install as the owner",
                "grant select on sequence isolation.anchor to shop_app | the role shop_login can drop the policies",
                "create table shop.bare (id int); grant select on shop.bare to shop_app"
                        + " | shop.bare: neither protected nor declared global",
                "alter role shop_login set app.current_tenant_id = 'x' | the setting app.current_tenant_id=x of the"
                        + " role shop_login or its database would stand for a context",
                "revoke usage on schema isolation from shop_app"
                        + " | the role may not use the schema isolation: name it in IsolationInstaller.install",
                "drop schema isolation cascade | the database has no schema isolation: run IsolationInstaller.install"
                        + " as the owner",
            })
    void anUnsafeOneIsNot(String danger, String fault) throws SQLException {
        shop.database.execute(danger);
        assertThat(faults(LOGIN, shop.keys)).anyMatch(told -> told.contains(fault));
    }

    @Test
    void temporaryTablesAreRefused() throws SQLException {
        shop.database.execute("grant temporary on database " + shop.database.name() + " to public");
        assertThat(faults(LOGIN, shop.keys))
                .containsExactly(
                        "the role shop_login may create temporary tables, which stay on a pooled connection: revoke"
                                + " temporary on database " + shop.database.name() + " from public");
    }

    @Test
    void aDriverThatWritesSignaturesIntoTheTextOfStatementsIsRefused() {
        try (HikariDataSource pool = shop.database.poolAt(shop.database.url(Shop.APP) + "&preferQueryMode=simple", 1)) {
            assertThatThrownBy(() -> Tenancy.connect(pool, shop.keys))
                    .isInstanceOf(UnsafeDatabase.class)
                    .hasMessageContaining("the driver writes parameters into the text of statements");
        }
    }

    @Test
    void keysThatTheDatabaseDoesNotTrustAreRefused() throws SQLException {
        SigningKeys unknown = SigningKeys.parse(SigningKeys.generate("k2"));
        SigningKeys otherSecret = SigningKeys.parse(SigningKeys.generate("k1"));
        assertThat(faults(Shop.APP, unknown)).singleElement().asString().contains("its signing key is unknown");
        assertThat(faults(Shop.APP, otherSecret)).singleElement().asString().contains("the signature does not match");
    }

    @Test
    void everyFaultIsToldAtOnce() throws SQLException {
        shop.database.execute("alter role shop_login bypassrls replication; grant shop_owner to shop_login;"
                + " create table shop.bare (id int); grant select on shop.bare to shop_app;"
                + " alter table shop.kpis disable row level security");
        assertThat(faults(LOGIN, SigningKeys.parse(SigningKeys.generate("k2"))))
                .hasSizeGreaterThanOrEqualTo(6)
                .anyMatch(fault -> fault.contains("bypasses row security"))
                .anyMatch(fault -> fault.contains("may replicate"))
                .anyMatch(fault -> fault.contains("can become shop_owner"))
                .anyMatch(fault -> fault.contains("shop.bare: neither protected"))
                .anyMatch(fault -> fault.contains("shop.kpis: row security is disabled"))
                .anyMatch(fault -> fault.contains("its signing key is unknown"));
    }

    @Test
    void aDatabaseWithoutTheLibraryIsRefused() {
        try (TestDatabase empty = TestDatabase.create()) {
            assertThatThrownBy(() -> Tenancy.connect(empty.pool(Shop.APP, 1), shop.keys))
                    .isInstanceOf(UnsafeDatabase.class)
                    .hasMessageContaining("the database has no schema isolation");
        }
    }

    @Test
    void healthTellsWhetherTheWallsStillStand() throws SQLException {
        HikariDataSource pool = shop.pool(1);
        try (Tenancy tenancy = Tenancy.connect(pool, shop.keys)) {
            assertThat(tenancy.health().isHealthy()).isTrue();
            assertThat(tenancy.health().roundTrip()).isPositive();

            shop.asOwner("drop policy kpis_tenant_isolation_insert on shop.kpis");
            assertThat(tenancy.health().faults())
                    .containsExactly(
                            "shop.kpis: its policy *_tenant_isolation_insert is not that of isolation.protect()");
            shop.asOwner("call isolation.protect('shop.kpis')");
            assertThat(tenancy.health().isHealthy()).isTrue();

            pool.close();
            assertThat(tenancy.health().isHealthy()).isFalse();
            assertThat(tenancy.health().faults()).singleElement().asString().contains("the database does not answer");
        }
    }
}
