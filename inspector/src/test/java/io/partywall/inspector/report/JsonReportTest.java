package io.partywall.inspector.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.inspector.finding.Severity;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonReportTest {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    @Test
    void namesEveryFieldAndLeavesNothingOut() {
        JsonNode json = MAPPER.readTree(json());

        assertThat(json.propertyNames())
                .containsExactly(
                        "database",
                        "server",
                        "tookMillis",
                        "failOn",
                        "held",
                        "assumptions",
                        "findings",
                        "accepted",
                        "stale",
                        "notes",
                        "probes",
                        "checks");
        assertThat(json.at("/assumptions").propertyNames())
                .containsExactly(
                        "applicationRoles", "tenantColumn", "root", "rootKey", "contextSettings", "globals", "reasons");
        assertThat(json.at("/findings")).hasSize(52);
        assertThat(json.at("/findings/0").propertyNames())
                .containsExactly("check", "title", "severity", "object", "reason", "explanation", "query", "remedy");
        assertThat(json.at("/findings/1/remedy"))
                .isEqualTo(MAPPER.readTree(json()).at("/findings/1/remedy"));
        assertThat(json.at("/findings/1/remedy").propertyNames())
                .containsExactly("step", "statements", "mechanical", "advice");
        assertThat(json.at("/findings/1/remedy/step").stringValue()).isEqualTo("row_security");
        assertThat(json.at("/findings/1/remedy/statements")).hasSize(4);
        assertThat(json.at("/accepted/0/finding/object").stringValue()).isEqualTo("index public.hosts_key");
        assertThat(json.at("/stale/0/object").stringValue()).isEqualTo("public.gone");
        assertThat(json.at("/checks")).hasSize(5);
        assertThat(json.at("/held").booleanValue()).isFalse();
    }

    @Test
    void namesAreWhatTheyAre() {
        assertThat(MAPPER.readTree(json()).at("/findings/1/object").stringValue())
                .isEqualTo(Samples.HOSTILE);
    }

    @Test
    void theSameReportIsWrittenTheSame() {
        assertThat(json()).isEqualTo(json()).endsWith("\n}\n");
    }

    private static String json() {
        StringBuilder text = new StringBuilder();
        Reports.write(Samples.hostile(), Format.JSON, Severity.HIGH, false, text);
        return text.toString();
    }
}
