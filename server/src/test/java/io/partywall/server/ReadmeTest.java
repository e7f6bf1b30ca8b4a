package io.partywall.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.access.Operators;
import io.partywall.access.Role;
import io.partywall.api.Client;
import io.partywall.api.ServedApi;
import io.partywall.isolation.TenantId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows of the API does what it says. */
class ReadmeTest {

    private static final Path README = Path.of("..", "README.md");
    private static final Path SELF = Path.of("src/test/java/io/partywall/server/ReadmeTest.java");

    private final ServedApi api = ServedApi.shared();
    private final TenantId tenant = api.tenant("readme");
    private final Client owner = api.member(tenant, Role.OWNER);

    @Test
    void theExampleForCurlRuns(@TempDir Path directory) throws IOException, InterruptedException {
        String readme = Files.readString(README);
        String block = readme.substring(readme.indexOf("```sh\nSERVER=") + 6);
        String commands = block.substring(block.indexOf('\n'), block.indexOf("```"));
        String email = owner.get("/api/me").at("/email");
        assertThat(new Operators(api.platform()).setPassword(email, "as the demo prints it"))
                .isTrue();
        String script = "set -euo pipefail; CSRF=\nSERVER=%s EMAIL=%s PASSWORD='as the demo prints it'\n%s"
                .formatted(api.url(), email, commands);
        Process bash = new ProcessBuilder("bash", "-c", script)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(out).isZero();
        assertThat(out)
                .contains("\"has_credentials\":true", "\"accepted\":1", "\"items\":[", "\"resource\":\"connectors\"")
                .doesNotContain("s3cret", "problems#");
    }

    @Test
    void theExampleInJavaRuns() throws IOException, InterruptedException {
        String server = api.url();
        String apiKey = owner.post("/api/api-keys", "{\"name\": \"README\", \"scopes\": [\"kpis:write\"]}")
                .is(201)
                .at("/secret");
        // The README has these lines:
        HttpRequest request = HttpRequest.newBuilder(URI.create(server + "/api/kpis"))
                .header("Authorization", "Bearer " + apiKey)
                .header("Idempotency-Key", "revenue-2026") // sent twice, it makes one KPI
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"name\": \"Revenue\", \"unit\": \"GBP\", \"target_value\": 12500.50}"))
                .build();
        HttpResponse<String> created = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        // To here.
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.body()).contains("\"target_value\":12500.50");
    }

    @Test
    void theReadmeHasTheseLines() throws IOException {
        String lines = Files.readString(SELF)
                .lines()
                .dropWhile(line -> !line.contains("// The README has these lines:"))
                .skip(1)
                .takeWhile(line -> !line.contains("// To here."))
                .map(line -> line.substring(8) + "\n")
                .collect(Collectors.joining());
        assertThat(Files.readString(README)).contains("```java\n" + lines + "```");
    }
}
