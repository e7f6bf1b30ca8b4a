package io.partywall.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The comparison of two descriptions. */
class CompatibilityTest {

    private static final String BEFORE = """
        {"paths": {"/kpis": {"get": {"responses": {"200": {"content": {"json": {"schema": {"$ref": "#/kpi"}}}}}},
            "post": {"requestBody": {"content": {"json": {"schema": {"properties": {"name": {}, "unit": {}}, "required": ["name"]}}}},
                "responses": {}}}},
         "kpi": {"properties": {"id": {"type": "string"}, "value": {"type": "number"}}}}
        """;

    private static void assertBreaks(String from, String to, String told) {
        String after = BEFORE.replace(from, to);
        assertThat(after).isNotEqualTo(BEFORE);
        assertThat(Compatibility.broken(
                        JsonMapper.shared().readTree(BEFORE),
                        JsonMapper.shared().readTree(after)))
                .singleElement()
                .asString()
                .contains(told);
    }

    @Test
    void whatClientsRelyOnIsNamedWhenItGoes() {
        assertBreaks("\"/kpis\": {\"get\"", "\"/kpis\": {\"put\"", "GET /kpis is gone");
        assertBreaks("\"value\": {\"type\": \"number\"}", "\"values\": {\"type\": \"number\"}", "tells no 'value'");
        assertBreaks("{\"type\": \"number\"}", "{\"type\": \"string\"}", "is of the type");
        assertBreaks("\"unit\": {}", "\"measure\": {}", "takes no 'unit'");
        assertBreaks("[\"name\"]", "[\"name\", \"unit\"]", "wants 'unit'");
        assertBreaks("\"200\"", "\"201\"", "does not answer 200");
    }

    @Test
    void whatIsAddedBreaksNothing() {
        String after = BEFORE.replace("\"unit\": {}", "\"unit\": {}, \"category\": {}")
                .replace("\"id\":", "\"category\": {}, \"id\":")
                .replace("[\"name\"]", "[]");
        assertThat(Compatibility.broken(
                        JsonMapper.shared().readTree(BEFORE),
                        JsonMapper.shared().readTree(after)))
                .isEmpty();
    }
}
