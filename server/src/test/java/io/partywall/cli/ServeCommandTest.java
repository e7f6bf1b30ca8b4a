package io.partywall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.cli.Command.Result;
import io.partywall.cli.Command.Running;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code partywall serve}. */
class ServeCommandTest {

    private static final Pattern ADDRESS = Pattern.compile("serving on (http://127\\.0\\.0\\.1:\\d+)");

    @TempDir
    private Path directory;

    private static HttpResponse<String> get(String url) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
        }
    }

    @Test
    void servesUntilItIsAskedToEnd() throws IOException, InterruptedException {
        try (Running serve = Command.in(directory).start("serve", "--port", "0")) {
            String address = address(serve);
            assertThat(get(address + "/actuator/health/liveness").body()).contains("\"UP\"");
            assertThat(get(address + "/actuator/health/readiness").body()).contains("\"UP\"");
            assertThat(get(address + "/actuator/prometheus").body())
                    .contains("hikaricp_connections_active", "partywall_jobs", "http_server_requests");
            assertThat(get(address + "/api/me").statusCode()).isEqualTo(401);
            serve.signal("TERM");
            Result ended = serve.end().succeeded();
            assertThat(ended.out()).endsWith("stopping: what is at work may end\nstopped\n");
            assertThat(ended.err().lines().filter(line -> line.contains("\"request\"")))
                    .isNotEmpty()
                    .allMatch(line -> line.startsWith("{\"timestamp\":"))
                    .anyMatch(line -> line.contains("{\"status\":401}") || line.contains("\"status\":\"401\""));
        }
    }

    private static String address(Running serve) {
        Matcher address = ADDRESS.matcher(serve.awaitLine("serving on "));
        assertThat(address.find()).isTrue();
        return address.group(1);
    }

    @Test
    void brokenWallsAreNotServed() throws Exception {
        try (Workplace workplace = new Workplace(directory)) {
            workplace.database.execute("alter table app.kpis disable row level security");
            Result refused = workplace.partywall.run("serve", "--port", "0");
            assertThat(refused.exitCode()).isEqualTo(2);
            assertThat(refused.err()).contains("the database's walls are broken", "critical: B2 app.kpis: ");
        }
    }

    @Test
    void everySettingThatIsWrongIsNamedAtOnce() {
        Result refused = Command.in(directory)
                .with("PARTYWALL_CONNECTIONS", "none")
                .with("PARTYWALL_SMTP_URL", "mail.example.com")
                .with("PARTYWALL_METRICS_TOKEN", "short")
                .run("serve", "--port", "0");
        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.err())
                .contains("PARTYWALL_CONNECTIONS", "PARTYWALL_SMTP_URL", "PARTYWALL_METRICS_TOKEN")
                .doesNotContain("short\n");
    }
}
