package io.partywall.isolation.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.isolation.Access;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Looking for a signing key or another tenant's signature: tables, sources, settings, statistics, sessions, files, logs. */
class KeyTheftTest {

    @RegisterExtension
    static final InjectableShop SHOP = new InjectableShop();

    /** A lock that a session of the other tenant waits for, so that it is there to be looked at. */
    private static final long LATCH = 7_001;

    /** The blocks of the key, in the two ways that PostgreSQL writes bytes. */
    private static List<String> keys() {
        List<String> keys = new ArrayList<>();
        for (String column : List.of("inner_block", "outer_block")) {
            keys.addAll(
                    SHOP.database.query("select left(encode(" + column + ", 'hex'), 24) from isolation.signing_keys"));
            keys.addAll(SHOP.database.query("select string_agg(get_byte(" + column + ", g)::text, ' ' order by g)"
                    + " from isolation.signing_keys, generate_series(0, 7) g group by id"));
            keys.addAll(SHOP.database.query("select string_agg((get_byte(" + column + ", g)::bit(8)::int - case when"
                    + " get_byte(" + column + ", g) > 127 then 256 else 0 end)::text, ' ' order by g)"
                    + " from isolation.signing_keys, generate_series(0, 7) g group by id"));
        }
        assertThat(keys).hasSize(6).allMatch(key -> key.length() >= 15);
        return keys;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from isolation.signing_keys",
                "select encode(inner_block, 'hex') from isolation.signing_keys",
                "select count(*) from isolation.signing_keys",
                "select 1 / count(*) from isolation.signing_keys",
                "select (select string_agg(k::text, '') from isolation.signing_keys k)",
                "table isolation.configuration",
                "select * from isolation.global_tables",
                "select * from isolation.installation",
                "insert into isolation.signing_keys values ('k9', ''::bytea, ''::bytea)",
                "update isolation.signing_keys set id = 'x'",
                "delete from isolation.signing_keys",
                "truncate isolation.signing_keys",
                "insert into isolation.global_tables values ('shop.kpis', 'x')",
                "update isolation.configuration set application_role = 'postgres'",
                "copy isolation.signing_keys to stdout",
                "lock table isolation.signing_keys in access share mode",
                "declare loot cursor for select * from isolation.signing_keys",
                "explain analyze select * from isolation.signing_keys",
                "select * from isolation.signing_keys tablesample system (100)",
                "select query_to_xml('select * from isolation.signing_keys', true, false, '')",
                "select table_to_xml('isolation.signing_keys', true, false, '')",
                "select ts_stat('select to_tsvector(id) from isolation.signing_keys')",
                "select currtid2('isolation.signing_keys', '(0,1)')",
                "select isolation.refused_context()",
                "select isolation.every_actor(null, null)",
                "select isolation.policy_predicate('setting')",
                "select * from isolation.policies()",
                "select * from isolation.obstacles('shop.kpis')",
                "select isolation.comparable('x')",
                "call isolation.protect('shop.kpis')",
                "call isolation.declare_global('shop.kpis', 'x')",
                "call isolation.use_membership_check('isolation.every_actor(uuid,text)')",
                "select setval('isolation.anchor', 1)",
                "select last_value from isolation.anchor",
                "do $$ begin perform 1 from isolation.signing_keys; end $$",
                "select * from pg_statistic",
                "select stxdmcv from pg_statistic_ext_data",
                "select * from pg_authid",
                "select * from pg_shadow",
                "select * from pg_user_mapping",
                "select * from pg_hba_file_rules",
                "select * from pg_file_settings",
                "select * from pg_get_backend_memory_contexts()",
                "select * from pg_shmem_allocations",
                "select data from pg_largeobject",
                "select pg_read_file('/etc/passwd')",
                "select pg_read_file('postgresql.conf')",
                "select pg_read_binary_file('PG_VERSION')",
                "select pg_stat_file('PG_VERSION')",
                "select pg_ls_dir('.')",
                "select pg_ls_logdir()",
                "select pg_ls_waldir()",
                "select pg_ls_tmpdir()",
                "select pg_current_logfile()",
                "select pg_rotate_logfile()",
                "select pg_reload_conf()",
                "select pg_log_backend_memory_contexts(pg_backend_pid())",
                "select pg_logical_slot_get_changes('x', null, null)",
                "select pg_create_logical_replication_slot('x', 'test_decoding')",
                "select pg_switch_wal()",
                "select lo_import('/etc/passwd')",
                "select lo_export(0, '/tmp/loot')",
                "select pg_stat_reset()",
                "load 'auto_explain'",
                "set compute_query_id = on; set auto_explain.log_min_duration = 0; load '$libdir/auto_explain'",
            })
    void isRefused(String sql) throws SQLException {
        assertThat(SHOP.refusal(sql)).matches("(?s)(42501|42704|55000) .*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select coalesce(prosrc, '') || coalesce(array_to_string(proconfig, ' '), '') from pg_proc",
                "select pg_get_functiondef(oid) from pg_proc where pronamespace = 'isolation'::regnamespace",
                "select pg_get_expr(polqual, polrelid) || pg_get_expr(polwithcheck, polrelid) from pg_policy",
                "select name || setting || boot_val || reset_val from pg_settings",
                "select setconfig::text from pg_db_role_setting",
                "select s::text from pg_stats s",
                "select s::text from pg_stats_ext s",
                "select s::text from pg_stats_ext_exprs s",
                "select description from pg_description where description is not null",
                "select p::text from pg_prepared_statements p",
                "select c::text from pg_cursors c",
                "select l::text from pg_locks l",
                "select l::text from pg_largeobject_metadata l",
                "select a::text from pg_stat_activity a",
                "select s::text from pg_stat_all_tables s",
                "select s::text from pg_stat_user_functions s",
                "select x::text from pg_prepared_xacts x",
                "select n::text from pg_notification_queue_usage() n",
                "select pg_get_viewdef(oid) from pg_class where relkind = 'v' and relnamespace = 'shop'::regnamespace",
                "select adbin::text from pg_attrdef",
            })
    void noCatalogueThatAnyoneReadsHoldsAKeyOrARowOfAnother(String sql) throws SQLException {
        List<String> keys = keys();
        String signature = macOf(SHOP.bob(Access.WRITE).signature());
        assertThat(SHOP.stacked(sql))
                .noneMatch(InjectableShop::betrays)
                .noneMatch(value -> keys.stream().anyMatch(value::contains))
                .noneMatch(value -> value.contains(signature));
    }

    /** What the statistics hold is there, for a superuser; so the views would show it, did they not look at row security. */
    @Test
    void theStatisticsOfTheTableDoHoldRowsOfAnother() {
        assertThat(SHOP.database.query(
                        "select histogram_bounds::text || coalesce(most_common_vals::text, '') from pg_stats"
                                + " where schemaname = 'shop' and attname = 'name'"))
                .anyMatch(InjectableShop::betrays);
    }

    /** The verification runs in the attacker's session, with the settings for developers that he likes. */
    @Test
    void noPlanOrTreeThatTheServerPrintsHoldsTheKey() throws SQLException {
        StringBuilder printed = new StringBuilder();
        SHOP.inTransaction(session -> {
            for (String setting : List.of(
                    "client_min_messages = debug5",
                    "debug_print_parse = on",
                    "debug_print_rewritten = on",
                    "debug_print_plan = on",
                    "plan_cache_mode = force_custom_plan",
                    "log_parameter_max_length_on_error = -1",
                    "plpgsql.print_strict_params = on",
                    "plpgsql.extra_errors = 'none'")) {
                session.run("set local " + setting);
            }
            for (String sql : List.of(
                    "select isolation.verified_tenant() from generate_series(1, 7)",
                    "select isolation.writable_tenant(), isolation.verified_actor()",
                    "update shop.kpis set value = value")) {
                try (Statement statement = session.connection().createStatement()) {
                    statement.execute(sql);
                    for (SQLWarning told = statement.getWarnings(); told != null; told = told.getNextWarning()) {
                        printed.append(told)
                                .append(((org.postgresql.util.PSQLWarning) told)
                                        .getServerErrorMessage()
                                        .getDetail());
                    }
                }
            }
            session.run("set local app.context_signature = 'v1.k1.a.b.write.1.2'");
            printed.append(session.refusal("select isolation.verified_tenant()"));
        });
        assertThat(printed.length()).isGreaterThan(10_000);
        assertThat(printed).contains("PLANNEDSTMT").contains("inner_block");
        keys().forEach(key -> assertThat(printed).doesNotContain(key));
    }

    /**
     * Every session of the role sees the text that another of its sessions runs: the names of tables, the tenant's id where
     * jOOQ wrote it, values that the application wrote into the text. The signature travels as a parameter.
     */
    @Test
    void anotherSessionShowsItsTextAndNoSignature() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        String signature = SHOP.bob(Access.WRITE).signature();
        try (Connection holder = SHOP.database.admin();
                ExecutorService other = Executors.newSingleThreadExecutor()) {
            new Session(holder).run("select pg_advisory_lock(" + LATCH + ")");
            Future<List<String>> waiting = other.submit(() -> SHOP.in(SHOP.bob(Access.WRITE), session -> {
                asked.countDown();
                return session.values("select 'what bob asks', pg_advisory_xact_lock_shared(" + LATCH + ")");
            }));
            asked.await();
            List<String> seen = SHOP.asAnn(session -> {
                List<String> shown = List.of();
                while (shown.stream().noneMatch(text -> text.contains("what bob asks"))) {
                    shown = session.values("select a::text from pg_stat_activity a where pid <> pg_backend_pid()"
                            + " and usename = current_user");
                }
                return shown;
            });
            List<String> locks = SHOP.stacked("select l::text from pg_locks l");
            new Session(holder).run("select pg_advisory_unlock(" + LATCH + ")");
            waiting.get();
            assertThat(seen)
                    .noneMatch(text -> text.contains(macOf(signature)))
                    .noneMatch(text -> text.contains("v1.k1."));
            assertThat(locks).noneMatch(text -> text.contains("v1.k1."));
        }
    }

    /** A batch enters the context by a statement of its own; of an empty one, that is what stays to be seen. */
    @Test
    void theContextOfAnotherSessionIsShownWithParametersOnly() throws SQLException {
        try (Session attacker = SHOP.login()) {
            attacker.enter(SHOP.ann(Access.READ));
            List<String> seen = SHOP.in(SHOP.bob(Access.WRITE), session -> {
                session.connection().setAutoCommit(false);
                try (Statement empty = session.connection().createStatement()) {
                    empty.executeBatch();
                }
                return attacker.values("select query from pg_stat_activity where usename = current_user and"
                        + " pid <> pg_backend_pid() and state = 'idle in transaction'");
            });
            assertThat(seen)
                    .anyMatch(text -> text.contains("'app.context_signature', $2, true)"))
                    .noneMatch(text -> text.contains("v1.k1."));
        }
    }

    @Test
    void anErrorTellsTheOwnSignatureToNobody() throws SQLException {
        String told = SHOP.refusal("select set_config('app.current_tenant_id', '" + InjectableShop.BETA
                + "', true); select name from shop.kpis");
        assertThat(told).doesNotContain("v1.k1.");
    }

    private static String macOf(String signature) {
        return signature.substring(signature.length() - 64);
    }
}
