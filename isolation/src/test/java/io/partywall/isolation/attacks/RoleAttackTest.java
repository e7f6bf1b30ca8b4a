package io.partywall.isolation.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.isolation.Access;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Becoming another role, shedding what confines one's own, and turning the walls off by a setting. */
class RoleAttackTest {

    @RegisterExtension
    static final InjectableShop SHOP = new InjectableShop();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "set role injected_owner",
                "set local role postgres",
                "set session authorization injected_owner",
                "set local session authorization postgres",
                "select set_config('role', 'injected_owner', true)",
                "select set_config('role', 'pg_read_all_data', false)",
                "select set_config('session_authorization', 'postgres', true)",
                "do $$ begin execute 'set local role injected_owner'; end $$",
                "set session_replication_role = replica",
                "select set_config('session_replication_role', 'replica', true)",
                "set local session_preload_libraries = 'x'",
                "set allow_system_table_mods = on",
                "set track_activities = off",
                "set log_statement = 'all'",
                "set lo_compat_privileges = on",
                "set dynamic_library_path = '/tmp'",
                "alter system set row_security = off",
                "alter database postgres set app.current_tenant_id = ''",
                "alter role injected_app bypassrls",
                "alter role injected_app superuser",
                "alter role injected_app createrole",
                "alter role injected_app replication",
                "alter role injected_owner login password 'x'",
                "alter role all set app.current_tenant_id = ''",
                "create role helper",
                "create user mapping for public server nowhere",
                "grant injected_owner to injected_app",
                "grant pg_read_all_data to injected_app",
                "grant set on parameter session_replication_role to injected_app",
                "reassign owned by injected_owner to injected_app",
                "reassign owned by injected_app to injected_owner",
                "drop owned by injected_owner",
                "drop role injected_owner",
            })
    void aRoleOrASettingThatIsNotOnesOwnIsRefused(String sql) throws SQLException {
        assertThat(SHOP.refusal(sql)).matches("(?s)(42501|42704|0A000|25001|22023|28000) .*");
    }

    /**
     * PostgreSQL lets every role drop what it owns, and counts the policies that name it alone among that; the grants that
     * it cannot give back stay. What confines a role must not be the role's to drop.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "drop owned by current_user",
                "drop owned by injected_app",
                "drop owned by session_user cascade",
                "do $$ begin drop owned by injected_app; exception when others then perform 1; end $$; select 1 / 0",
                "revoke all on all sequences in schema isolation from injected_app; drop owned by injected_app",
            })
    void noRoleDropsThePoliciesThatConfineIt(String sql) throws SQLException {
        assertThat(SHOP.refusal(sql)).matches("(?s)(42501 .*permission denied|22012 ).*");
        assertThat(SHOP.database.query("select count(*) from pg_policy where polrelid = 'shop.kpis'::regclass"))
                .containsExactly("8");
    }

    @Test
    void withACarelessPolicyTooNoRoleDropsItsWayOut() throws SQLException {
        SHOP.asOwner("create policy careless on shop.kpis using (true)");
        try {
            assertThat(SHOP.refusal("drop owned by current_user")).startsWith("42501");
            assertThat(SHOP.injected("x' union all select name from shop.kpis --"))
                    .containsOnly("revenue", "orders");
        } finally {
            SHOP.asOwner("drop policy careless on shop.kpis");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "reset role",
                "set role none",
                "set role injected_app",
                "reset session authorization",
                "set session authorization default",
                "reset all",
                "deallocate all",
                "discard plans",
                "discard sequences",
                "discard temp",
                "set search_path = pg_temp, shop, pg_catalog",
                "select set_config('search_path', 'shop', true)",
                "set local plan_cache_mode = force_generic_plan",
                "select set_config('plan_cache_mode', 'force_custom_plan', false)",
                "set transform_null_equals = on",
                "set standard_conforming_strings = on",
                "set array_nulls = off",
                "set bytea_output = 'escape'",
                "set enable_seqscan = off",
                "set default_transaction_isolation = 'serializable'",
                "do $$ begin lock table shop.kpis in row exclusive mode; end $$",
            })
    void aSettingThatIsOnesOwnOpensNothing(String sql) throws SQLException {
        List<String> seen = SHOP.stacked(sql + "; select name from shop.kpis; select text from shop.notes;"
                + " select names from shop.summary; select amount from shop.readings");
        assertThat(seen).noneMatch(InjectableShop::betrays);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "set row_security = off",
                "set local row_security = off",
                "select set_config('row_security', 'off', true)",
                "update pg_settings set setting = 'off' where name = 'row_security'",
            })
    void turningRowSecurityOffTurnsTheQueryDown(String sql) throws SQLException {
        for (String query : List.of(
                "select name from shop.kpis",
                "select names from shop.summary",
                "delete from shop.notes",
                "select isolation.verified_tenant(), name from shop.kpis")) {
            assertThat(SHOP.refusal(sql + "; " + query))
                    .startsWith("42501 ")
                    .contains("query would be affected by row-level security policy for table");
        }
    }

    /** DISCARD ALL and RESET in a stack end the context with what was set: nothing is left to see. */
    @Test
    void discardingTheSessionIsNotPossibleInsideAStatement() throws SQLException {
        assertThat(SHOP.refusal("discard all; select name from shop.kpis")).startsWith("25001 ");
    }

    /** A role may give itself defaults of PostgreSQL's own settings; a context is none of these. */
    @Test
    void noContextCanBeMadeADefaultOfTheRole() throws SQLException {
        String here = "alter role injected_app in database " + SHOP.database.name();
        for (String setting : List.of("app.current_tenant_id", "app.context_signature")) {
            assertThat(SHOP.refusal(here + " set " + setting + " = 'x'"))
                    .startsWith("42501 ")
                    .contains("permission denied to set parameter \"" + setting + "\"");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "role = injected_owner",
                "row_security = off",
                "search_path = pg_temp",
                "transform_null_equals = on"
            })
    void aDefaultThatTheRoleGivesItselfShowsNobodyAnothersRows(String setting) throws SQLException {
        String here = "alter role injected_app in database " + SHOP.database.name();
        SHOP.asAnn(session -> session.values(here + " set " + setting));
        try (Session later = SHOP.login()) {
            later.enter(SHOP.ann(Access.WRITE));
            if (setting.startsWith("row_security")) {
                assertThat(later.refusal("select name from shop.kpis")).startsWith("42501 ");
            } else {
                assertThat(later.values("select name, current_user from shop.kpis"))
                        .containsOnly("revenue", "orders", InjectableShop.APP);
            }
        } finally {
            SHOP.database.execute(here + " reset all");
        }
    }
}
