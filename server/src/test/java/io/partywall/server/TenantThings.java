package io.partywall.server;

import static io.partywall.api.ServedApi.unique;

import io.partywall.access.Role;
import io.partywall.api.Answer;
import io.partywall.api.ServedApi;
import io.partywall.isolation.Access;
import io.partywall.isolation.TenantId;
import io.partywall.jobs.JobType;
import io.partywall.jobs.Jobs;
import io.partywall.jobs.NewJob;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A tenant, and things of every kind in it, whose texts all tell whose they are. A kind is what stands in front of the id in a path. */
final class TenantThings {

    /** What a new thing of this kind is made by, over HTTP. */
    private static final Map<String, String> MADE_BY = Map.ofEntries(
            Map.entry("alert-rules", "alert-rules_create"),
            Map.entry("api-keys", "api-keys_create"),
            Map.entry("connectors", "connectors_create"),
            Map.entry("data-points", "kpis_put"),
            Map.entry("definitions", "metrics_create"),
            Map.entry("events", "events_one"),
            Map.entry("goals", "goals_create"),
            Map.entry("insights", "insights_create"),
            Map.entry("invitations", "invitations_create"),
            Map.entry("knowledge", "knowledge_create"),
            Map.entry("kpis", "kpis_create"),
            Map.entry("targets", "kpis_create_1"));

    /** What there is no way to make by a request, or only for whoever asks. */
    private static final Set<String> OTHERS = Set.of(
            "conversations",
            "invitation-token",
            "jobs",
            "members",
            "notifications",
            "runs",
            "sessions",
            "snapshots",
            "tenants",
            "widgets");

    record Note(String text) {}

    /** In a queue that nobody serves. */
    private static final JobType<Note> NOTE = JobType.of("note", Note.class).withQueue("unserved");

    /** Of targets, which do not overlap. */
    private static final AtomicInteger YEARS = new AtomicInteger(2000);

    private final ServedApi api;
    private final String marker;
    private final LocalDate day;
    private final TenantId id;
    private final String slug;
    private final TenantPeople people;
    private final ApiCaller keeper;
    private final Map<String, Map<String, String>> known = new HashMap<>();
    private final Map<String, String> cursors = new HashMap<>();
    private final Map<String, ApiOperation> operations =
            ApiOperation.all().stream().collect(Collectors.toMap(ApiOperation::id, operation -> operation));

    /**
     * A new tenant with an owner.
     *
     * @param marker what is in all of its texts
     * @param day of its figures, which is to be no other tenant's
     */
    TenantThings(ServedApi api, String marker, LocalDate day, String passwordHash) {
        this.api = api;
        this.marker = marker;
        this.day = day;
        this.slug = unique(marker);
        this.id = new TenantId(UUID.randomUUID());
        api.database().execute("""
            insert into app.tenants (id, name, slug, status, settings)
            values ('%s', '%s', '%s', 'ACTIVE', '{"note": "%s"}')\
            """.formatted(id, slug, slug, marker));
        this.people = new TenantPeople(api, id, marker, passwordHash);
        this.keeper = people.caller(Role.OWNER, false);
    }

    TenantId id() {
        return id;
    }

    String slug() {
        return slug;
    }

    String marker() {
        return marker;
    }

    /** An owner who stays. */
    ApiCaller keeper() {
        return keeper;
    }

    TenantPeople people() {
        return people;
    }

    /** Makes for each operation what it is called with, and looks where the first page of each list ends. */
    void fill(List<ApiOperation> all) {
        liftLimits();
        all.forEach(operation -> known.put(operation.id(), values(operation, keeper)));
        keeper.client()
                .put("/api/business-profile", filled("business-profile_put", Map.of()))
                .is(200);
        all.stream()
                .filter(ApiOperation::isPaged)
                .filter(operation -> operation.permission() != null)
                .forEach(operation -> {
                    Answer page = keeper.client()
                            .get(operation.path(known(operation)) + "?limit=1")
                            .is(200);
                    if (!page.at("/next").equals("null")) {
                        cursors.put(operation.id(), page.at("/next"));
                    }
                });
    }

    /** What the operation was to be called with when the tenant was filled. */
    Map<String, String> known(ApiOperation operation) {
        return Objects.requireNonNull(known.get(operation.id()));
    }

    /** Where the first page of the list ends; null where it has one only. */
    @Nullable
    String cursor(ApiOperation operation) {
        return cursors.get(operation.id());
    }

    /** Whether there are things of this kind. */
    static boolean isKind(String kind) {
        return MADE_BY.containsKey(kind) || OTHERS.contains(kind);
    }

    /** What an operation needs to be called: the ids in its path, and whatever its sample leaves open; all of it new. */
    Map<String, String> values(ApiOperation operation, ApiCaller caller) {
        Map<String, String> values = new LinkedHashMap<>();
        operation.variables().values().forEach(kind -> values.put(kind, thing(kind, values, caller)));
        String last = operation.path().substring(operation.path().lastIndexOf('/') + 1);
        if (operation.isPaged() && !values.isEmpty() && isKind(last)) {
            String _ = thing(last, values, caller);
            String _ = thing(last, values, caller);
        }
        Samples.blanks(Samples.template(operation.id()))
                .forEach(blank -> values.computeIfAbsent(blank, name -> value(name, values, caller)));
        return values;
    }

    private String value(String name, Map<String, String> parents, ApiCaller caller) {
        return switch (name) {
            case "text" -> unique(marker);
            case "code" -> unique(marker).replace('-', '_');
            case "slug" -> unique("slug");
            case "year" -> Integer.toString(YEARS.incrementAndGet());
            case "email" -> caller.email();
            case "password" -> TenantPeople.PASSWORD;
            case "verify-token" -> people.token(caller, "VERIFY_EMAIL");
            case "reset-token" -> people.token(caller, "RESET_PASSWORD");
            default -> thing(name, parents, caller);
        };
    }

    /**
     * A new thing.
     *
     * @param parents what it may belong to, by kind
     * @param caller whose it is, where things of this kind are a person's
     * @return its id
     */
    String thing(String kind, Map<String, String> parents, ApiCaller caller) {
        String operation = MADE_BY.get(kind);
        if (operation != null) {
            return made(kind, Objects.requireNonNull(operations.get(operation)), parents);
        }
        String thing = UUID.randomUUID().toString();
        switch (kind) {
            case "conversations" -> insert("""
                insert into app.conversations (tenant_id, id, user_id, persona, title) values ('%1$s', '%2$s', '%3$s', 'CEO', '%4$s');
                insert into app.messages (tenant_id, id, conversation_id, role, content)
                values ('%1$s', gen_random_uuid(), '%2$s', 'USER', '%4$s')\
                """, thing, caller.person());
            case "notifications" -> insert("""
                insert into app.notifications (tenant_id, id, user_id, kind, subject, body, link)
                values ('%1$s', '%2$s', '%3$s', '%4$s', '%4$s', '%4$s', '/%4$s')\
                """, thing, caller.person());
            case "widgets" -> insert("""
                insert into app.dashboard_widgets (tenant_id, id, user_id, widget_type, position, config)
                values ('%1$s', '%2$s', '%3$s', '%4$s', 0, '{"note": "%4$s"}')\
                """, thing, caller.person());
            case "runs" -> insert("""
                insert into app.connector_runs (tenant_id, id, connector_id, source_name, finished_at, state, error)
                values ('%1$s', '%2$s', '%3$s', '%4$s', now(), 'FAILED', '%4$s')\
                """, thing, Objects.requireNonNull(parents.get("connectors")));
            case "sessions" -> insert("""
                insert into app.sessions (id, user_id, token_hash, expires_at, user_agent)
                values ('%2$s', '%3$s', sha256('%2$s'), now() + interval '1 day', '%4$s')\
                """, thing, caller.person());
            case "members" -> insert("""
                insert into app.tenant_members (tenant_id, id, user_id, role) values ('%1$s', '%2$s', '%3$s', 'VIEWER')\
                """, thing, people.somebody());
            case "snapshots" -> {
                return snapshots();
            }
            case "jobs" -> {
                return job();
            }
            case "invitation-token" -> {
                return people.invitation(caller);
            }
            case "tenants" -> {
                return id.toString();
            }
            default -> throw new AssertionError("'" + kind + "' has no things: teach TenantThings how to make one");
        }
        return thing;
    }

    private String filled(String operation, Map<String, String> values) {
        return Samples.filled(
                Samples.template(operation),
                blank ->
                        values.containsKey(blank) ? String.valueOf(values.get(blank)) : value(blank, Map.of(), keeper));
    }

    private void insert(String sql, String thing, Object owner) {
        api.database().execute(sql.formatted(id, thing, owner, unique(marker)));
    }

    private String made(String kind, ApiOperation operation, Map<String, String> parents) {
        Answer answer =
                keeper.client().send(operation.method(), operation.path(parents), filled(operation.id(), parents));
        if (answer.status() >= 300) {
            throw new AssertionError(operation + ": " + answer.text());
        }
        return answer.at(
                switch (kind) {
                    case "definitions" -> "/code";
                    case "api-keys" -> "/api_key/id";
                    default -> "/id";
                });
    }

    /** Figures of a day that no other tenant has, and of today. */
    private String snapshots() {
        for (String date : new String[] {"'" + day + "'", "current_date"}) {
            api.database().execute("""
                insert into app.analytics_snapshots (tenant_id, id, date, source_breakdown)
                values ('%1$s', gen_random_uuid(), %2$s, '{"%3$s": 1}') on conflict do nothing;
                insert into app.usage_snapshots (tenant_id, id, date) values ('%1$s', gen_random_uuid(), %2$s)
                on conflict do nothing\
                """.formatted(id, date, marker));
        }
        return day.toString();
    }

    private String job() {
        return api.tenancy()
                .inTenant(
                        api.contexts().service(id, "test", Access.WRITE),
                        scope -> new Jobs(api.platform())
                                .enqueue(
                                        scope,
                                        NewJob.of(NOTE, new Note(unique(marker)))
                                                .withRunAt(Instant.now().plus(Duration.ofDays(1)))))
                .id()
                .toString();
    }

    /** So that no limit of a plan, and nobody who pays, stands between a caller and what is tried. */
    void liftLimits() {
        api.database()
                .execute(
                        "update app.tenants set max_users = 1000000, max_integrations = 1000000, billing_user_id = null"
                                + " where id = '" + id + "'");
    }
}
