package io.partywall.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.api.ServedApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The API is what its committed description says. After a change: {@code mvn test -pl server -Dtest=OpenApiTest -Dopenapi=write}, which
 * refuses what would break clients.
 */
class OpenApiTest {

    private static final Path COMMITTED = Path.of("..", "docs", "reference", "openapi.json");
    private static final JsonMapper JSON = JsonMapper.shared();

    private static final boolean WRITES = System.getProperty("openapi", "").equals("write");

    private final ServedApi api = ServedApi.shared();

    @Test
    void theCommittedDescriptionIsTrue() throws IOException {
        String now = written(
                sorted(JSON.readTree(api.anybody().get("/v3/api-docs").is(200).text())));
        String committed = Files.exists(COMMITTED) ? Files.readString(COMMITTED) : "{}";
        List<String> broken = Compatibility.broken(JSON.readTree(committed), JSON.readTree(now));
        assertThat(broken)
                .as("what clients of the committed description rely on")
                .isEmpty();
        if (WRITES) {
            Files.writeString(COMMITTED, now);
        } else {
            assertThat(now)
                    .as("the API has changed: mvn test -pl server -Dtest=OpenApiTest -Dopenapi=write")
                    .isEqualTo(committed);
        }
    }

    @Test
    void whatIsServedIsWhatIsCommitted() throws IOException {
        // What has just been written is served by the next build.
        if (!WRITES) {
            assertThat(JSON.readTree(
                            api.anybody().get("/api/openapi.json").is(200).text()))
                    .isEqualTo(JSON.readTree(Files.readString(COMMITTED)));
        }
        assertThat(api.anybody().get("/api/docs").is(200).text()).contains("swagger-ui");
        String script = api.anybody().get("/api/docs").text();
        String bundle = script.substring(script.indexOf("src=\"") + 5, script.indexOf("swagger-ui-bundle.js") + 20);
        api.anybody().get(bundle).is(200);
    }

    private static String written(JsonNode node) {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node).replace("\r\n", "\n") + "\n";
    }

    /** By name, so that the order of classes in a directory does not show. */
    private static JsonNode sorted(JsonNode node) {
        if (node instanceof ObjectNode object) {
            TreeMap<String, JsonNode> members = new TreeMap<>();
            object.properties().forEach(member -> members.put(member.getKey(), sorted(member.getValue())));
            ObjectNode sorted = JSON.createObjectNode();
            members.forEach(sorted::set);
            return sorted;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode sorted = JSON.createArrayNode();
            array.forEach(element -> sorted.add(sorted(element)));
            return sorted;
        }
        return node;
    }
}
