package io.partywall.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.access.Role;
import io.partywall.api.Answer;
import io.partywall.api.Client;
import io.partywall.api.ServedApi;
import io.partywall.isolation.TenantId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Alert rules over HTTP. */
class AlertRulesApiTest {

    private static final String OF_METRIC = """
        {"metric_code": "revenue", "condition": {"operator": "BELOW", "value": 1000.50, "over_days": 7}, "channels": ["IN_APP"]}
        """;

    private final ServedApi api = ServedApi.shared();
    private final TenantId tenant = api.tenant("alerts");
    private final Client member = api.member(tenant, Role.MEMBER);

    private static String kpi(Client client) {
        return client.post("/api/kpis", "{\"name\": \"Orders\"}").is(201).at("/id");
    }

    private static String ofKpi(String kpi) {
        return """
            {"kpi_id": "%s", "condition": {"operator": "CHANGES_BY_PERCENT", "value": 10}, "channels": ["EMAIL", "IN_APP", "EMAIL"],
            "snoozed_until": "2030-01-01T00:00:00Z", "enabled": false}
            """.formatted(kpi);
    }

    @Test
    void aRuleIsCreatedReadChangedAndDeleted() {
        Answer created = member.post("/api/alert-rules", OF_METRIC).is(201);
        String path = "/api/alert-rules/" + created.at("/id");
        assertThat(created.header("Location")).hasValue(path);
        assertThat(created.at("/condition/operator")).isEqualTo("BELOW");
        assertThat(created.at("/condition/value")).isEqualTo("1000.50");
        assertThat(created.at("/condition/over_days")).isEqualTo("7");
        assertThat(created.at("/enabled")).isEqualTo("true");
        assertThat(created.at("/kpi_id")).isEqualTo("null");
        assertThat(member.get(path).is(200).json()).isEqualTo(created.json());
        Answer changed = member.patch(
                        path,
                        "{\"condition\": {\"over_days\": null, \"value\": -5}, \"snoozed_until\":"
                                + " \"2030-01-01T01:00:00+01:00\"}")
                .is(200);
        assertThat(changed.at("/condition/operator")).isEqualTo("BELOW");
        assertThat(changed.at("/condition/value")).isEqualTo("-5");
        assertThat(changed.at("/condition/over_days")).isEqualTo("null");
        assertThat(changed.at("/snoozed_until")).isEqualTo("2030-01-01T00:00:00Z");
        assertThat(changed.at("/channels")).isEqualTo("[\"IN_APP\"]");
        member.delete(path).is(204);
        member.get(path).is(404).isProblem("not-found");
    }

    @Test
    void aRuleChangesFromAMetricToAKpi() {
        String kpi = kpi(member);
        String path = "/api/alert-rules/"
                + member.post("/api/alert-rules", OF_METRIC).is(201).at("/id");
        Answer changed = member.patch(path, "{\"metric_code\": null, \"kpi_id\": \"%s\"}".formatted(kpi))
                .is(200);
        assertThat(changed.at("/kpi_id")).isEqualTo(kpi);
        assertThat(changed.at("/metric_code")).isEqualTo("null");
        assertThat(member.patch(path, "{\"metric_code\": \"revenue\"}").is(422).at("/errors/0/pointer"))
                .isEqualTo("/metric_code");
        assertThat(member.patch(path, "{\"kpi_id\": null}").is(422).at("/errors/0/pointer"))
                .isEqualTo("/kpi_id");
    }

    @Test
    void rulesAreFilteredByKpiAndByWhetherTheyAreEnabled() {
        String kpi = kpi(member);
        String ofKpi = member.post("/api/alert-rules", ofKpi(kpi)).is(201).at("/id");
        String ofMetric = member.post("/api/alert-rules", OF_METRIC).is(201).at("/id");
        Answer all = member.get("/api/alert-rules").is(200);
        assertThat(all.at("/items/0/id")).isEqualTo(ofMetric);
        assertThat(all.at("/items/1/id")).isEqualTo(ofKpi);
        assertThat(all.at("/items/1/channels")).isEqualTo("[\"IN_APP\",\"EMAIL\"]");
        Answer filtered = member.get("/api/alert-rules?kpi_id=" + kpi).is(200);
        assertThat(filtered.json().at("/items")).hasSize(1);
        assertThat(filtered.at("/items/0/id")).isEqualTo(ofKpi);
        assertThat(member.get("/api/alert-rules?enabled=true").at("/items/0/id"))
                .isEqualTo(ofMetric);
        assertThat(member.get("/api/alert-rules?enabled=false").at("/items/0/id"))
                .isEqualTo(ofKpi);
        assertThat(member.get("/api/alert-rules?enabled=true&kpi_id=" + kpi)
                        .json()
                        .at("/items"))
                .isEmpty();
        member.get("/api/alert-rules?kpi_id=orders").is(400).isProblem("malformed-request");
    }

    @Test
    void aRuleAboutAKpiOfAnotherTenantIsRefusedLikeOneAboutNone() {
        Client other = api.member(api.tenant("other"), Role.OWNER);
        Answer foreign =
                member.post("/api/alert-rules", ofKpi(kpi(other))).is(422).isProblem("invalid");
        assertThat(foreign.at("/errors/0/pointer")).isEqualTo("/kpi_id");
        Answer missing = member.post("/api/alert-rules", ofKpi("00000000-0000-7000-8000-000000000000"))
                .is(422);
        assertThat(missing.at("/errors/0/pointer")).isEqualTo("/kpi_id");
        assertThat(member.get("/api/alert-rules").json().at("/items")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"metric_code\": \"revenue\" | \"kpi_id\": \"00000000-0000-7000-8000-000000000000\" | /metric_code",
                "\"metric_code\": \"revenue\" | \"enabled\": true | /kpi_id",
                "\"revenue\" | \"Revenue!\" | /metric_code",
                "\"BELOW\" | \"BESIDE\" | /condition/operator",
                "\"operator\": \"BELOW\", | `` | /condition/operator",
                "1000.50 | null | /condition/value",
                "1000.50 | \"1000.50\" | /condition/value",
                "7 | 0 | /condition/over_days",
                "7 | 367 | /condition/over_days",
                "\"over_days\": 7 | \"hours\": 7 | /condition/hours",
                "[\"IN_APP\"] | [] | /channels",
                "[\"IN_APP\"] | null | /channels",
                "[\"IN_APP\"] | [\"IN_APP\", \"PIGEON\"] | /channels/1",
                "[\"IN_APP\"] | [null] | /channels/0",
                "[\"IN_APP\"] | [\"IN_APP\"], \"snoozed_until\": \"tomorrow\" | /snoozed_until",
                "[\"IN_APP\"] | [\"IN_APP\"], \"snoozed_until\": \"+12026-01-01T00:00:00Z\" | /snoozed_until"
            })
    void whatDoesNotFitIsRefusedWhereItIs(String there, String instead, String pointer) {
        String rule = OF_METRIC.replace(there, instead);
        if (pointer.equals("/metric_code") && instead.contains("kpi_id")) {
            rule = OF_METRIC.replace(there, there + ", \"kpi_id\": \"" + kpi(member) + "\"");
        }
        Answer refused = member.post("/api/alert-rules", rule).is(422).isProblem("invalid");
        assertThat(refused.at("/errors/0/pointer")).isEqualTo(pointer);
    }

    @Test
    void aRuleGoesWithItsKpi() {
        String kpi = kpi(member);
        String path = "/api/alert-rules/"
                + member.post("/api/alert-rules", ofKpi(kpi)).is(201).at("/id");
        api.database().execute("delete from app.kpis where id = '%s'".formatted(kpi));
        member.get(path).is(404);
    }

    @Test
    void aChangeOfAnOlderVersionIsRefused() {
        Answer created = member.post("/api/alert-rules", OF_METRIC).is(201);
        String path = "/api/alert-rules/" + created.at("/id");
        Client late = member.with("If-Match", created.header("ETag").orElseThrow());
        late.patch(path, "{\"enabled\": false}").is(200);
        late.patch(path, "{\"enabled\": true}").is(412).isProblem("precondition-failed");
        late.delete(path).is(412);
        assertThat(member.get(path).at("/enabled")).isEqualTo("false");
    }

    @Test
    void aTenantSeesNoRuleOfAnother() {
        String path = "/api/alert-rules/"
                + member.post("/api/alert-rules", OF_METRIC).is(201).at("/id");
        Client other = api.member(api.tenant("other"), Role.OWNER);
        other.get(path).is(404);
        other.patch(path, "{\"enabled\": false}").is(404);
        other.delete(path).is(404);
        assertThat(other.get("/api/alert-rules").json().at("/items")).isEmpty();
        assertThat(member.get(path).at("/enabled")).isEqualTo("true");
    }

    @Test
    void aViewerReadsRulesAndDoesNotWriteThem() {
        String path = "/api/alert-rules/"
                + member.post("/api/alert-rules", OF_METRIC).is(201).at("/id");
        Client viewer = api.member(tenant, Role.VIEWER);
        viewer.get(path).is(200);
        viewer.post("/api/alert-rules", OF_METRIC).is(403).isProblem("forbidden");
        viewer.patch(path, "{\"enabled\": false}").is(403);
        viewer.delete(path).is(403);
    }

    @Test
    void rulesAreReadPageByPage() {
        for (int i = 0; i < 3; i++) {
            member.post("/api/alert-rules", OF_METRIC).is(201);
        }
        Answer first = member.get("/api/alert-rules?limit=2").is(200);
        assertThat(first.json().at("/items")).hasSize(2);
        Answer second = member.get("/api/alert-rules?limit=2&cursor=" + first.at("/next"))
                .is(200);
        assertThat(second.json().at("/items")).hasSize(1);
        assertThat(second.at("/next")).isEqualTo("null");
    }
}
