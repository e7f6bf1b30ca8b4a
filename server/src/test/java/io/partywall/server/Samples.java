package io.partywall.server;

import static java.util.Map.entry;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * A good body for each operation that takes one, by its id. What stands in {@code ${…}} is filled in: the kind of a thing is its id
 * ({@link TenantThings}), {@code text} and {@code code} tell its tenant, and are new each time.
 */
final class Samples {

    private static final Pattern BLANK = Pattern.compile("\\$\\{([a-z-]+)}");

    private static final Map<String, String> BODIES = Map.ofEntries(
            entry("alert-rules_create", """
                {"kpi_id": "${kpis}", "condition": {"operator": "BELOW", "value": 3.5, "over_days": 7},
                 "channels": ["IN_APP"], "enabled": true}\
                """),
            entry("alert-rules_update", "{\"kpi_id\": \"${kpis}\", \"snoozed_until\": \"2030-01-01T00:00:00Z\"}"),
            entry("api-keys_create", """
                {"name": "${text}", "scopes": ["kpis:read", "goals:read"]}\
                """),
            entry("api-keys_rename", "{\"name\": \"${text}\"}"),
            entry("api-keys_rotate", "{\"overlap_hours\": 1}"),
            entry("auth_changePassword", """
                {"current_password": "${password}", "new_password": "${password} once more"}\
                """),
            entry("auth_forgotPassword", "{\"email\": \"${email}\"}"),
            entry("auth_logIn", "{\"email\": \"${email}\", \"password\": \"${password}\"}"),
            entry("auth_resetPassword", "{\"token\": \"${reset-token}\", \"password\": \"${password}\"}"),
            entry("auth_signUp", """
                {"email": "${code}@example.com", "password": "${password}", "name": "${text}"}\
                """),
            entry("auth_verifyEmail", "{\"token\": \"${verify-token}\"}"),
            entry("business-profile_patch", "{\"industry\": \"${text}\"}"),
            entry("business-profile_put", """
                {"industry": "${text}", "size": "${text}", "stage": "${text}", "description": "${text}", "goals": ["${text}"],
                 "target_market": "${text}", "competitors": ["${text}"], "metadata": {"note": "${text}"}}\
                """),
            entry("connectors_create", """
                {"name": "${text}", "provider": "shop", "description": "${text}", "config": {"note": "${text}"},
                 "enabled": true, "schedule": "0 3 * * *", "credentials": {"token": "${text}"}}\
                """),
            entry("connectors_update", """
                {"name": "${text}", "config": {"note": "${text}"}, "credentials": {"token": "${text}"}}\
                """),
            entry("conversations_create", "{\"persona\": \"CFO\", \"title\": \"${text}\"}"),
            entry("conversations_say", "{\"content\": \"${text}\"}"),
            entry("conversations_update", "{\"persona\": \"CTO\", \"title\": \"${text}\"}"),
            entry("dashboards_create", """
                {"scope": "OWN", "widget_type": "${code}", "position": 3, "size": "SMALL", "is_visible": true,
                 "config": {"note": "${text}"}}\
                """),
            entry("dashboards_update", "{\"position\": 5, \"config\": {\"note\": \"${text}\"}}"),
            entry("events_batch", """
                {"events": [{"event_name": "order_completed", "timestamp": "2026-03-01T10:00:00Z", "message_id": "${text}",
                 "value": 12.5, "properties": {"note": "${text}"}}], "sent_at": "2026-03-01T10:00:01Z"}\
                """),
            entry("events_one", """
                {"event_name": "order_completed", "event_type": "${code}", "timestamp": "2026-03-01T10:00:00Z",
                 "message_id": "${text}", "subject_id": "${text}", "value": 12.5, "properties": {"note": "${text}"}}\
                """),
            entry("goals_create", """
                {"title": "${text}", "description": "${text}", "start_date": "2026-01-01", "target_date": "2026-12-31",
                 "status": "ACTIVE", "kpis": [{"kpi_id": "${kpis}", "weight": 2, "baseline": 1, "target": 5}]}\
                """),
            entry("goals_update", "{\"title\": \"${text}\", \"kpis\": [{\"kpi_id\": \"${kpis}\", \"weight\": 2}]}"),
            entry("insights_create", """
                {"module_slug": "churn-watch", "severity": "WARNING", "summary": "${text}", "highlights": ["${text}"],
                 "action_items": [{"title": "${text}", "priority": "HIGH", "due_date": "2026-05-01"}], "score": 55.5,
                 "period_from": "2026-01-01", "period_to": "2026-01-31", "metadata": {"note": "${text}"}}\
                """),
            entry("insights_update", "{\"summary\": \"${text}\", \"metadata\": {\"note\": \"${text}\"}}"),
            entry("invitations_accept", "{\"token\": \"${invitation-token}\"}"),
            entry("invitations_create", "{\"email\": \"${code}@example.com\", \"role\": \"VIEWER\"}"),
            entry("knowledge_create", """
                {"title": "${text}", "content": "${text}", "source": "${text}", "language": "en",
                 "metadata": {"note": "${text}"}}\
                """),
            entry("knowledge_update", "{\"title\": \"${text}\", \"content\": \"${text}\"}"),
            entry("kpis_create", """
                {"name": "${text}", "description": "${text}", "target_value": 100, "unit": "EUR", "category": "REVENUE",
                 "direction": "UP", "metric_code": "${code}", "is_active": true}\
                """),
            entry("kpis_create_1", "{\"from\": \"${year}-01-01\", \"to\": \"${year}-03-31\", \"value\": 12.5}"),
            entry("kpis_put", "{\"value\": 12.5, \"timestamp\": \"2026-03-01T10:00:00Z\", \"source\": \"${text}\"}"),
            entry("kpis_update", "{\"name\": \"${text}\", \"target_value\": 7}"),
            entry("kpis_update_1", "{\"value\": 1}"),
            entry("members_update", "{\"role\": \"MEMBER\", \"permissions\": [], \"status\": \"ACTIVE\"}"),
            entry("metrics_create", """
                {"code": "${code}", "name": "${text}", "description": "${text}", "formula": {"field": "${text}"}}\
                """),
            entry("metrics_update", "{\"name\": \"${text}\"}"),
            entry("platform_suspend", "{\"notice\": \"${text}\"}"),
            entry("platform_update", "{\"max_users\": 10, \"max_integrations\": 5, \"features\": [\"${text}\"]}"),
            entry("subscription_subscribe", "{\"plan_type\": \"PRO\"}"),
            entry("tenants_create", """
                {"name": "${text}", "slug": "${slug}", "time_zone": "Europe/Berlin", "currency": "EUR",
                 "week_starts_on": 1}\
                """),
            entry("tenants_transfer", "{\"member_id\": \"${members}\"}"),
            entry("tenants_update", "{\"name\": \"${text}\", \"settings\": {\"note\": \"${text}\"}}"));

    private Samples() {}

    /** What is wrong with this table: an operation without a sample, or one that leaves an id of another thing out. */
    static List<String> faults(List<ApiOperation> operations) {
        List<String> faults = new ArrayList<>();
        for (ApiOperation operation : operations) {
            String body = BODIES.get(operation.id());
            if (operation.hasBody() && body == null) {
                faults.add(operation + " has no sample: add a good body for it to Samples");
            }
            operation.body().path("properties").properties().forEach(property -> {
                if (body != null && isId(property.getValue()) && !body.contains(property.getKey())) {
                    faults.add("the sample of " + operation + " lacks the id '" + property.getKey() + "'");
                }
            });
        }
        return faults;
    }

    private static boolean isId(JsonNode schema) {
        return schema.path("format").asString("").equals("uuid");
    }

    /** The sample as it is written here; empty where the operation takes no body. */
    static String template(String operation) {
        return BODIES.getOrDefault(operation, "");
    }

    /** What is to be filled in. */
    static Set<String> blanks(String template) {
        Set<String> names = new LinkedHashSet<>();
        Matcher blank = BLANK.matcher(template);
        while (blank.find()) {
            names.add(blank.group(1));
        }
        return names;
    }

    /** With its blanks filled in. */
    static String filled(String template, UnaryOperator<String> values) {
        return BLANK.matcher(template).replaceAll(blank -> Matcher.quoteReplacement(values.apply(blank.group(1))));
    }
}
