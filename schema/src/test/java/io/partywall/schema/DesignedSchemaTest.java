package io.partywall.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every table, column and word that the design names is there. Of a job's, the result is in {@code finished_jobs} only, since
 * one that waits or runs has none; and the weight is in {@code job_shares}, since it is a tenant's and not a job's: changed in
 * one place, it holds for all that waits.
 */
class DesignedSchemaTest {

    private static final String COLUMNS = """
        tenants: name slug domain status settings metadata features max_users max_integrations encryption_keyset plan_type
            billing_email billing_user_id time_zone currency week_starts_on notice
        users: email password_hash first_name last_name name image provider provider_id status email_verified platform_admin
            last_login_at
        sessions: user_id token_hash created_at last_seen_at expires_at ip_address user_agent
        user_tokens: user_id purpose token_hash expires_at
        user_identities: user_id issuer subject
        platform_audit_logs: user_id actor action resource resource_id changes ip_address user_agent request_id
        subscriptions: user_id status plan_type current_period_end cancel_at_period_end
        plan_limits: plan key soft hard
        shared_knowledge_entries: title content source content_hash language embedding_model embedding metadata
        erasure_ledger: tenant_id erased_at erased_by certificate
        tenant_members: user_id role permissions status joined_at
        invitations: email role token_hash invited_by expires_at accepted_at
        api_keys: name prefix secret_hash scopes created_by expires_at last_used_at revoked_at
        idempotency_keys: key route request_fingerprint response expires_at
        connectors: name provider description config credentials status enabled last_sync_at sync_status sync_error cursor
            schedule
        connector_runs: connector_id started_at finished_at state read_count inserted_count updated_count skipped_count
            rejected_count error reject_sample
        analytics_events: event_type event_name properties source source_id subject_id value currency connector_id timestamp
            ingested_at
        stated_events: id created_at
        analytics_snapshots: connector_id date sessions users conversions revenue source_breakdown metadata
        analytics_contributions: connector_id date sessions users conversions revenue source_breakdown
        usage_snapshots: date api_calls tokens_used storage_bytes events_ingested jobs_run
        kpis: name description target_value current_value unit category direction metric_code is_active deleted_at
        kpi_data_points: kpi_id value timestamp source
        kpi_targets: kpi_id period value
        goals: title description start_date target_date status deleted_at
        goal_kpis: goal_id kpi_id weight baseline target
        metric_definitions: code name description formula version effective_at deprecated_at created_by_id created_by_name
        dashboard_widgets: user_id widget_type position size is_visible config
        module_insights: module_slug severity summary highlights action_items score metadata period
        alert_rules: kpi_id metric_code condition channels snoozed_until enabled
        notifications: user_id kind subject body link read_at delivered_at
        jobs: queue type payload state priority attempts max_attempts error errors progress progress_note module_slug
            connector_id run_at unique_key unique_until_start worker lease_until started_at cancel_requested_at fair_tag
        finished_jobs: queue type payload state priority attempts max_attempts result error errors module_slug connector_id
            run_at unique_key worker started_at finished_at
        job_queues: name cap paused_at virtual_time last_tag
        paused_job_types: type paused_at
        job_shares: queue weight cap virtual_time is_long head_priority head_id next_look_at
        job_schedules: name queue type payload cron enabled next_run_at last_run_at
        audit_logs: user_id actor action resource resource_id changes ip_address user_agent request_id sequence hash
        audit_checkpoints: from_sequence to_sequence merkle_root previous signature
        conversations: user_id persona title
        messages: conversation_id role content citations tokens
        knowledge_entries: title content source content_hash language embedding_model embedding metadata
        knowledge: tenant_id title content source embedding
        business_profiles: industry size stage description goals target_market competitors metadata
        """;

    private static final String WORDS = """
        tenants.status: TRIAL ACTIVE SUSPENDED CANCELLED
        users.provider: PASSWORD GOOGLE
        users.status: ACTIVE INACTIVE INVITED SUSPENDED
        subscriptions.status: ACTIVE CANCELED PAST_DUE
        subscriptions.plan_type: FREE STARTER PRO
        tenant_members.role: OWNER ADMIN MEMBER VIEWER
        connectors.status: PENDING ACTIVE ERROR DISABLED
        kpis.category: REVENUE GROWTH ENGAGEMENT EFFICIENCY OTHER
        kpis.direction: UP DOWN
        goals.status: ACTIVE COMPLETED PAUSED
        dashboard_widgets.size: SMALL MEDIUM LARGE
        module_insights.severity: INFO WARNING CRITICAL
        jobs.state: SCHEDULED PENDING HELD PROCESSING FAILED COMPLETED CANCELLED DEAD
        conversations.persona: CEO CFO CMO CTO
        messages.role: USER ASSISTANT SYSTEM
        """;

    private static final String DEFAULTS = """
        tenants.max_users: 10
        tenants.max_integrations: 5
        tenants.plan_type: 'trial'
        kpis.current_value: 0
        goal_kpis.weight: 1
        jobs.max_attempts: 3
        jobs.state: 'HELD'
        job_shares.weight: 1
        """;

    private static final String UNIQUES = """
        tenants: slug
        tenants: domain
        users: lower(email)
        subscriptions: user_id
        tenant_members: tenant_id, user_id
        invitations: tenant_id, lower(email)
        analytics_snapshots: tenant_id, date
        analytics_contributions: tenant_id, connector_id, date
        usage_snapshots: tenant_id, date
        kpi_data_points: tenant_id, kpi_id, "timestamp", source
        goal_kpis: tenant_id, goal_id, kpi_id
        metric_definitions: tenant_id, code, version
        dashboard_widgets: tenant_id, user_id, widget_type
        business_profiles: tenant_id
        jobs: tenant_id, queue, unique_key
        job_shares: tenant_id, queue
        job_schedules: tenant_id, name
        """;

    private static final String INDEXES = """
        kpi_data_points: tenant_id, kpi_id, "timestamp" DESC
        metric_definitions: tenant_id, code
        metric_definitions: tenant_id, effective_at
        module_insights: tenant_id, module_slug
        module_insights: tenant_id, created_at
        module_insights: tenant_id, severity
        audit_logs: tenant_id, created_at
        audit_logs: tenant_id, user_id
        audit_logs: tenant_id, action
        audit_logs: tenant_id, resource
        """;

    private static Platform platform;

    @BeforeAll
    static void open() throws SQLException {
        platform = Platform.open();
    }

    @AfterAll
    static void close() {
        platform.close();
    }

    /** Lines of {@code name: words}, one string for each word; a line that is indented goes on. */
    private static List<String> pairs(String text) {
        return lines(text).stream()
                .flatMap(line -> Arrays.stream(after(line).split(" ")).map(word -> before(line) + "." + word))
                .toList();
    }

    private static List<String> lines(String text) {
        return text.replaceAll("\n +", " ").lines().toList();
    }

    private static String before(String line) {
        return line.substring(0, line.indexOf(':'));
    }

    private static String after(String line) {
        return line.substring(line.indexOf(':') + 2);
    }

    @Test
    void everyDesignedColumnIsThere() {
        assertThat(platform.database.query("select table_name || '.' || column_name from information_schema.columns"
                        + " where table_schema = 'app'"))
                .containsAll(pairs(COLUMNS));
    }

    @Test
    void everyTableIsDesigned() {
        assertThat(platform.database.query(
                        "select c.relname from pg_class c where c.relnamespace = 'app'::regnamespace and"
                                + " c.relkind in ('r', 'p', 'v') and not c.relispartition and c.relname <>"
                                + " 'schema_history'"))
                .containsExactlyInAnyOrderElementsOf(
                        lines(COLUMNS).stream().map(DesignedSchemaTest::before).toList());
    }

    @Test
    void closedVocabulariesAreEnumsOfExactlyTheDesignedWords() {
        assertThat(platform.database.query("""
            select a.attrelid::regclass || '.' || a.attname || ': ' || string_agg(e.enumlabel, ' ' order by e.enumsortorder)
            from pg_attribute a join pg_enum e on e.enumtypid = a.atttypid group by a.attrelid, a.attname\
            """))
                .containsAll(lines(WORDS).stream().map(line -> "app." + line).toList());
    }

    @Test
    void defaultsAreThoseOfTheDesign() {
        assertThat(platform.database.query("""
            select table_name || '.' || column_name || ': ' || regexp_replace(column_default, '::.*', '')
            from information_schema.columns where table_schema = 'app' and column_default is not null\
            """)).containsAll(lines(DEFAULTS));
    }

    @Test
    void everyDesignedUniqueIsThere() {
        assertThat(indexes("i.indisunique")).containsAll(lines(UNIQUES));
    }

    @Test
    void everyDesignedIndexIsThere() {
        assertThat(indexes("true")).containsAll(lines(INDEXES));
    }

    private static List<String> indexes(String which) {
        return platform.database.query("""
            select c.relname || ': ' || regexp_replace(pg_get_indexdef(i.indexrelid),
                '^.* USING btree \\((.*?)\\)( NULLS NOT DISTINCT)?( WHERE .*)?$', '\\1')
            from pg_index i join pg_class c on c.oid = i.indrelid
            where c.relnamespace = 'app'::regnamespace and %s\
            """.formatted(which));
    }
}
