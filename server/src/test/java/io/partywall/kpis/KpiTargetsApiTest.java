package io.partywall.kpis;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.access.Role;
import io.partywall.api.Answer;
import io.partywall.api.Client;
import io.partywall.api.ServedApi;
import io.partywall.isolation.TenantId;
import org.junit.jupiter.api.Test;

/** Targets of KPIs over HTTP. */
class KpiTargetsApiTest {

    private final ServedApi api = ServedApi.shared();
    private final TenantId tenant = api.tenant("targets");
    private final Client member = api.member(tenant, Role.MEMBER);
    private final String kpi = "/api/kpis/"
            + member.post("/api/kpis", "{\"name\": \"Orders\"}").is(201).at("/id");
    private final String targets = kpi + "/targets";

    @Test
    void aTargetIsSetChangedAndRemoved() {
        Answer january = set("2026-01-01", "2026-01-31", "100.50").is(201);
        assertThat(january.header("Location")).hasValue(targets + "/" + january.at("/id"));
        assertThat(january.at("/from")).isEqualTo("2026-01-01");
        assertThat(january.at("/to")).isEqualTo("2026-01-31");
        assertThat(january.at("/value")).isEqualTo("100.50");
        assertThat(member.get(targets).is(200).json().at("/items/0")).isEqualTo(january.json());
        String path = targets + "/" + january.at("/id");
        Answer changed = member.patch(path, "{\"to\": \"2026-01-15\"}").is(200);
        assertThat(changed.at("/from")).isEqualTo("2026-01-01");
        assertThat(changed.at("/to")).isEqualTo("2026-01-15");
        assertThat(changed.at("/value")).isEqualTo("100.50");
        member.delete(path).is(204);
        member.delete(path).is(404);
        assertThat(member.get(targets).json().at("/items")).isEmpty();
    }

    @Test
    void periodsMeetAndDoNotOverlap() {
        set("2026-02-01", "2026-02-28", "1").is(201);
        Answer march = set("2026-03-01", "2026-03-31", "2").is(201);
        set("2026-01-31", "2026-01-31", "3").is(201);
        Answer refused = set("2026-02-28", "2026-02-28", "4").is(409).isProblem("conflict");
        assertThat(refused.at("/detail"))
                .isEqualTo("the KPI has a target from 2026-02-01 to 2026-02-28, and periods do not overlap");
        set("2025-01-01", "2027-01-01", "5").is(409);
        set("2026-01-01", "2026-01-31", "6").is(409);
        String path = targets + "/" + march.at("/id");
        member.patch(path, "{\"from\": \"2026-02-28\"}").is(409).isProblem("conflict");
        member.patch(path, "{\"from\": \"2026-03-02\", \"to\": \"2026-04-30\"}").is(200);
    }

    @Test
    void targetsAreReadPageByPageTheLatestPeriodFirst() {
        set("2026-02-01", "2026-02-28", "2").is(201);
        set("2026-01-01", "2026-01-31", "1").is(201);
        set("2026-03-01", "2026-03-31", "3").is(201);
        Answer first = member.get(targets + "?limit=2").is(200);
        assertThat(first.at("/items/0/value")).isEqualTo("3");
        assertThat(first.at("/items/1/value")).isEqualTo("2");
        Answer second =
                member.get(targets + "?limit=2&cursor=" + first.at("/next")).is(200);
        assertThat(second.json().at("/items")).hasSize(1);
        assertThat(second.at("/items/0/value")).isEqualTo("1");
    }

    @Test
    void whatCannotBeATargetIsRefused() {
        refused("{\"from\": \"2026-01-02\", \"to\": \"2026-01-01\", \"value\": 1}", "/to");
        refused("{\"to\": \"2026-01-01\", \"value\": 1}", "/from");
        refused("{\"from\": \"2026-01-01\", \"value\": 1}", "/to");
        refused("{\"from\": \"2026-01-01\", \"to\": \"2026-01-31\"}", "/value");
        refused("{\"from\": \"2026-02-30\", \"to\": \"2026-03-01\", \"value\": 1}", "/from");
        refused("{\"from\": \"2026-01-01\", \"to\": \"+999999999-12-31\", \"value\": 1}", "/to");
        String path = targets + "/" + set("2026-01-01", "2026-01-31", "1").at("/id");
        assertThat(member.patch(path, "{\"to\": \"2025-01-01\"}").is(422).at("/errors/0/pointer"))
                .isEqualTo("/to");
        assertThat(member.patch(path, "{\"value\": null}").is(422).at("/errors/0/pointer"))
                .isEqualTo("/value");
    }

    @Test
    void aDeletedKpiShowsItsTargetsAndKeepsThemAsTheyAre() {
        String path = targets + "/" + set("2026-01-01", "2026-01-31", "1").at("/id");
        member.delete(kpi).is(200);
        assertThat(member.get(targets).is(200).json().at("/items")).hasSize(1);
        set("2026-02-01", "2026-02-28", "2").is(409).isProblem("conflict");
        member.patch(path, "{\"value\": 2}").is(409);
        member.delete(path).is(409);
    }

    @Test
    void aTargetOfAnotherTenantOrKpiIsMissing() {
        String path = targets + "/" + set("2026-01-01", "2026-01-31", "1").at("/id");
        Client other = api.member(api.tenant("other"), Role.OWNER);
        other.get(targets).is(404);
        other.post(targets, "{\"from\": \"2026-02-01\", \"to\": \"2026-02-28\", \"value\": 1}")
                .is(404);
        other.patch(path, "{\"value\": 2}").is(404);
        other.delete(path).is(404);
        String another = "/api/kpis/"
                + member.post("/api/kpis", "{\"name\": \"Another\"}").at("/id");
        member.patch(another + path.substring(kpi.length()), "{\"value\": 2}").is(404);
        member.delete(another + path.substring(kpi.length())).is(404);
        assertThat(member.get(targets).at("/items/0/value")).isEqualTo("1");
    }

    @Test
    void aViewerReadsAndDoesNotWrite() {
        String path = targets + "/" + set("2026-01-01", "2026-01-31", "1").at("/id");
        Client viewer = api.member(tenant, Role.VIEWER);
        viewer.get(targets).is(200);
        viewer.post(targets, "{\"from\": \"2026-02-01\", \"to\": \"2026-02-28\", \"value\": 1}")
                .is(403)
                .isProblem("forbidden");
        viewer.patch(path, "{\"value\": 2}").is(403);
        viewer.delete(path).is(403);
    }

    @Test
    void aChangeOfAnOlderVersionIsRefused() {
        Answer created = set("2026-01-01", "2026-01-31", "1").is(201);
        String path = targets + "/" + created.at("/id");
        Client stale = member.with("If-Match", created.header("ETag").orElseThrow());
        stale.patch(path, "{\"value\": 2}").is(200);
        stale.patch(path, "{\"value\": 3}").is(412).isProblem("precondition-failed");
        stale.delete(path).is(412);
        assertThat(member.get(targets).at("/items/0/value")).isEqualTo("2");
    }

    private Answer set(String from, String to, String value) {
        return member.post(targets, "{\"from\": \"" + from + "\", \"to\": \"" + to + "\", \"value\": " + value + "}");
    }

    private void refused(String target, String pointer) {
        assertThat(member.post(targets, target).is(422).isProblem("invalid").at("/errors/0/pointer"))
                .isEqualTo(pointer);
    }
}
