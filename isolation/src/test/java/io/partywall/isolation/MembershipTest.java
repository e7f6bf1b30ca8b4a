package io.partywall.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A signature says who asks; the membership check says, at that moment, whether he still may. */
class MembershipTest {

    private static final String KPIS = "select name from shop.kpis order by name";

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

    private void assertShutOut(TenantContext context) throws SQLException {
        assertThat(login.as(context).rows(KPIS)).isEmpty();
        assertThat(login.rows("select isolation.verified_tenant()")).containsExactly("null");
        assertThat(login.rows("select isolation.verified_actor()")).containsExactly("null");
        assertThat(login.changed("update shop.kpis set value = 0")).isZero();
        assertThat(login.changed("delete from shop.kpis")).isZero();
        assertThat(login.changed("insert into shop.kpis (tenant_id, name) values ('" + context.tenant() + "', 'new')"))
                .isEqualTo(-1);
    }

    private TenantContext of(TenantId tenant, Actor actor) {
        return shop.keys.issue(tenant, actor, Access.WRITE, Shop.MINUTE);
    }

    @Test
    void someoneWhoIsNoMemberSeesAndWritesNothing() throws SQLException {
        assertShutOut(of(Shop.BETA, Actor.user(Shop.ANN)));
        assertShutOut(of(Shop.ACME, Actor.user(UUID.randomUUID())));
    }

    @Test
    void aMemberWhoIsRemovedSeesNothingFromTheNextStatementOn() throws SQLException {
        assertThat(login.as(shop.ann(Access.WRITE)).rows(KPIS)).hasSize(2);
        shop.asOwner("delete from shop.members where user_id = '" + Shop.ANN + "'");
        assertThat(login.rows(KPIS)).isEmpty();
        assertShutOut(shop.ann(Access.WRITE));
    }

    @Test
    void aSuspendedTenantIsShutToMembersAndServices() throws SQLException {
        shop.asOwner("update shop.tenants set open = false where id = '" + Shop.ACME + "'");
        assertShutOut(shop.ann(Access.WRITE));
        assertShutOut(of(Shop.ACME, Actor.service("import")));
        assertThat(login.as(shop.bob(Access.WRITE)).rows(KPIS)).containsExactly("revenue");
    }

    @Test
    void aTenantThatDoesNotExistIsShut() throws SQLException {
        assertShutOut(of(new TenantId(UUID.randomUUID()), Actor.service("import")));
    }

    @Test
    void aServiceNeedsNoMembership() throws SQLException {
        assertThat(login.as(of(Shop.ACME, Actor.service("import"))).rows(KPIS)).hasSize(2);
        assertThat(login.rows("select isolation.verified_actor()")).containsExactly("service:import");
    }

    @Test
    void theCheckCanBeReplaced() throws SQLException {
        shop.asOwner("""
            create function shop.nobody(uuid, text) returns boolean language sql stable return false;
            call isolation.use_membership_check('shop.nobody(uuid,text)')\
            """);
        assertShutOut(shop.ann(Access.WRITE));
        shop.asOwner("call isolation.use_membership_check('isolation.every_actor(uuid,text)')");
        assertThat(login.as(of(Shop.ACME, Actor.user(Shop.BOB))).rows(KPIS)).hasSize(2);
    }

    @Test
    void aCheckWithAnOddNameWorks() throws SQLException {
        shop.asOwner("""
            create function shop."is % member's %1$s ""$" (uuid, text) returns boolean language sql stable return false;
            call isolation.use_membership_check('shop."is % member''s %1$s ""$" (uuid,text)')\
            """);
        assertShutOut(shop.ann(Access.WRITE));
    }

    @Test
    void aCheckOfTheWrongShapeIsRefused() {
        for (String definition : List.of(
                "odd(uuid) returns boolean language sql return true",
                "odd(text, uuid) returns boolean language sql return true",
                "odd(uuid, text) returns text language sql return 'true'",
                "odd(uuid, text) returns setof boolean language sql return true")) {
            String signature = definition.substring(0, definition.indexOf(')') + 1);
            assertThatThrownBy(() -> shop.asOwner("create function shop." + definition
                            + "; call isolation.use_membership_check('shop." + signature + "')"))
                    .hasMessageContaining("a membership check takes (uuid, text) and returns boolean");
        }
    }

    @Test
    void aCheckThatSomebodyElseCouldRewriteIsRefused() {
        shop.database.execute("""
            create function shop.theirs(uuid, text) returns boolean language sql return true;
            alter function shop.theirs owner to shop_app\
            """);
        assertThatThrownBy(() -> shop.asOwner("call isolation.use_membership_check('shop.theirs(uuid,text)')"))
                .hasMessageContaining("belongs to another role");
    }

    /** What each of these properties keeps out is told in the script that creates the functions. */
    @Test
    void theFunctionsThatPoliciesCallHaveThePropertiesThatTheyLeanOn() {
        List<String> unlike = shop.database.query("""
            select p.proname from pg_proc p
            where p.pronamespace = 'isolation'::regnamespace
            and p.proname in ('verified_tenant', 'writable_tenant', 'verified_actor', 'verified_origin', 'refused_context')
            and not (p.provolatile = 's' and p.prosecdef and p.proparallel = 's' and not p.proleakproof
                and p.proconfig = array['search_path=pg_catalog, pg_temp']
                and p.proowner = 'shop_owner'::regrole
                and p.prosrc !~* '\\mexception\\s+when\\M'
                and not pg_has_role('shop_app', p.proowner, 'member'))
            """);
        assertThat(unlike).isEmpty();
        assertThat(shop.database.query("select count(*) from pg_proc where pronamespace = 'isolation'::regnamespace"
                        + " and prosecdef and proconfig is distinct from array['search_path=pg_catalog, pg_temp']"))
                .containsExactly("0");
    }

    @Test
    void theApplicationMayCallTheFunctionsThatItNeedsAndNothingElse() {
        assertThat(shop.database.query("""
            select p.proname from pg_proc p where p.pronamespace = 'isolation'::regnamespace
            and has_function_privilege('shop_app', p.oid, 'execute') order by 1\
            """))
                .containsExactly(
                        "relations",
                        "unprotected",
                        "verified_actor",
                        "verified_origin",
                        "verified_tenant",
                        "writable_tenant");
        assertThat(shop.database.query("""
            select c.relname from pg_class c where c.relnamespace = 'isolation'::regnamespace and c.relkind in ('r', 'v', 'S')
            and has_any_column_privilege('shop_app', c.oid, 'select, insert, update, references')\
            """)).isEmpty();
    }
}
