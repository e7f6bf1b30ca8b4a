package io.partywall.kpis;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.access.Role;
import io.partywall.api.Answer;
import io.partywall.api.Client;
import io.partywall.api.ServedApi;
import io.partywall.isolation.TenantId;
import org.junit.jupiter.api.Test;

/** KPIs over HTTP. */
class KpisApiTest {

    private final ServedApi api = ServedApi.shared();
    private final TenantId tenant = api.tenant("kpis");
    private final Client member = api.member(tenant, Role.MEMBER);

    @Test
    void aKpiIsCreatedReadChangedDeletedAndRestored() {
        Answer created = member.post(
                        "/api/kpis",
                        "{\"name\": \"Revenue\", \"unit\": \"EUR\", \"category\": \"REVENUE\", \"target_value\":"
                                + " 1234.50}")
                .is(201);
        String path = "/api/kpis/" + created.at("/id");
        assertThat(created.header("Location")).hasValue(path);
        assertThat(created.at("/target_value")).isEqualTo("1234.50");
        assertThat(member.get(path).is(200).json()).isEqualTo(created.json());
        Answer changed =
                member.patch(path, "{\"unit\": null, \"direction\": \"DOWN\"}").is(200);
        assertThat(changed.at("/name")).isEqualTo("Revenue");
        assertThat(changed.at("/unit")).isEqualTo("null");
        assertThat(changed.at("/direction")).isEqualTo("DOWN");
        assertThat(member.delete(path).is(200).at("/deleted_at")).isNotEqualTo("null");
        assertThat(member.get("/api/kpis").json().at("/items")).isEmpty();
        assertThat(member.get("/api/kpis?deleted=true").json().at("/items")).hasSize(1);
        assertThat(member.post(path + "/restore").is(200).at("/deleted_at")).isEqualTo("null");
    }

    @Test
    void aChangeOfAnOlderVersionIsRefused() {
        Answer created = member.post("/api/kpis", "{\"name\": \"Orders\"}").is(201);
        String path = "/api/kpis/" + created.at("/id");
        String etag = created.header("ETag").orElseThrow();
        member.with("If-Match", etag)
                .patch(path, "{\"name\": \"Orders a day\"}")
                .is(200);
        member.with("If-Match", etag)
                .patch(path, "{\"name\": \"Orders a week\"}")
                .is(412)
                .isProblem("precondition-failed");
        assertThat(member.get(path).at("/name")).isEqualTo("Orders a day");
    }

    @Test
    void aKpiOfAnotherTenantIsMissing() {
        String path = "/api/kpis/"
                + member.post("/api/kpis", "{\"name\": \"Secret\"}").at("/id");
        Client other = api.member(api.tenant("other"), Role.OWNER);
        String missing = "/api/kpis/00000000-0000-7000-8000-000000000000";
        assertThat(other.get(path).is(404).at("/title"))
                .isEqualTo(other.get(missing).is(404).at("/title"));
        other.patch(path, "{\"name\": \"Mine\"}").is(404);
        other.delete(path).is(404);
        assertThat(member.get(path).at("/name")).isEqualTo("Secret");
    }

    @Test
    void aViewerReadsAndDoesNotWrite() {
        Client viewer = api.member(tenant, Role.VIEWER);
        viewer.get("/api/kpis").is(200);
        viewer.post("/api/kpis", "{\"name\": \"Mine\"}").is(403).isProblem("forbidden");
    }

    @Test
    void theSameKeyMakesOneKpi() {
        Client twice = member.with("Idempotency-Key", ServedApi.unique("key"));
        Answer first = twice.post("/api/kpis", "{\"name\": \"Once\"}").is(201);
        Answer second = twice.post("/api/kpis", "{\"name\": \"Once\"}").is(201);
        assertThat(second.json()).isEqualTo(first.json());
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        assertThat(second.header("ETag")).isEqualTo(first.header("ETag"));
        twice.post("/api/kpis", "{\"name\": \"Twice\"}").is(422).isProblem("key-reused");
    }

    @Test
    void aListIsReadPageByPage() {
        for (int i = 0; i < 5; i++) {
            member.post("/api/kpis", "{\"name\": \"KPI " + i + "\"}").is(201);
        }
        Answer first = member.get("/api/kpis?limit=3").is(200);
        assertThat(first.json().at("/items")).hasSize(3);
        Answer second =
                member.get("/api/kpis?limit=3&cursor=" + first.at("/next")).is(200);
        assertThat(second.json().at("/items")).hasSize(2);
        assertThat(second.at("/next")).isEqualTo("null");
        member.get("/api/kpis?limit=3&category=REVENUE&cursor=" + first.at("/next"))
                .is(400)
                .isProblem("invalid-cursor");
        api.member(api.tenant("other"), Role.OWNER)
                .get("/api/kpis?limit=3&cursor=" + first.at("/next"))
                .is(400)
                .isProblem("invalid-cursor");
    }
}
