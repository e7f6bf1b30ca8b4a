package io.partywall.insights;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.access.Role;
import io.partywall.api.Answer;
import io.partywall.api.Client;
import io.partywall.api.ServedApi;
import io.partywall.isolation.TenantId;
import java.util.Collections;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Insights over HTTP. */
class InsightsApiTest {

    private final ServedApi api = ServedApi.shared();
    private final TenantId tenant = api.tenant("insights");
    private final Client member = api.member(tenant, Role.MEMBER);

    private static String insight(String more) {
        return "{\"module_slug\": \"growth-pulse\", \"severity\": \"WARNING\", \"summary\": \"Traffic fell\"" + more
                + "}";
    }

    private static List<String> summaries(Answer list) {
        return StreamSupport.stream(list.is(200).json().at("/items").spliterator(), false)
                .map(item -> item.at("/summary").stringValue())
                .toList();
    }

    @Test
    void anInsightIsCreatedReadChangedAndDeleted() {
        Answer created = member.post("/api/insights", insight("""
            , "highlights": ["Organic traffic down 20%", "Paid traffic stable"],
            "action_items": [{"title": "Look at the search", "priority": "HIGH", "due_date": "2026-11-07"},
                {"title": "Review the content", "priority": "MEDIUM"}],
            "score": 72.5, "period_from": "2026-10-27", "period_to": "2026-11-02", "metadata": {"model": {"version": 3}}
            """)).is(201);
        String path = "/api/insights/" + created.at("/id");
        assertThat(created.header("Location")).hasValue(path);
        assertThat(created.at("/highlights/1")).isEqualTo("Paid traffic stable");
        assertThat(created.at("/action_items/0/due_date")).isEqualTo("2026-11-07");
        assertThat(created.at("/action_items/1/due_date")).isEqualTo("null");
        assertThat(created.at("/score")).isEqualTo("72.5");
        assertThat(created.at("/period_from")).isEqualTo("2026-10-27");
        assertThat(created.at("/period_to")).isEqualTo("2026-11-02");
        assertThat(member.get(path).is(200).json()).isEqualTo(created.json());
        Answer changed = member.patch(
                        path,
                        "{\"severity\": \"INFO\", \"highlights\": [], \"score\": null, \"metadata\": {\"model\":"
                                + " {\"name\": \"m\"}}}")
                .is(200);
        assertThat(changed.at("/severity")).isEqualTo("INFO");
        assertThat(changed.at("/highlights")).isEqualTo("[]");
        assertThat(changed.at("/score")).isEqualTo("null");
        assertThat(changed.at("/metadata")).isEqualTo("{\"model\":{\"name\":\"m\",\"version\":3}}");
        assertThat(changed.json().at("/action_items")).isEqualTo(created.json().at("/action_items"));
        assertThat(changed.at("/period_to")).isEqualTo("2026-11-02");
        Answer without = member.patch(path, "{\"period_from\": null, \"period_to\": null}")
                .is(200);
        assertThat(without.at("/period_from")).isEqualTo("null");
        assertThat(without.at("/period_to")).isEqualTo("null");
        assertThat(member.delete(path).is(204).text()).isEmpty();
        member.get(path).is(404).isProblem("not-found");
        member.delete(path).is(404);
    }

    @Test
    void whatIsNotSaidIsEmpty() {
        Answer created = member.post("/api/insights", insight("")).is(201);
        assertThat(created.at("/highlights")).isEqualTo("[]");
        assertThat(created.at("/action_items")).isEqualTo("[]");
        assertThat(created.at("/metadata")).isEqualTo("{}");
        assertThat(created.at("/period_from")).isEqualTo("null");
    }

    @Test
    void insightsAreFilteredByModuleAndSeverity() {
        member.post("/api/insights", insight("")).is(201);
        member.post(
                        "/api/insights",
                        "{\"module_slug\": \"churn-watch\", \"severity\": \"CRITICAL\", \"summary\": \"Customers"
                                + " leave\"}")
                .is(201);
        assertThat(summaries(member.get("/api/insights"))).containsExactly("Customers leave", "Traffic fell");
        assertThat(summaries(member.get("/api/insights?module=growth-pulse"))).containsExactly("Traffic fell");
        assertThat(summaries(member.get("/api/insights?severity=CRITICAL"))).containsExactly("Customers leave");
        assertThat(summaries(member.get("/api/insights?severity=CRITICAL&module=growth-pulse")))
                .isEmpty();
        member.get("/api/insights?severity=URGENT").is(400).isProblem("malformed-request");
    }

    @Test
    void insightsAreFilteredByTheDaysOfTheirCreationInUtc() {
        String[] created = {
            "2026-03-01T23:59:59.999999Z", "2026-03-02T00:00:00Z", "2026-03-03T23:59:59.999999Z", "2026-03-04T00:00:00Z"
        };
        for (String at : created) {
            String id = member.post("/api/insights", insight("").replace("Traffic fell", at))
                    .is(201)
                    .at("/id");
            api.database()
                    .execute("update app.module_insights set created_at = '%s' where id = '%s'".formatted(at, id));
        }
        assertThat(summaries(member.get("/api/insights?from=2026-03-02&to=2026-03-03")))
                .containsExactly(created[2], created[1]);
        assertThat(summaries(member.get("/api/insights?from=2026-03-04"))).containsExactly(created[3]);
        assertThat(summaries(member.get("/api/insights?to=2026-03-01"))).containsExactly(created[0]);
        member.get("/api/insights?from=yesterday").is(400).isProblem("malformed-request");
        member.get("/api/insights?to=%2B999999999-12-31").is(400).isProblem("malformed-request");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                ", \"module_slug\": \"Growth Pulse\" | /module_slug",
                ", \"score\": 100.1 | /score",
                ", \"score\": -1 | /score",
                ", \"severity\": \"URGENT\" | /severity",
                ", \"summary\": \" \" | /summary",
                ", \"highlights\": [\"good\", \"\"] | /highlights/1",
                ", \"action_items\": [{\"title\": \"a\", \"priority\": \"LOW\"}, {\"priority\": \"LOW\"}] |"
                        + " /action_items/1/title",
                ", \"action_items\": [{\"title\": \"a\"}] | /action_items/0/priority",
                ", \"action_items\": [{\"title\": \"a\", \"priority\": \"SOON\"}] | /action_items/0/priority",
                ", \"action_items\": [{\"title\": \"a\", \"priority\": \"LOW\", \"due_date\": \"soon\"}] |"
                        + " /action_items/0/due_date",
                ", \"action_items\": [{\"title\": \"a\", \"priority\": \"LOW\", \"due_date\": \"+12026-01-01\"}] |"
                        + " /action_items/0/due_date",
                ", \"period_from\": \"2026-01-01\" | /period_to",
                ", \"period_to\": \"2026-01-01\" | /period_from",
                ", \"period_from\": \"2026-01-02\", \"period_to\": \"2026-01-01\" | /period_to",
                ", \"period_from\": \"2026-01-02\", \"period_to\": \"+12026-01-01\" | /period_to",
                ", \"tenant_id\": \"00000000-0000-7000-8000-000000000000\" | /tenant_id",
                ", \"metadata\": [] | /metadata"
            })
    void whatDoesNotFitIsRefusedWhereItIs(String more, String pointer) {
        String field = more.substring(more.indexOf('"'), more.indexOf(':'));
        String whole = insight("");
        String without = whole.replaceFirst(field + ": \"[^\"]*\",? ?", "").replaceFirst(", *}$", "}");
        Answer refused = member.post("/api/insights", without.replaceFirst("}$", more + "}"))
                .is(422)
                .isProblem("invalid");
        assertThat(refused.at("/errors/0/pointer")).isEqualTo(pointer);
        assertThat(member.get("/api/insights").json().at("/items")).isEmpty();
    }

    @Test
    void listsAndMetadataAreBounded() {
        String many = String.join(", ", Collections.nCopies(21, "\"more\""));
        assertThat(member.post("/api/insights", insight(", \"highlights\": [" + many + "]"))
                        .is(422)
                        .at("/errors/0/pointer"))
                .isEqualTo("/highlights");
        String items = String.join(", ", Collections.nCopies(21, "{\"title\": \"a\", \"priority\": \"LOW\"}"));
        assertThat(member.post("/api/insights", insight(", \"action_items\": [" + items + "]"))
                        .is(422)
                        .at("/errors/0/pointer"))
                .isEqualTo("/action_items");
        String large = ", \"metadata\": {\"a\": \"" + "é".repeat(8 * 1024) + "\"}";
        assertThat(member.post("/api/insights", insight(large)).is(422).at("/errors/0/pointer"))
                .isEqualTo("/metadata");
    }

    @Test
    void aChangeThatDoesNotFitChangesNothing() {
        String path = "/api/insights/"
                + member.post("/api/insights", insight("")).is(201).at("/id");
        assertThat(member.patch(path, "{\"period_from\": \"2026-01-01\"}")
                        .is(422)
                        .at("/errors/0/pointer"))
                .isEqualTo("/period_to");
        member.patch(path, "{\"summary\": null}").is(422);
        member.patch(path, "{\"id\": \"00000000-0000-7000-8000-000000000000\"}").is(422);
        assertThat(member.get(path).at("/summary")).isEqualTo("Traffic fell");
    }

    @Test
    void aChangeOfAnOlderVersionIsRefused() {
        Answer created = member.post("/api/insights", insight("")).is(201);
        String path = "/api/insights/" + created.at("/id");
        Client late = member.with("If-Match", created.header("ETag").orElseThrow());
        late.patch(path, "{\"score\": 1}").is(200);
        late.patch(path, "{\"score\": 2}").is(412).isProblem("precondition-failed");
        late.delete(path).is(412).isProblem("precondition-failed");
        assertThat(member.get(path).at("/score")).isEqualTo("1");
    }

    @Test
    void aTenantSeesNoInsightOfAnother() {
        String path = "/api/insights/"
                + member.post("/api/insights", insight("")).is(201).at("/id");
        Client other = api.member(api.tenant("other"), Role.OWNER);
        other.get(path).is(404).isProblem("not-found");
        other.patch(path, "{\"summary\": \"Mine\"}").is(404);
        other.delete(path).is(404);
        assertThat(summaries(other.get("/api/insights"))).isEmpty();
        assertThat(member.get(path).at("/summary")).isEqualTo("Traffic fell");
    }

    @Test
    void aViewerReadsInsightsAndDoesNotWriteThem() {
        String path = "/api/insights/"
                + member.post("/api/insights", insight("")).is(201).at("/id");
        Client viewer = api.member(tenant, Role.VIEWER);
        viewer.get(path).is(200);
        viewer.post("/api/insights", insight("")).is(403).isProblem("forbidden");
        viewer.patch(path, "{\"score\": 1}").is(403);
        viewer.delete(path).is(403);
    }

    @Test
    void insightsAreReadPageByPage() {
        for (int i = 0; i < 3; i++) {
            member.post("/api/insights", insight("").replace("Traffic fell", "Insight " + i))
                    .is(201);
        }
        Answer first = member.get("/api/insights?limit=2&module=growth-pulse");
        assertThat(summaries(first)).containsExactly("Insight 2", "Insight 1");
        Answer second = member.get("/api/insights?limit=2&module=growth-pulse&cursor=" + first.at("/next"));
        assertThat(summaries(second)).containsExactly("Insight 0");
        assertThat(second.at("/next")).isEqualTo("null");
        member.get("/api/insights?limit=2&cursor=" + first.at("/next")).is(400).isProblem("invalid-cursor");
    }
}
