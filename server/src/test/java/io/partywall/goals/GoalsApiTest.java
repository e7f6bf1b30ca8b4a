package io.partywall.goals;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.access.Role;
import io.partywall.api.Answer;
import io.partywall.api.Client;
import io.partywall.api.ServedApi;
import io.partywall.isolation.TenantId;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Goals over HTTP. */
class GoalsApiTest {

    private final ServedApi api = ServedApi.shared();
    private final TenantId tenant = api.tenant("goals");
    private final Client member = api.member(tenant, Role.MEMBER);

    @Test
    void aGoalIsCreatedReadChangedDeletedAndRestored() {
        Answer created = member.post("/api/goals", """
            {"title": "Grow", "start_date": "2026-01-01", "target_date": "2026-12-31"}\
            """).is(201);
        String path = "/api/goals/" + created.at("/id");
        assertThat(created.header("Location")).hasValue(path);
        assertThat(created.at("/status")).isEqualTo("ACTIVE");
        assertThat(created.at("/kpis")).isEqualTo("[]");
        assertThat(created.at("/progress")).isEqualTo("null");
        assertThat(member.get(path).is(200).json()).isEqualTo(created.json());
        Answer changed = member.patch(path, "{\"status\": \"PAUSED\", \"start_date\": null}")
                .is(200);
        assertThat(changed.at("/title")).isEqualTo("Grow");
        assertThat(changed.at("/target_date")).isEqualTo("2026-12-31");
        assertThat(changed.at("/start_date")).isEqualTo("null");
        assertThat(member.get("/api/goals?status=PAUSED").json().at("/items")).hasSize(1);
        assertThat(member.get("/api/goals?status=ACTIVE").json().at("/items")).isEmpty();
        assertThat(member.delete(path).is(200).at("/deleted_at")).isNotEqualTo("null");
        assertThat(member.get("/api/goals").json().at("/items")).isEmpty();
        assertThat(member.get("/api/goals?deleted=true").json().at("/items")).hasSize(1);
        assertThat(member.post(path + "/restore").is(200).at("/deleted_at")).isEqualTo("null");
    }

    @Test
    void aGoalTellsHowFarItsKpisHaveCome() {
        String up = kpi("Revenue", "75");
        String down = kpi("Churn", "8");
        String open = kpi("Mood", "3");
        Answer created =
                member.post("/api/goals", """
                    {"title": "Better", "kpis": [
                        {"kpi_id": "%s", "weight": 3, "baseline": 0, "target": 100},
                        {"kpi_id": "%s", "baseline": 10, "target": 5},
                        {"kpi_id": "%s"}]}\
                    """.formatted(up, down, open)).is(201);
        assertThat(created.at("/kpis/0/kpi_id")).isEqualTo(up);
        assertThat(created.at("/kpis/0/name")).isEqualTo("Revenue");
        assertThat(created.at("/kpis/0/current_value")).isEqualTo("75");
        assertThat(created.at("/kpis/0/progress")).isEqualTo("0.7500");
        assertThat(created.at("/kpis/1/weight")).isEqualTo("1");
        assertThat(created.at("/kpis/1/progress")).isEqualTo("0.4000");
        assertThat(created.at("/kpis/2/progress")).isEqualTo("null");
        assertThat(created.at("/progress")).isEqualTo("0.6625");
        String path = "/api/goals/" + created.at("/id");
        assertThat(member.get(path).json()).isEqualTo(created.json());
        assertThat(member.get("/api/goals").json().at("/items/0")).isEqualTo(created.json());
        point(up, "100");
        assertThat(member.get(path).at("/progress")).isEqualTo("0.8500");
    }

    @Test
    void theListOfKpisIsReplacedAsAWholeWhereItIsMentioned() {
        String first = kpi("First", "1");
        String second = kpi("Second", "2");
        String third = kpi("Third", "3");
        Answer created = goalOf(first, second);
        String path = "/api/goals/" + created.at("/id");
        Answer renamed = member.patch(path, "{\"title\": \"Renamed\"}").is(200);
        assertThat(renamed.json().at("/kpis")).isEqualTo(created.json().at("/kpis"));
        Answer changed = member.patch(path, """
            {"kpis": [{"kpi_id": "%s"}, {"kpi_id": "%s", "weight": 2.5}]}\
            """.formatted(third, second)).is(200);
        assertThat(changed.json().at("/kpis")).hasSize(2);
        assertThat(changed.at("/kpis/0/kpi_id")).isEqualTo(second);
        assertThat(changed.at("/kpis/0/weight")).isEqualTo("2.5");
        assertThat(changed.at("/kpis/1/kpi_id")).isEqualTo(third);
        assertThat(changed.header("ETag")).isNotEqualTo(renamed.header("ETag"));
        assertThat(member.patch(path, "{\"kpis\": null}").is(200).at("/kpis")).isEqualTo("[]");
    }

    @Test
    void aDeletedKpiStaysInItsGoalsAndComesIntoNoOther() {
        String kpi = kpi("Old", "5");
        String path = "/api/goals/" + goalOf(kpi).at("/id");
        member.delete("/api/kpis/" + kpi).is(200);
        assertThat(member.patch(path, "{\"title\": \"Still\"}").is(200).at("/kpis/0/name"))
                .isEqualTo("Old");
        assertThat(member.post("/api/goals", "{\"title\": \"New\", \"kpis\": [{\"kpi_id\": \"" + kpi + "\"}]}")
                        .is(422)
                        .at("/errors/0/pointer"))
                .isEqualTo("/kpis/0/kpi_id");
    }

    @Test
    void aKpiOfAnotherTenantIsRefusedLikeAMissingOne() {
        Client other = api.member(api.tenant("other"), Role.OWNER);
        String foreign = other.post("/api/kpis", "{\"name\": \"Foreign\"}").at("/id");
        String mine = kpi("Mine", "1");
        for (String id : new String[] {foreign, "00000000-0000-7000-8000-000000000000"}) {
            Answer refused =
                    member.post("/api/goals", """
                        {"title": "Mixed", "kpis": [{"kpi_id": "%s"}, {"kpi_id": "%s"}]}\
                        """.formatted(mine, id)).is(422).isProblem("invalid");
            assertThat(refused.at("/errors/0/pointer")).isEqualTo("/kpis/1/kpi_id");
            assertThat(refused.at("/detail")).isEqualTo("there is no KPI '" + id + "', or it is deleted");
        }
        assertThat(member.get("/api/goals").json().at("/items")).isEmpty();
    }

    @Test
    void whatCannotBeAGoalIsRefused() {
        String kpi = kpi("Any", "1");
        refused("{\"title\": \" \"}", "/title");
        refused("{\"title\": \"x\", \"start_date\": \"2026-02-01\", \"target_date\": \"2026-01-31\"}", "/target_date");
        refused("{\"title\": \"x\", \"target_date\": \"+12026-01-31\"}", "/target_date");
        refused("{\"title\": \"x\", \"status\": \"DONE\"}", "/status");
        refused("{\"title\": \"x\", \"kpis\": [{\"weight\": 1}]}", "/kpis/0/kpi_id");
        refused("{\"title\": \"x\", \"kpis\": [{\"kpi_id\": \"" + kpi + "\", \"weight\": 0}]}", "/kpis/0/weight");
        refused(
                "{\"title\": \"x\", \"kpis\": [{\"kpi_id\": \"" + kpi + "\"}, {\"kpi_id\": \"" + kpi + "\"}]}",
                "/kpis/1/kpi_id");
        refused(
                "{\"title\": \"x\", \"kpis\": ["
                        + IntStream.range(0, 51)
                                .mapToObj(_ -> "{\"kpi_id\": \"" + kpi + "\"}")
                                .collect(Collectors.joining(","))
                        + "]}",
                "/kpis");
        assertThat(member.patch(
                                "/api/goals/" + goalOf(kpi).at("/id"),
                                "{\"kpis\": [{\"kpi_id\": \"" + kpi + "\", \"weight\": -1}]}")
                        .is(422)
                        .at("/errors/0/pointer"))
                .isEqualTo("/kpis/0/weight");
    }

    @Test
    void aGoalOfAnotherTenantIsMissing() {
        String path = "/api/goals/" + goalOf(kpi("Secret", "1")).at("/id");
        Client other = api.member(api.tenant("other"), Role.OWNER);
        String missing = "/api/goals/00000000-0000-7000-8000-000000000000";
        assertThat(other.get(path).is(404).at("/title"))
                .isEqualTo(other.get(missing).is(404).at("/title"));
        other.patch(path, "{\"title\": \"Mine\"}").is(404);
        other.delete(path).is(404);
        other.post(path + "/restore").is(404);
        assertThat(member.get(path).at("/title")).isEqualTo("A goal");
    }

    @Test
    void aViewerReadsAndDoesNotWrite() {
        String path = "/api/goals/" + goalOf(kpi("Seen", "1")).at("/id");
        Client viewer = api.member(tenant, Role.VIEWER);
        viewer.get(path).is(200);
        viewer.post("/api/goals", "{\"title\": \"Mine\"}").is(403).isProblem("forbidden");
        viewer.patch(path, "{\"title\": \"Mine\"}").is(403);
        viewer.delete(path).is(403);
    }

    @Test
    void aChangeOfAnOlderVersionIsRefused() {
        String kpi = kpi("Weighed", "1");
        Answer created = goalOf(kpi);
        String path = "/api/goals/" + created.at("/id");
        Client stale = member.with("If-Match", created.header("ETag").orElseThrow());
        stale.patch(path, "{\"kpis\": [{\"kpi_id\": \"" + kpi + "\", \"weight\": 2}]}")
                .is(200);
        stale.patch(path, "{\"kpis\": []}").is(412).isProblem("precondition-failed");
        stale.delete(path).is(412);
        assertThat(member.get(path).at("/kpis/0/weight")).isEqualTo("2");
    }

    @Test
    void aListIsReadPageByPageWithTheKpisOfEachGoal() {
        String kpi = kpi("Common", "1");
        String other = kpi("Another", "2");
        goalOf(other);
        goalOf(kpi, other);
        goalOf();
        Answer first = member.get("/api/goals?limit=2").is(200);
        assertThat(first.json().at("/items/0/kpis")).isEmpty();
        assertThat(first.json().at("/items/1/kpis")).hasSize(2);
        Answer second =
                member.get("/api/goals?limit=2&cursor=" + first.at("/next")).is(200);
        assertThat(second.json().at("/items")).hasSize(1);
        assertThat(second.at("/items/0/kpis/0/name")).isEqualTo("Another");
        assertThat(second.at("/next")).isEqualTo("null");
    }

    private void refused(String goal, String pointer) {
        assertThat(member.post("/api/goals", goal).is(422).isProblem("invalid").at("/errors/0/pointer"))
                .isEqualTo(pointer);
    }

    private Answer goalOf(String... kpis) {
        String list = IntStream.range(0, kpis.length)
                .mapToObj(i -> "{\"kpi_id\": \"" + kpis[i] + "\"}")
                .collect(Collectors.joining(","));
        return member.post("/api/goals", "{\"title\": \"A goal\", \"kpis\": [" + list + "]}")
                .is(201);
    }

    private String kpi(String name, String value) {
        String id =
                member.post("/api/kpis", "{\"name\": \"" + name + "\"}").is(201).at("/id");
        point(id, value);
        return id;
    }

    private void point(String kpi, String value) {
        Answer _ = member.post(
                        "/api/kpis/" + kpi + "/data-points",
                        "{\"value\": " + value + ", \"timestamp\": \"" + Instant.now() + "\"}")
                .is(201);
    }
}
