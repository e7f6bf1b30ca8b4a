package io.partywall.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.isolation.Access;
import io.partywall.isolation.Actor;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every change to a tenant's rows leaves a row in its audit trail, whoever makes it and by whichever SQL. */
class RecordedChangesTest {

    private static final String ORIGIN = "{\"address\": \"192.0.2.7\", \"agent\": \"curl/8\", \"request\": \"r-1\"}";
    private static final String KPI =
            "insert into app.kpis (tenant_id, id, name) values ('" + Platform.ACME + "', '" + Rows.ID + "', 'Revenue')";

    private Platform platform;

    @BeforeEach
    void open() throws SQLException {
        platform = Platform.open();
        start = platform.database.query("select clock_timestamp()").getFirst();
    }

    private String start = "";

    @AfterEach
    void close() {
        platform.close();
    }

    private Session ann() throws SQLException {
        return platform.in(platform.keys.issue(
                Platform.ACME, Actor.user(Platform.ANN), Access.WRITE, Duration.ofMinutes(1), ORIGIN));
    }

    /** Expressions over the rows that were recorded since the test began, in their order. */
    private List<String> recorded(String expression) {
        return platform.database.query("select " + expression + " from app.audit_logs where created_at >= '" + start
                + "' order by created_at, resource, action, resource_id");
    }

    @Test
    void everyTenantTableIsAuditedOrSaysWhyNot() {
        String audited = """
            select c.relname from pg_class c where c.relnamespace = 'app'::regnamespace and (
                select count(*) from pg_trigger t
                where t.tgrelid = c.oid and t.tgfoid = 'app.record_changes'::regproc and t.tgenabled = 'O') = 3
            """;
        assertThat(platform.database.query("""
            select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
            where c.relnamespace = 'app'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
            and c.relname <> 'erasure_ledger'
            and (c.relname in (%s)) = (c.relname in (select u.name from app.unaudited() u))\
            """.formatted(audited))).isEmpty();
        assertThat(platform.database.query(
                        "select name from app.unaudited() where to_regclass('app.' || name) is null or reason"
                                + " !~ '\\w'"))
                .isEmpty();
        assertThat(platform.database.query("select 1 where 'tenants' in (" + audited + ")"))
                .hasSize(1);
    }

    /** Keys, hashes of tokens and ciphertexts are bytes; so is the one fingerprint that is nobody's secret. */
    @Test
    void noColumnOfBytesIsTold() {
        assertThat(platform.database.query("""
            select c.relname || '.' || a.attname from pg_trigger t join pg_class c on c.oid = t.tgrelid
            join pg_attribute a on a.attrelid = c.oid and a.atttypid = 'bytea'::regtype and not a.attisdropped
            where t.tgfoid = 'app.record_changes'::regproc and t.tgname = 'record_creation'
            and not a.attname = any (split_part(encode(t.tgargs, 'escape'), '\\000', 1)::text[])\
            """)).containsExactly("knowledge_entries.content_hash");
    }

    @Test
    void rawSqlLeavesARowThatSaysWhoDidWhatAndFromWhere() throws SQLException {
        try (Session ann = ann()) {
            assertThat(ann.update(KPI)).isOne();
            assertThat(ann.update("update app.kpis set name = 'Turnover', unit = 'EUR'"))
                    .isOne();
            assertThat(ann.update("delete from app.kpis")).isOne();
        }
        assertThat(recorded("concat_ws(' ', actor, user_id, ip_address, user_agent, request_id)"))
                .hasSize(3)
                .containsOnly(
                        "user:" + Platform.ANN + " Ann <ann@acme.test> " + Platform.ANN + " 192.0.2.7 curl/8 r-1");
        assertThat(recorded("action || ' ' || resource || ' ' || resource_id || ' ' || tenant_id"))
                .containsExactly(
                        "create kpis " + Rows.ID + " " + Platform.ACME,
                        "update kpis " + Rows.ID + " " + Platform.ACME,
                        "delete kpis " + Rows.ID + " " + Platform.ACME);
        assertThat(recorded("changes - 'after' - 'before' = '{}'")).containsOnly("t");
        assertThat(recorded("changes -> 'after' ->> 'name'")).containsExactly("Revenue", "Turnover", null);
        assertThat(recorded("changes -> 'before' ->> 'name'")).containsExactly(null, "Revenue", "Turnover");
        assertThat(recorded("changes").get(1))
                .isEqualTo("{\"after\": {\"name\": \"Turnover\", \"unit\": \"EUR\"}, \"before\": {\"name\":"
                        + " \"Revenue\", \"unit\": null}}");
    }

    @Test
    void secretsAreNotTold() throws SQLException {
        try (Session ann = ann()) {
            assertThat(ann.update("insert into app.connectors (tenant_id, id, name, provider, credentials) values ('"
                            + Platform.ACME + "', '" + Rows.ID + "', 'orders', 'csv', 'hunter2')"))
                    .isOne();
            assertThat(ann.update("update app.connectors set credentials = 'hunter3'"))
                    .isOne();
            assertThat(ann.update("update app.connectors set credentials = null"))
                    .isOne();
        }
        assertThat(recorded("changes -> 'after' ->> 'credentials'")).containsExactly("[redacted]", "[redacted]", null);
        assertThat(recorded("changes -> 'before' ->> 'credentials'")).containsExactly(null, "[redacted]", "[redacted]");
        assertThat(recorded("changes::text")).noneMatch(told -> told.contains("68756e746572"));
    }

    @Test
    void whatChangesNothingOrIsTakenBackLeavesNone() throws SQLException {
        try (Session ann = ann()) {
            assertThat(ann.update(KPI)).isOne();
            assertThat(ann.update("update app.kpis set name = name")).isOne();
            assertThat(ann.update("delete from app.goals")).isZero();
            ann.begin();
            assertThat(ann.update("delete from app.kpis")).isOne();
            ann.rollback();
        }
        assertThat(recorded("action")).containsExactly("create");
    }

    @Test
    void aPointOfAKpiIsNoChangeOfTheKpi() throws SQLException {
        try (Session ann = ann()) {
            assertThat(ann.update(KPI)).isOne();
            assertThat(ann.update("insert into app.kpi_data_points (tenant_id, id, kpi_id, value, timestamp) values ('"
                            + Platform.ACME + "', gen_random_uuid(), '" + Rows.ID + "', 10, now())"))
                    .isOne();
            assertThat(ann.query("select current_value::int from app.kpis")).containsExactly("10");
        }
        assertThat(recorded("action || ' ' || resource")).containsExactly("create kpis");
    }

    @Test
    void aStatementLeavesARowForEachRowThatItChanges() throws SQLException {
        try (Session ann = ann()) {
            assertThat(ann.update("insert into app.kpis (tenant_id, id, name) select '" + Platform.ACME
                            + "', gen_random_uuid(), n::text from generate_series(1, 200) n"))
                    .isEqualTo(200);
            assertThat(ann.update("update app.kpis set unit = 'EUR' where name::int > 50"))
                    .isEqualTo(150);
            assertThat(ann.update("insert into app.kpis (tenant_id, id, name) select '" + Platform.ACME
                            + "', id, 'again' from app.kpis where unit is null"
                            + " on conflict (tenant_id, id) do update set name = excluded.name"))
                    .isEqualTo(50);
        }
        assertThat(platform.database.query("select action || ' ' || count(*) || ' ' || count(distinct resource_id) from"
                        + " app.audit_logs where resource = 'kpis' group by action order by 1"))
                .containsExactly("create 200 200", "update 200 200");
    }

    @Test
    void whatGoesWithAnotherRowIsTold() throws SQLException {
        platform.database.execute(Rows.of(Platform.ACME, Platform.ABE));
        try (Session ann = ann()) {
            assertThat(ann.update("delete from app.connectors")).isOne();
        }
        assertThat(platform.database.query("select action || ' ' || resource || ' ' || (changes -> 'after')::text from"
                        + " app.audit_logs where user_id = '" + Platform.ANN + "' and action = 'update'"))
                .containsExactly("update analytics_snapshots {\"connector_id\": null}");
        assertThat(platform.database.query("select resource from app.audit_logs where user_id = '" + Platform.ANN
                        + "' and action = 'delete' order by 1"))
                .containsExactly("analytics_contributions", "connector_runs", "connectors");
    }

    @Test
    void theApplicationCannotSayThatItIsSomebodyElse() throws SQLException {
        try (Session ann = ann()) {
            assertThat(ann.query("select set_config('app.actor', '" + Platform.ABE
                            + "', false) || set_config('app.origin', '{\"address\": \"198.51.100.1\"}', false)"))
                    .hasSize(1);
            assertThat(ann.update(KPI)).isOne();
            assertThat(ann.refusal("insert into app.audit_logs (tenant_id, id, actor, action, resource) values ('"
                            + Platform.ACME + "', gen_random_uuid(), 'Abe', 'create', 'kpis')"))
                    .startsWith("42501");
            for (String call : List.of(
                    "select app.acting()",
                    "select app.new_id()",
                    "select app.redacted('{}', '{}')",
                    "select app.unaudited()",
                    "call app.audit('app.jobs')",
                    "create trigger t after insert on app.kpis for each statement execute function"
                            + " app.record_changes('{}', '{}')",
                    "alter table app.kpis disable trigger record_update")) {
                assertThat(ann.refusal(call)).startsWith("42501");
            }
        }
        assertThat(recorded("actor || ' ' || ip_address"))
                .containsExactly("user:" + Platform.ANN + " Ann <ann@acme.test> 192.0.2.7/32");
    }

    @Test
    void aServiceOfTheTenantIsNamed() throws SQLException {
        try (Session service = platform.in(
                platform.keys.issue(Platform.ACME, Actor.service("import"), Access.WRITE, Duration.ofMinutes(1)))) {
            assertThat(service.update(KPI)).isOne();
        }
        assertThat(recorded("concat_ws(' ', actor, user_id, ip_address, request_id)"))
                .containsExactly("service:import");
    }

    @Test
    void thePlatformSaysForWhomItActs() throws SQLException {
        String rename = "update app.tenants set name = name || '!' where slug = 'acme'";
        try (Session session = platform.loggedInAs(Roles.PLATFORM)) {
            assertThat(session.update(rename)).isOne();
            assertThat(session.query("select set_config('app.actor', '" + Platform.ABE
                            + "', false) || set_config('app.origin', '" + ORIGIN + "', false)"))
                    .hasSize(1);
            assertThat(session.update(rename)).isOne();
        }
        assertThat(recorded("concat_ws(' ', actor, user_id, request_id)"))
                .containsExactly(
                        "service:partywall_platform",
                        "user:" + Platform.ABE + " Abe <abe@acme.test> " + Platform.ABE + " r-1");
    }

    /** Written as the transaction's own time zone has it, the same moment would be told in as many ways. */
    @Test
    void timesAreToldInUtc() throws SQLException {
        try (Session ann = ann()) {
            assertThat(ann.query("select set_config('timezone', 'Asia/Kathmandu', false)"))
                    .hasSize(1);
            assertThat(ann.update(KPI)).isOne();
        }
        assertThat(recorded("changes -> 'after' ->> 'created_at'").getFirst()).endsWith("+00:00");
    }

    @Test
    void newIdsAreUuidsOfVersionSevenThatTellTheTime() {
        assertThat(platform.database.query("""
            select abs(extract(epoch from clock_timestamp()) - ('x' || substr(replace(id::text, '-', ''), 1, 12))::bit(48)::bigint / 1000.0) < 60
                and id::text ~ '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$'
            from (select app.new_id() as id from generate_series(1, 100)) ids\
            """)).hasSize(100).containsOnly("t");
    }
}
