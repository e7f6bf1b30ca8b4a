package io.partywall.server;

import io.partywall.api.ServedApi;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a tenant has in the database, as nobody of another tenant may see or change it. */
final class TenantTraces {

    /** Kinds of things that belong to a tenant's people rather than to the tenant. */
    private static final Map<String, String> OF_PEOPLE = Map.of(
            "tenants", "t.id = '%s'",
            "users", "t.id in (select user_id from app.tenant_members where tenant_id = '%s')",
            "sessions", "t.user_id in (select user_id from app.tenant_members where tenant_id = '%s')");

    private static final Pattern WORD = Pattern.compile(
            "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|only[-_]of[-_][a-z][-_][0-9a-f]{4}");

    private final ServedApi api;
    private final TenantThings tenant;

    TenantTraces(ServedApi api, TenantThings tenant) {
        this.api = api;
        this.tenant = tenant;
    }

    /** Each table's rows of the tenant, as a hash. */
    Map<String, String> rows() {
        Map<String, String> rows = new LinkedHashMap<>();
        tables().forEach((table, condition) -> rows.put(
                table,
                api.database()
                        .query(
                                "select count(*) || ' ' || coalesce(md5(string_agg(t::text, ' ' order by t::text)), '') from app.%s t where %s"
                                        .formatted(table, condition))
                        .getFirst()));
        return rows;
    }

    private Map<String, String> tables() {
        Map<String, String> tables = new LinkedHashMap<>();
        api.database().query("""
            select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
            where c.relnamespace = 'app'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
            order by c.relname\
            """).forEach(table -> tables.put(table, "t.tenant_id = '" + tenant.id() + "'"));
        OF_PEOPLE.forEach((table, condition) -> tables.put(table, condition.formatted(tenant.id())));
        return tables;
    }

    /** What tells that something is this tenant's: its marker, and the ids of all that it has. */
    Set<String> secrets() {
        Set<String> secrets = new HashSet<>();
        secrets.add(tenant.marker());
        secrets.add(tenant.marker().replace('-', '_'));
        secrets.add(tenant.id().toString());
        tables().forEach((table, condition) -> secrets.addAll(api.database()
                .query(
                        "select id from (select to_jsonb(t) ->> 'id' as id from app.%s t where %s) ids where length(id) = 36"
                                .formatted(table, condition))));
        return secrets;
    }

    /** All that could be such a secret in a text: ids, and words like markers. */
    static Set<String> words(String text) {
        return WORD.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
    }

    /**
     * A value of this tenant for a parameter that filters a list; null for a parameter that says nothing of any tenant.
     *
     * @throws AssertionError where it is not known what the parameter names
     */
    @Nullable
    String parameter(ApiOperation operation, String name) {
        String type = String.valueOf(operation.parameters().get(name));
        if (type.contains("enum")
                || type.contains("boolean")
                || type.contains("integer")
                || type.contains("date")
                || List.of("limit", "cursor", "scope", "language").contains(name)) {
            return null;
        }
        return switch (name) {
            case "user_id" -> tenant.keeper().person().toString();
            case "resource_id", "kpi_id" -> first("id::text", "kpis");
            case "request_id" -> first("request_id", "audit_logs where request_id is not null and");
            case "code" -> first("code", "metric_definitions");
            case "subject_id" -> first("subject_id", "analytics_events");
            case "event_type" -> first("event_type", "analytics_events");
            case "kind" -> first("kind", "notifications");
            case "source" ->
                first(
                        operation.path().contains("knowledge") ? "source" : "source_id",
                        operation.path().contains("knowledge") ? "knowledge_entries" : "analytics_events");
            case "action", "resource", "module", "provider", "queue", "type", "event_name" -> null;
            default ->
                throw new AssertionError(
                        "'" + name + "' of " + operation + " is new: say in TenantTraces what of a tenant it names");
        };
    }

    private String first(String column, String table) {
        return api.database()
                .query("select %s from app.%s tenant_id = '%s' limit 1"
                        .formatted(column, table.contains(" where ") ? table : table + " where", tenant.id()))
                .getFirst();
    }

    /** Something of this kind that nobody has. */
    static String nothing(String kind) {
        return switch (kind) {
            case "definitions" -> "no_such_metric";
            case "snapshots" -> "2001-02-03";
            case "invitation-token" -> "no-such-token";
            default -> UUID.randomUUID().toString();
        };
    }

    /** All subsets of what a request names that are not empty: one alone, and all together. */
    static List<Set<String>> choices(Set<String> kinds) {
        List<Set<String>> choices = new ArrayList<>();
        kinds.forEach(kind -> choices.add(Set.of(kind)));
        if (kinds.size() > 1) {
            choices.add(kinds);
        }
        return choices;
    }
}
