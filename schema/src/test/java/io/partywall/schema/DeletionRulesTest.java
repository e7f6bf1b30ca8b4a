package io.partywall.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes with a tenant, a person, a connector, and what stays. */
class DeletionRulesTest {

    private Platform platform;

    @BeforeEach
    void fillEveryTable() throws SQLException {
        platform = Platform.open();
        platform.database.execute(Rows.of(Platform.ACME, Platform.ABE));
        platform.database.execute(Rows.of(Platform.BETA, Platform.BOB));
        platform.database.execute("""
            insert into app.sessions (id, user_id, token_hash, expires_at) values ('%1$s', '%1$s', '\\x01', '2099-01-01Z')\
            """.formatted(Platform.ABE));
    }

    @AfterEach
    void close() {
        platform.close();
    }

    /** The tables with this column in which Acme has rows that the condition holds for. */
    private List<String> tablesOfAcme(String column, String condition) {
        List<String> tables = platform.database.query("""
            select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = '%s'
            where c.relnamespace = 'app'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
            and exists (select from pg_attribute t where t.attrelid = c.oid and t.attname = 'tenant_id')
            and c.relname <> 'erasure_ledger'\
            """.formatted(column));
        return platform.database.query(tables.stream()
                .map(table -> "select '%1$s' where exists (select from app.%1$s where tenant_id = '%2$s' and %3$s)"
                        .formatted(table, Platform.ACME, condition))
                .collect(Collectors.joining(" union all ")));
    }

    private int asPlatform(String statement, UUID id) throws SQLException {
        try (Session session = platform.loggedInAs(Roles.PLATFORM)) {
            return session.update(statement + " where id = '" + id + "'");
        }
    }

    @Test
    void aTenantsRowsGoWithTheTenantAndNobodyElses() throws SQLException {
        List<String> before = tablesOfAcme("tenant_id", "true");
        assertThat(before).hasSizeGreaterThan(27).contains("audit_logs", "tenant_members", "analytics_events");
        assertThat(asPlatform("delete from app.tenants", Platform.ACME.value())).isOne();
        assertThat(tablesOfAcme("tenant_id", "true")).isEmpty();
        for (String table : before) {
            assertThat(platform.database.query(
                            "select 1 from app." + table + " where tenant_id = '" + Platform.BETA + "'"))
                    .as(table)
                    .isNotEmpty();
        }
        assertThat(platform.database.query("select name from app.users")).contains("Ann", "Abe");
    }

    @Test
    void ofAPersonTheMembershipsWidgetsAndSessionsGoAndWhatOthersNeedStays() throws SQLException {
        List<String> before = tablesOfAcme("tenant_id", "true");
        assertThat(asPlatform("delete from app.users", Platform.ABE)).isOne();
        List<String> gone = new ArrayList<>(before);
        gone.removeAll(tablesOfAcme("tenant_id", "true"));
        assertThat(gone).containsExactlyInAnyOrder("dashboard_widgets", "notifications", "conversations", "messages");
        assertThat(platform.database.query("select 1 from app.sessions")).isEmpty();
        assertThat(platform.database.query("select user_id from app.tenant_members"))
                .doesNotContain(Platform.ABE.toString());
        assertThat(platform.database.query("""
            select concat_ws(' ', created_by_id, created_by_name, name) from app.metric_definitions where tenant_id = '%1$s'
            union all
            select concat_ws(' ', user_id, actor, action) from app.audit_logs where tenant_id = '%1$s'
            and actor = 'Abe'
            union all
            select concat_ws(' ', invited_by, email) from app.invitations where tenant_id = '%1$s'
            union all
            select concat_ws(' ', created_by, name) from app.api_keys where tenant_id = '%1$s'\
            """.formatted(Platform.ACME)))
                .containsExactlyInAnyOrder("Abe Revenue", "Abe kpi.create", "new@acme.test", "key");
    }

    @Test
    void ofAConnectorTheRunsAndSharesGoAndTheFactsStayWithoutIt() throws SQLException {
        List<String> named = tablesOfAcme("connector_id", "connector_id = '" + Rows.ID + "'");
        assertThat(named)
                .containsExactlyInAnyOrder(
                        "connector_runs",
                        "analytics_contributions",
                        "analytics_events",
                        "analytics_snapshots",
                        "jobs",
                        "finished_jobs");
        try (Session ann = platform.ann()) {
            assertThat(ann.update("delete from app.connectors")).isOne();
        }
        assertThat(tablesOfAcme("connector_id", "connector_id is null"))
                .containsExactlyInAnyOrder("analytics_events", "analytics_snapshots", "jobs", "finished_jobs");
        assertThat(tablesOfAcme("connector_id", "connector_id is not null")).isEmpty();
        assertThat(platform.database.query("select connector_id from app.connector_runs"))
                .containsExactly(Rows.ID.toString());
    }

    @Test
    void ofAKpiThePointsTargetsWeightsAndAlertsGo() throws SQLException {
        try (Session ann = platform.ann()) {
            assertThat(ann.update("delete from app.kpis")).isOne();
        }
        assertThat(tablesOfAcme("kpi_id", "true")).isEmpty();
        assertThat(tablesOfAcme("title", "true")).contains("goals");
    }

    @Test
    void theOwnerOfTheSchemaIsStoppedByTheWallsToo() throws SQLException {
        try (Session owner = platform.owner()) {
            assertThat(owner.update("delete from app.tenants")).isZero();
            assertThat(owner.update("delete from app.kpis")).isZero();
        }
    }

    @Test
    void theApplicationDeletesNeitherTenantsNorPeople() throws SQLException {
        try (Session ann = platform.ann()) {
            assertThat(ann.refusal("delete from app.tenants")).startsWith("42501");
            assertThat(ann.refusal("delete from app.users")).startsWith("42501");
        }
    }
}
