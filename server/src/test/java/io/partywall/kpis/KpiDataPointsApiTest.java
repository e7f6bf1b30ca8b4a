package io.partywall.kpis;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.access.Role;
import io.partywall.api.Answer;
import io.partywall.api.Client;
import io.partywall.api.ServedApi;
import io.partywall.isolation.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The history of KPIs over HTTP. */
class KpiDataPointsApiTest {

    private final ServedApi api = ServedApi.shared();
    private final TenantId tenant = api.tenant("points");
    private final Client member = api.member(tenant, Role.MEMBER);
    private final String kpi = "/api/kpis/"
            + member.post("/api/kpis", "{\"name\": \"Orders\"}").is(201).at("/id");
    private final String points = kpi + "/data-points";

    @Test
    void theNewestPointIsTheCurrentValue() {
        Answer january = add("10.50", "2026-01-31T00:00:00Z");
        assertThat(january.at("/source")).isEqualTo("manual");
        assertThat(january.at("/value")).isEqualTo("10.50");
        assertThat(january.header("Location")).hasValue(points + "/" + january.at("/id"));
        Answer march = add("30", "2026-03-31T00:00:00Z");
        Answer _ = add("20", "2026-02-28T00:00:00Z");
        assertThat(member.get(kpi).at("/current_value")).isEqualTo("30");
        assertThat(values(points)).containsExactly("30", "20", "10.50");
        member.delete(points + "/" + march.at("/id")).is(204);
        assertThat(member.get(kpi).at("/current_value")).isEqualTo("20");
        member.delete(points + "/" + march.at("/id")).is(404);
    }

    @Test
    void aPointOfTheSameSourceAndMomentIsReplaced() {
        Answer first = add("1", "2026-01-01T00:00:00Z");
        Answer second = member.post(points, "{\"value\": 2, \"timestamp\": \"2026-01-01T01:00:00+01:00\"}")
                .is(200);
        assertThat(second.at("/id")).isEqualTo(first.at("/id"));
        assertThat(second.at("/value")).isEqualTo("2");
        member.post(points, "{\"value\": 3, \"timestamp\": \"2026-01-01T00:00:00Z\", \"source\": \"stripe\"}")
                .is(201);
        assertThat(values(points)).containsExactlyInAnyOrder("2", "3");
    }

    @Test
    void aHistoryIsFilteredAndReadPageByPage() {
        for (int day = 1; day <= 5; day++) {
            Answer _ = add(Integer.toString(day), "2026-01-0" + day + "T12:00:00.123456Z");
        }
        assertThat(values(points + "?from=2026-01-02T12:00:00.123456Z&to=2026-01-04T12:00:00.123456Z"))
                .containsExactly("3", "2");
        assertThat(values(points
                        + "?from=-1000000000-01-01T00:00:00Z&to=+1000000000-12-31T00:00:00Z".replace("+", "%2B")))
                .hasSize(5);
        Answer first = member.get(points + "?limit=2").is(200);
        assertThat(values(points + "?limit=2")).containsExactly("5", "4");
        assertThat(values(points + "?limit=3&cursor=" + first.at("/next"))).containsExactly("3", "2", "1");
        member.get(points + "?limit=2&from=2026-01-02T00:00:00Z&cursor=" + first.at("/next"))
                .is(400)
                .isProblem("invalid-cursor");
        member.get(points + "?from=monday").is(400).isProblem("malformed-request");
    }

    @Test
    void aDeletedKpiShowsItsHistoryAndTakesNoPoint() {
        Answer point = add("1", "2026-01-01T00:00:00Z");
        member.delete(kpi).is(200);
        assertThat(values(points)).containsExactly("1");
        member.post(points, "{\"value\": 2, \"timestamp\": \"2026-01-02T00:00:00Z\"}")
                .is(409)
                .isProblem("conflict");
        member.post(points, "{\"value\": 2, \"timestamp\": \"2026-01-01T00:00:00Z\"}")
                .is(409);
        member.delete(points + "/" + point.at("/id")).is(409);
        member.post(kpi + "/restore").is(200);
        Answer _ = add("2", "2026-01-02T00:00:00Z");
    }

    @Test
    void whatCannotBeAPointIsRefused() {
        refused("{\"timestamp\": \"2026-01-01T00:00:00Z\"}", "/value");
        refused("{\"value\": \"1\", \"timestamp\": \"2026-01-01T00:00:00Z\"}", "/value");
        refused("{\"value\": 1e99, \"timestamp\": \"2026-01-01T00:00:00Z\"}", "/value");
        refused("{\"value\": 1}", "/timestamp");
        refused("{\"value\": 1, \"timestamp\": \"2026-01-01\"}", "/timestamp");
        refused("{\"value\": 1, \"timestamp\": \"" + Instant.now().plus(Duration.ofDays(2)) + "\"}", "/timestamp");
        refused("{\"value\": 1, \"timestamp\": \"-999999999-01-01T00:00:00Z\"}", "/timestamp");
        refused("{\"value\": 1, \"timestamp\": \"2026-01-01T00:00:00Z\", \"source\": \" \"}", "/source");
        assertThat(values(points)).isEmpty();
    }

    @Test
    void theHistoryOfAnotherTenantIsMissing() {
        String point = points + "/" + add("1", "2026-01-01T00:00:00Z").at("/id");
        Client other = api.member(api.tenant("other"), Role.OWNER);
        other.get(points).is(404).isProblem("not-found");
        other.post(points, "{\"value\": 2, \"timestamp\": \"2026-01-01T00:00:00Z\"}")
                .is(404);
        other.delete(point).is(404);
        String theirs =
                "/api/kpis/" + other.post("/api/kpis", "{\"name\": \"Theirs\"}").at("/id");
        other.delete(theirs + point.substring(kpi.length())).is(404);
        assertThat(values(points)).containsExactly("1");
    }

    @Test
    void aPointBelongsToItsKpi() {
        String point = points + "/" + add("1", "2026-01-01T00:00:00Z").at("/id");
        String another = "/api/kpis/"
                + member.post("/api/kpis", "{\"name\": \"Another\"}").at("/id");
        member.delete(another + point.substring(kpi.length())).is(404);
        assertThat(values(another + "/data-points")).isEmpty();
    }

    @Test
    void aViewerReadsAndDoesNotWrite() {
        String point = points + "/" + add("1", "2026-01-01T00:00:00Z").at("/id");
        Client viewer = api.member(tenant, Role.VIEWER);
        viewer.get(points).is(200);
        viewer.post(points, "{\"value\": 2, \"timestamp\": \"2026-01-01T00:00:00Z\"}")
                .is(403)
                .isProblem("forbidden");
        viewer.delete(point).is(403);
    }

    @Test
    void theSameKeyAddsOnePoint() {
        Client twice = member.with("Idempotency-Key", ServedApi.unique("key"));
        String point = "{\"value\": 1, \"timestamp\": \"2026-01-01T00:00:00Z\"}";
        Answer first = twice.post(points, point).is(201);
        assertThat(twice.post(points, point).json()).isEqualTo(first.json());
        assertThat(values(points)).hasSize(1);
    }

    private Answer add(String value, String timestamp) {
        return member.post(points, "{\"value\": " + value + ", \"timestamp\": \"" + timestamp + "\"}")
                .is(201);
    }

    private List<String> values(String list) {
        return member.get(list)
                .is(200)
                .json()
                .at("/items")
                .valueStream()
                .map(item -> item.get("value").toString())
                .toList();
    }

    private void refused(String point, String pointer) {
        assertThat(member.post(points, point).is(422).isProblem("invalid").at("/errors/0/pointer"))
                .isEqualTo(pointer);
    }
}
