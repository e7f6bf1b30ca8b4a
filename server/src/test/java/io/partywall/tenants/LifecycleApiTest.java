package io.partywall.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.access.Role;
import io.partywall.api.Answer;
import io.partywall.api.Client;
import io.partywall.api.ServedApi;
import io.partywall.isolation.Access;
import io.partywall.isolation.TenantId;
import io.partywall.jobs.DatabaseClock;
import io.partywall.jobs.JobHandlers;
import io.partywall.jobs.Jobs;
import io.partywall.jobs.WorkerOptions;
import io.partywall.jobs.Workers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A tenant takes its data away, and has it erased. */
class LifecycleApiTest {

    private final ServedApi api = ServedApi.shared();
    private final TenantId tenant = api.tenant("leaving");
    private final Client owner = api.member(tenant, Role.OWNER);
    private final String path = "/api/tenants/" + tenant;

    /** Waits until the job is done, while workers run. */
    private Answer done(String job) {
        try (Workers _ = Workers.start(
                api.platform(),
                api.tenancy(),
                api.contexts(),
                DatabaseClock.of(api.platform()),
                JobHandlers.none()
                        .with(ExportTenant.TYPE, new ExportTenant(api.exportDirectory(), Clock.systemUTC()))
                        .with(ForgetExpired.TYPE, new ForgetExpired(api.exportDirectory(), inEightDays())),
                WorkerOptions.DEFAULT,
                List.of())) {
            while (true) {
                Answer answer = owner.get("/api/jobs/" + job).is(200);
                if (answer.at("/state").equals("COMPLETED")) {
                    return answer;
                }
                assertThat(answer.at("/state")).isNotIn("DEAD", "CANCELLED", "FAILED");
            }
        }
    }

    @Test
    void everythingOfATenantIsWrittenToFilesWithTheirChecksums() throws Exception {
        owner.post("/api/kpis", "{\"name\": \"Revenue\"}").is(201);
        owner.post(
                        "/api/connectors",
                        "{\"name\": \"Shop\", \"provider\": \"shop\", \"credentials\": {\"token\":"
                                + " \"a-secret-of-the-shop\"}}")
                .is(201);
        String job = owner.post(path + "/exports").is(202).at("/job_id");
        Answer manifest = done(job);
        assertThat(manifest.at("/result/tenant")).isEqualTo(tenant.toString());
        for (JsonNode file : manifest.json().at("/result/files")) {
            String name = file.get("name").stringValue();
            String text =
                    owner.get(path + "/exports/" + job + "/" + name).is(200).text();
            assertThat(text.lines().count()).as(name).isEqualTo(file.get("rows").longValue());
            assertThat(HexFormat.of()
                            .formatHex(
                                    MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8))))
                    .isEqualTo(file.get("sha256").stringValue());
            assertThat(text).doesNotContain("a-secret-of-the-shop");
        }
        assertThat(owner.get(path + "/exports/" + job + "/connectors.ndjson").text())
                .contains("\"Shop\"")
                .doesNotContain("credentials");
        assertThat(owner.get(path + "/exports/" + job + "/kpis.ndjson").text()).contains("\"Revenue\"");
        assertThat(owner.with("Range", "bytes=0-9")
                        .get(path + "/exports/" + job + "/kpis.ndjson")
                        .is(206)
                        .text())
                .hasSize(10);
        owner.get(path + "/exports/" + job + "/manifest.json").is(200);
    }

    @Test
    void anExportIsItsTenantsAlone() {
        String job = owner.post(path + "/exports").is(202).at("/job_id");
        Answer _ = done(job);
        TenantId other = api.tenant("other");
        Client stranger = api.member(other, Role.OWNER);
        stranger.get(path + "/exports/" + job + "/kpis.ndjson").is(404);
        stranger.get("/api/tenants/" + other + "/exports/" + job + "/kpis.ndjson")
                .is(404);
        owner.get(path + "/exports/" + job + "/..%2Fmanifest.json").is(400);
        owner.get(path + "/exports/" + job + "/passwords").is(404);
        api.member(tenant, Role.MEMBER).post(path + "/exports").is(403);
        api.member(tenant, Role.MEMBER)
                .get(path + "/exports/" + job + "/kpis.ndjson")
                .is(403);
    }

    @Test
    void anErasedTenantIsGoneAndStaysGone() {
        owner.post("/api/kpis", "{\"name\": \"Revenue\"}").is(201);
        String slug = owner.get(path).at("/slug");
        api.member(tenant, Role.ADMIN)
                .post(path + "/erase", "{\"slug\": \"" + slug + "\"}")
                .is(403);
        owner.post(path + "/erase", "{\"slug\": \"another\"}").is(422);
        owner.post(path + "/erase", "{\"slug\": \"" + slug + "\"}").is(202);
        while (owner.get(path).status() != 404) {
            Thread.onSpinWait();
        }
        assertThat(api.database().query("select 1 from app.kpis where tenant_id = '" + tenant + "'"))
                .isEmpty();
        assertThat(api.database().query("select 1 from app.audit_logs where tenant_id = '" + tenant + "'"))
                .isEmpty();
        assertThat(api.database().query("select count(*) from app.erasure_ledger where tenant_id = '" + tenant + "'"))
                .containsExactly("1");
        // As if a backup had been restored.
        api.database()
                .execute("insert into app.tenants (id, name, slug, status, encryption_keyset)" + " values ('" + tenant
                        + "', 'back', '" + slug + "', 'ACTIVE', '\\x00')");
        assertThat(new Erasures(api.platform(), new ExportFiles(api.exportDirectory())).replay())
                .contains(tenant);
        assertThat(api.database().query("select 1 from app.tenants where id = '" + tenant + "'"))
                .isEmpty();
    }

    private static Clock inEightDays() {
        return Clock.offset(Clock.systemUTC(), Duration.ofDays(8));
    }

    @Test
    void exportsOfLastWeekAndAnswersOfYesterdayAreForgotten() {
        Client twice = owner.with("Idempotency-Key", "once");
        twice.post("/api/kpis", "{\"name\": \"Once\"}").is(201);
        String export = owner.post(path + "/exports").is(202).at("/job_id");
        Answer _ = done(export);
        String job = api.tenancy()
                .inTenant(
                        api.contexts().service(tenant, "test", Access.WRITE),
                        scope -> new Jobs(api.platform())
                                .enqueue(scope, ForgetExpired.TYPE, new ForgetExpired.Everything()))
                .toString();
        Answer forgotten = done(job);
        assertThat(forgotten.at("/result/answers")).isEqualTo("1");
        assertThat(forgotten.at("/result/exports")).isEqualTo("1");
        owner.get(path + "/exports/" + export + "/kpis.ndjson").is(404);
    }

    @Test
    void aLaterAttemptWritesOnlyWhatIsMissing() throws Exception {
        String job = owner.post(path + "/exports").is(202).at("/job_id");
        Path directory = api.exportDirectory().resolve(tenant.toString()).resolve(job);
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("kpis.ndjson"), "written before\n");
        Files.writeString(
                directory.resolve("kpis.json"),
                "{\"name\": \"kpis.ndjson\", \"rows\": 1, \"bytes\": 15, \"sha256\": \"of before\"}");
        assertThat(done(job).text()).contains("of before");
        assertThat(Files.readString(directory.resolve("kpis.ndjson"))).isEqualTo("written before\n");
    }
}
