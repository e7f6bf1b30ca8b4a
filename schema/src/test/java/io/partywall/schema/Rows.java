package io.partywall.schema;

import io.partywall.isolation.TenantId;
import java.util.UUID;

/** One row of a tenant in each of its tables, all about one connector, one KPI and one person. */
public final class Rows {

    private static final String INSERTS = """
        insert into app.invitations (tenant_id, id, email, token_hash, invited_by, expires_at)
            values (:tenant, :id, 'new@acme.test', '\\x01', :user, '2027-01-01Z');
        insert into app.api_keys (tenant_id, id, name, prefix, secret_hash, created_by) values (:tenant, :id, 'key', 'pw_', '\\x01', :user);
        insert into app.idempotency_keys (tenant_id, id, key, route, request_fingerprint, expires_at)
            values (:tenant, :id, 'k', '/', '\\x01', '2027-01-01Z');
        insert into app.connectors (tenant_id, id, name, provider) values (:tenant, :id, 'orders', 'csv');
        insert into app.connector_runs (tenant_id, id, connector_id) values (:tenant, :id, :id);
        insert into app.analytics_events (tenant_id, id, event_type, event_name, source, source_id, connector_id, day, timestamp)
            values (:tenant, :id, 'order', 'order', 'csv', '1', :id, '2026-03-02', '2026-03-02 12:00Z');
        insert into app.stated_events (tenant_id, id) values (:tenant, :id);
        insert into app.analytics_contributions (tenant_id, id, connector_id, date) values (:tenant, :id, :id, '2026-03-02');
        insert into app.analytics_snapshots (tenant_id, id, connector_id, date) values (:tenant, :id, :id, '2026-03-02');
        insert into app.usage_snapshots (tenant_id, id, date) values (:tenant, :id, '2026-03-02');
        insert into app.kpis (tenant_id, id, name) values (:tenant, :id, 'Revenue');
        insert into app.kpi_data_points (tenant_id, id, kpi_id, value, timestamp) values (:tenant, :id, :id, 10, '2026-03-02Z');
        insert into app.kpi_targets (tenant_id, id, kpi_id, period, value) values (:tenant, :id, :id, '[2026-01-01,2026-04-01)', 1);
        insert into app.goals (tenant_id, id, title) values (:tenant, :id, 'Grow');
        insert into app.goal_kpis (tenant_id, id, goal_id, kpi_id) values (:tenant, :id, :id, :id);
        insert into app.metric_definitions (tenant_id, id, code, name, created_by_id, created_by_name)
            values (:tenant, :id, 'revenue', 'Revenue', :user, 'Abe');
        insert into app.dashboard_widgets (tenant_id, id, user_id, widget_type, position) values (:tenant, :id, :user, 'kpi', 0);
        insert into app.module_insights (tenant_id, id, module_slug, severity, summary) values (:tenant, :id, 'growth-pulse', 'INFO', 'up');
        insert into app.alert_rules (tenant_id, id, kpi_id, condition) values (:tenant, :id, :id, '{}');
        insert into app.notifications (tenant_id, id, user_id, kind, subject) values (:tenant, :id, :user, 'alert', 'down');
        insert into app.jobs (tenant_id, id, type, connector_id) values (:tenant, :id, 'sync', :id);
        insert into app.job_shares (tenant_id, id, queue) values (:tenant, :id, 'default');
        insert into app.job_schedules (tenant_id, id, name, type, cron) values (:tenant, :id, 'nightly', 'sync', '0 3 * * *');
        insert into app.finished_jobs (tenant_id, id, queue, type, payload, state, priority, attempts, max_attempts, connector_id,
            run_at, finished_at, created_at) values (:tenant, :id, 'default', 'sync', '{}', 'COMPLETED', 0, 1, 3, :id,
            now(), now(), now());
        insert into app.audit_logs (tenant_id, id, user_id, actor, action, resource, sequence, hash, person_hash, changes_hash)
            values (:tenant, :id, :user, 'Abe', 'kpi.create', 'kpi', 1, '\\x01', '\\x01', '\\x01');
        insert into app.audit_checkpoints (tenant_id, id, from_sequence, to_sequence, merkle_root, head, leaves, key_id, signature)
            values (:tenant, :id, 1, 1, '\\x01', '\\x01', sha256(''), 'a1', '\\x01');
        insert into app.conversations (tenant_id, id, user_id, persona) values (:tenant, :id, :user, 'CFO');
        insert into app.messages (tenant_id, id, conversation_id, role, content) values (:tenant, :id, :id, 'USER', 'why?');
        insert into app.knowledge_entries (tenant_id, id, title, content, content_hash) values (:tenant, :id, 't', 'c', '\\x01');
        insert into app.business_profiles (tenant_id, id) values (:tenant, :id);
        """;

    /** The id of each of the rows. */
    static final UUID ID = UUID.fromString("00000000-0000-7000-8000-000000000100");

    private Rows() {}

    public static String of(TenantId tenant, UUID user) {
        return "select app.ensure_event_partitions('2026-03-01', '2026-03-31'); select app.keep_job_history(30);"
                + INSERTS.replace(":tenant", "'" + tenant + "'")
                        .replace(":id", "'" + ID + "'")
                        .replace(":user", "'" + user + "'");
    }
}
