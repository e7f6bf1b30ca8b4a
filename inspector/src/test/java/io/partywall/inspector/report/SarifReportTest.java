package io.partywall.inspector.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.partywall.inspector.Report;
import io.partywall.inspector.finding.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SarifReportTest {

    @Test
    void isValidAgainstTheOfficialSchema() throws IOException {
        assertThat(schema().validate(sarif(Samples.hostile()), InputFormat.JSON))
                .isEmpty();
        assertThat(schema().validate(sarif(Samples.clean()), InputFormat.JSON)).isEmpty();
    }

    @Test
    void theSchemaWouldTell() throws IOException {
        String broken = sarif(Samples.hostile()).replace("\"level\" : \"error\"", "\"level\" : \"fatal\"");

        assertThat(schema().validate(broken, InputFormat.JSON)).isNotEmpty();
    }

    @Test
    void aResultNamesItsRuleItsObjectAndWhatItIsKnownBy() {
        JsonNode run = JsonMapper.shared().readTree(sarif(Samples.hostile())).at("/runs/0");
        JsonNode first = run.at("/results/0");
        JsonNode rule = run.at("/tool/driver/rules").get(first.at("/ruleIndex").intValue());

        assertThat(rule.at("/id").stringValue()).isEqualTo("A1");
        assertThat(rule.at("/name").stringValue()).isEqualTo("TheApplicationIsASuperuser");
        assertThat(rule.at("/properties/security-severity").stringValue()).isEqualTo("9.5");
        assertThat(first.at("/level").stringValue()).isEqualTo("error");
        assertThat(first.at("/locations/0/logicalLocations/0/fullyQualifiedName")
                        .stringValue())
                .isEqualTo("role app");
        assertThat(first.at("/locations/0/logicalLocations/0/kind").stringValue())
                .isEqualTo("role");
        assertThat(run.at("/results/1/locations/0/logicalLocations/0/kind").stringValue())
                .isEqualTo("relation");
        assertThat(first.at("/partialFingerprints/identity~1v1").stringValue()).isEqualTo("A1 role app");
        assertThat(run.at("/results")).hasSize(53);
    }

    @Test
    void whatWasAcceptedIsSuppressedAndNothingElse() {
        JsonNode results =
                JsonMapper.shared().readTree(sarif(Samples.hostile())).at("/runs/0/results");

        assertThat(results.valueStream().filter(r -> !r.at("/suppressions").isEmpty()))
                .singleElement()
                .satisfies(r -> {
                    assertThat(r.at("/partialFingerprints/identity~1v1").stringValue())
                            .isEqualTo("D8 index public.hosts_key");
                    assertThat(r.at("/suppressions/0/justification").stringValue())
                            .isEqualTo("host names are the world's <b>");
                });
    }

    private static Schema schema() throws IOException {
        try (InputStream schema =
                Objects.requireNonNull(SarifReportTest.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json"))) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(schema);
        }
    }

    private static String sarif(Report report) {
        StringBuilder text = new StringBuilder();
        Reports.write(report, Format.SARIF, Severity.HIGH, false, text);
        return text.toString();
    }
}
