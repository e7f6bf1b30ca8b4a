package io.partywall.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What someone cannot do who runs any SQL at all in a tenant's own context, as if every query were open to injection. */
class AttackTest {

    private static final String BETA = "'" + Shop.BETA + "'";
    private static final String FOREIGN = "select name from shop.kpis where tenant_id = " + BETA;

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

    private static AppLogin asAnn() throws SQLException {
        return login.as(shop.ann(Access.WRITE));
    }

    @Test
    void settingAnotherTenantAloneIsRefused() throws SQLException {
        asAnn().rows("select set_config('app.current_tenant_id', " + BETA + ", true)");
        assertThat(login.refusal(FOREIGN)).contains("is not the tenant that was signed");
        assertThat(login.changed("insert into shop.kpis (tenant_id, name) values (" + BETA + ", 'x')"))
                .isEqualTo(-1);
    }

    @Test
    void settingAnotherTenantInsideTheStatementOpensNothing() throws SQLException {
        for (String sql : List.of(
                "select name from (select set_config('app.current_tenant_id', BETA, true)) s, shop.kpis where"
                        + " tenant_id = BETA",
                "with s as materialized (select set_config('app.current_tenant_id', BETA, true)) select name from s,"
                        + " shop.kpis where tenant_id = BETA",
                "select name from shop.kpis where set_config('app.current_tenant_id', BETA, true) is not null and"
                        + " tenant_id = BETA")) {
            try {
                assertThat(asAnn().rows(sql.replace("BETA", BETA))).isEmpty();
            } catch (SQLException refused) {
                assertThat(refused.getSQLState()).isEqualTo("42501");
            }
        }
    }

    @Test
    void theOwnSignatureWithAnotherTenantWrittenIntoItIsRefused() throws SQLException {
        asAnn().rows("select set_config('app.current_tenant_id', " + BETA
                + ", true), set_config('app.context_signature',"
                + " replace(current_setting('app.context_signature'), '" + Shop.ACME + "', " + BETA + "), true)");
        assertThat(login.refusal(FOREIGN)).contains("the signature does not match");
    }

    @Test
    void theOwnSignatureWithWriteWrittenIntoItIsRefused() throws SQLException {
        login.as(shop.ann(Access.READ))
                .rows("select set_config('app.context_signature',"
                        + " replace(current_setting('app.context_signature'), '.read.', '.write.'), true)");
        assertThat(login.refusal("update shop.kpis set value = 1")).contains("the signature does not match");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from isolation.signing_keys",
                "select * from isolation.configuration",
                "insert into isolation.signing_keys values ('k9', ''::bytea, ''::bytea)",
                "insert into isolation.global_tables values ('shop.kpis', 'x')",
                "copy isolation.signing_keys to stdout",
                "lock table isolation.signing_keys in access share mode",
                "select query_to_xml('select * from isolation.signing_keys', true, false, '')",
                "select table_to_xml('isolation.signing_keys', true, false, '')",
                "select isolation.refused_context()",
                "select isolation.every_actor(null, null)",
                "select isolation.policy_predicate('setting')",
                "select * from isolation.policies()",
                "select * from isolation.obstacles('shop.kpis')",
                "select isolation.comparable('x')",
                "call isolation.protect('shop.kpis')",
                "call isolation.declare_global('shop.kpis', 'x')",
                "call isolation.use_membership_check('isolation.every_actor(uuid,text)')",
                "create table isolation.x (id int)",
                "create function isolation.x() returns int language sql return 1",
                "create or replace function isolation.verified_tenant() returns uuid language sql return null::uuid",
                "create function shop.is_member(text, text) returns boolean language sql return true",
                "create operator shop.= (leftarg = uuid, rightarg = uuid, function = uuid_ne)",
                "create function public.set_config(text, text, boolean) returns text language sql return 'x'",
                "create schema evil",
                "create temp table signing_keys (id text, inner_block bytea, outer_block bytea)",
                "select 1 as id into temp kpis",
                "create table shop.kpis_copy as select * from shop.kpis",
                "create view shop.peek as select * from shop.kpis",
                "alter function isolation.verified_tenant() set search_path = shop",
                "alter function isolation.verified_tenant() immutable",
                "alter table shop.kpis disable row level security",
                "alter table shop.kpis no force row level security",
                "alter table shop.kpis owner to shop_app",
                "alter table shop.kpis disable trigger all",
                "drop policy kpis_tenant_isolation_floor on shop.kpis",
                "alter policy kpis_tenant_isolation_floor on shop.kpis using (true)",
                "create policy mine on shop.kpis using (true)",
                "create trigger mine before update on shop.kpis for each row execute function isolation.refuse_move()",
                "create rule mine as on select to shop.kpis do instead select 1",
                "create index on shop.kpis (name)",
                "drop table shop.kpis",
                "truncate shop.kpis",
                "select * from shop.members",
                "comment on table shop.kpis is 'x'",
                "set role shop_owner",
                "set session authorization shop_owner",
                "set session authorization postgres",
                "set session_replication_role = replica",
                "set local session_preload_libraries = 'x'",
                "select set_config('role', 'shop_owner', true)",
                "alter role shop_app bypassrls",
                "grant shop_owner to shop_app",
                "copy shop.kpis from stdin",
                "copy shop.kpis to program 'cat'",
                "copy shop.kpis to '/tmp/kpis'",
                "select pg_read_file('/etc/passwd')",
                "select pg_ls_dir('.')",
                "select lo_import('/etc/passwd')",
                "create extension dblink",
                "load 'auto_explain'",
                "do language plpgsql $$ begin perform 1 from isolation.signing_keys; end $$",
            })
    void isRefused(String sql) throws SQLException {
        assertThat(asAnn().refusal(sql)).matches("(?s)(42501|0A000|42P17|42809|22023|28000) .*");
        assertThat(login.rows("select name from shop.kpis")).hasSize(2);
    }

    @Test
    void grantingOnWhatOneDoesNotHaveGrantsNothing() throws SQLException {
        String grants = "select relacl::text from pg_class where oid = 'shop.kpis'::regclass";
        List<String> before = asAnn().rows(grants);
        try (Statement statement = login.connection.createStatement()) {
            statement.execute("grant all on shop.kpis to public");
        }
        assertThat(login.rows(grants)).isEqualTo(before);
    }

    @Test
    void becomingOneselfAgainOpensNothing() throws SQLException {
        for (String sql : List.of(
                "reset role",
                "reset session authorization",
                "set role none",
                "set local search_path = shop, pg_temp, pg_catalog",
                "set local plan_cache_mode = force_generic_plan",
                "lock table shop.kpis in row exclusive mode")) {
            try (Statement statement = asAnn().connection.createStatement()) {
                statement.execute(sql);
            }
            assertThat(login.rows(FOREIGN)).as(sql).isEmpty();
            assertThat(login.rows("select name from shop.kpis")).as(sql).hasSize(2);
        }
    }

    @Test
    void turningRowSecurityOffTurnsTheQueryDown() throws SQLException {
        try (Statement statement = asAnn().connection.createStatement()) {
            statement.execute("set local row_security = off");
        }
        assertThat(login.refusal("select name from shop.kpis")).startsWith("42501");
        assertThat(login.refusal("copy shop.kpis to stdout")).startsWith("42501");
    }

    @Test
    void noSourceOfAFunctionHoldsASecret() throws SQLException {
        String blocks = shop.database
                .query("select encode(inner_block, 'hex') from isolation.signing_keys")
                .getFirst();
        assertThat(String.join("\n", asAnn().rows("select coalesce(prosrc, '') from pg_proc")))
                .doesNotContain(blocks, blocks.substring(0, 32));
        assertThat(login.rows("select setting from pg_settings where setting like '%" + blocks.substring(0, 16) + "%'"))
                .isEmpty();
    }

    /** A function that tells what it is given runs behind the policy, not before it; so do errors. */
    @Test
    void aLeakyConditionIsAskedAboutTheOwnRowsOnly() throws SQLException {
        assertThat(asAnn().rows("select name from shop.kpis where 1 / (value - 99) < 1"))
                .hasSize(2);
        assertThat(login.rows("select name from shop.kpis where (name || '!')::text <> '' and"
                        + " case when value = 99 then ('x' || name)::int else 1 end = 1"))
                .hasSize(2);
        assertThat(login.rows("explain (costs off) select name from shop.kpis where 1 / (value - 99) < 1"))
                .isNotEmpty();
        assertThat(login.rows("select most_common_vals::text from pg_stats where tablename = 'kpis'"))
                .isEmpty();
    }

    @Test
    void functionsThatRunTextSeeTheOwnRowsOnly() throws SQLException {
        asAnn();
        assertThat(login.rows("select query_to_xml('" + FOREIGN.replace("'", "''") + "', true, false, '')")
                        .toString())
                .doesNotContain("revenue");
        assertThat(login.rows("select table_to_xml('shop.kpis', true, false, '')")
                        .toString())
                .doesNotContain("99");
        assertThat(login.rows("select word from ts_stat('select to_tsvector(value::text) from shop.kpis')"))
                .doesNotContain("99");
        try (Statement statement = login.connection.createStatement()) {
            statement.execute("do $$ declare n int; begin select count(*) into n from shop.kpis where tenant_id = '"
                    + Shop.BETA + "'; if n > 0 then raise 'seen'; end if; end $$");
        }
    }

    @Test
    void aKeyOfAnotherTenantCanNeitherBeTakenNorSeenThroughAnUpsert() throws SQLException {
        asAnn();
        String insert = "insert into shop.kpis (tenant_id, name, value) values (" + BETA + ", 'revenue', 1)";
        assertThat(login.changed(insert)).isEqualTo(-1);
        assertThat(login.changed(insert + " on conflict (tenant_id, name) do nothing"))
                .isEqualTo(-1);
        assertThat(login.changed(insert + " on conflict (tenant_id, name) do update set value = 666 returning value"))
                .isEqualTo(-1);
        assertThat(login.changed("insert into shop.kpis (tenant_id, name) values ('" + Shop.ACME + "', 'revenue')"
                        + " on conflict (tenant_id, name) do update set tenant_id = " + BETA))
                .isEqualTo(-1);
    }

    @Test
    void endingTheTransactionEndsTheContext() throws SQLException {
        try (Statement statement = asAnn().connection.createStatement()) {
            statement.execute("commit; begin");
        }
        assertThat(login.rows("select name from shop.kpis")).isEmpty();
        assertThat(login.changed("delete from shop.kpis")).isZero();
        login.asNobody();
    }

    @Test
    void aRollbackToASavepointBringsTheContextBackThatStoodThere() throws SQLException {
        try (Statement statement = asAnn().connection.createStatement()) {
            statement.execute("savepoint s; select set_config('app.context_signature', 'x', true)");
            assertThat(login.refusal("select name from shop.kpis")).startsWith("42501");
            statement.execute("rollback to savepoint s");
        }
        assertThat(login.rows("select name from shop.kpis")).hasSize(2);
    }

    /** Plans are shared between the tenants of a connection; what they yield must not be. */
    @Test
    void genericPlansAndParallelWorkersServeEachTenantItsOwn() throws SQLException {
        boolean old = shop.database.majorVersion() < 16;
        try (AppLogin shared = new AppLogin(shop.database, Shop.APP)) {
            try (Statement statement = shared.connection.createStatement()) {
                statement.execute("set plan_cache_mode = force_generic_plan; set parallel_setup_cost = 0;"
                        + " set parallel_tuple_cost = 0; set min_parallel_table_scan_size = 0");
                statement.execute(old ? "set force_parallel_mode = on" : "set debug_parallel_query = on");
            }
            shared.connection.commit();
            try (PreparedStatement read =
                    shared.connection.prepareStatement("select string_agg(name, ' ' order by name) from shop.kpis")) {
                read.unwrap(org.postgresql.PGStatement.class).setPrepareThreshold(1);
                for (int i = 0; i < 6; i++) {
                    shared.as(i % 2 == 0 ? shop.ann(Access.READ) : shop.bob(Access.READ));
                    try (var rows = read.executeQuery()) {
                        rows.next();
                        assertThat(rows.getString(1)).isEqualTo(i % 2 == 0 ? "orders revenue" : "revenue");
                    }
                }
                shared.asNobody();
                try (var rows = read.executeQuery()) {
                    rows.next();
                    assertThat(rows.getString(1)).isNull();
                }
            }
        }
    }
}
