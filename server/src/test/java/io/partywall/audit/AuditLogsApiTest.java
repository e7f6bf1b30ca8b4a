package io.partywall.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.access.Role;
import io.partywall.api.Answer;
import io.partywall.api.Client;
import io.partywall.api.ServedApi;
import io.partywall.isolation.Access;
import io.partywall.isolation.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit trail over HTTP. */
class AuditLogsApiTest {

    private final ServedApi api = ServedApi.shared();
    private final TenantId tenant = api.tenant("audited");
    private final Client owner = api.member(tenant, Role.OWNER);

    private void seal() {
        SealTrail sealer = new SealTrail(api.platform(), api.auditKeys(), Clock.systemUTC());
        api.tenancy().inTenant(api.contexts().service(tenant, "sealer", Access.WRITE), scope -> sealer.seal(scope));
    }

    @Test
    void aChangeIsToldWithWhoAndFromWhere() {
        Client here = owner.with("User-Agent", "an agent").with("X-Request-Id", ServedApi.unique("request"));
        String id = here.post("/api/kpis", "{\"name\": \"Revenue\"}").is(201).at("/id");
        here.patch("/api/kpis/" + id, "{\"name\": \"Net revenue\"}").is(200);
        Answer told =
                owner.get("/api/audit-logs?resource=kpis&resource_id=" + id).is(200);
        assertThat(told.json().at("/items")).hasSize(2);
        assertThat(told.at("/items/0/action")).isEqualTo("update");
        assertThat(told.at("/items/0/changes/before/name")).isEqualTo("Revenue");
        assertThat(told.at("/items/0/changes/after/name")).isEqualTo("Net revenue");
        assertThat(told.at("/items/0/ip_address")).isEqualTo("127.0.0.1");
        assertThat(told.at("/items/0/user_agent")).isEqualTo("an agent");
        assertThat(told.at("/items/0/request_id")).isEqualTo(here.header("X-Request-Id"));
        assertThat(told.at("/items/0/actor")).contains(owner.get("/api/me").at("/email"));
        assertThat(owner.get("/api/audit-logs?request_id=" + here.header("X-Request-Id"))
                        .json()
                        .at("/items"))
                .hasSize(2);
    }

    @Test
    void aRefusalIsToldToo() {
        api.member(tenant, Role.VIEWER)
                .post("/api/kpis", "{\"name\": \"Mine\"}")
                .is(403);
        Answer told = owner.get("/api/audit-logs?action=refuse").is(200);
        assertThat(told.at("/items/0/resource_id")).isEqualTo("kpis:write");
        assertThat(told.at("/items/0/changes/path")).isEqualTo("/api/kpis");
    }

    @Test
    void theTrailIsForAdministratorsOfItsTenant() {
        api.member(tenant, Role.MEMBER).get("/api/audit-logs").is(403);
        owner.post("/api/kpis", "{\"name\": \"A secret\"}").is(201);
        Client other = api.member(api.tenant("other"), Role.OWNER);
        assertThat(other.get("/api/audit-logs").is(200).text()).doesNotContain("A secret");
        other.with("Partywall-Tenant", tenant.toString()).get("/api/audit-logs").is(404);
    }

    @Test
    void anExportIsVerifiedWithoutTheDatabase(@TempDir Path directory) throws IOException {
        owner.post("/api/kpis", "{\"name\": \"Revenue\"}").is(201);
        seal();
        assertThat(owner.get("/api/audit-logs/verification").is(200).at("/holds"))
                .isEqualTo("true");
        Path file = directory.resolve("trail.ndjson");
        Files.writeString(file, owner.get("/api/audit-logs/export").is(200).text());
        AuditKeys.Public keys = AuditKeys.Public.parse(api.auditKeys().publicKeys());
        assertThat(AuditTrail.verify(file, keys).verdict().holds()).isTrue();
        Files.writeString(file, Files.readString(file).replace("Revenue", "Riches"));
        assertThat(AuditTrail.verify(file, keys).verdict().faults()).isNotEmpty();
        assertThat(owner.get("/api/audit-logs?action=export").is(200).at("/items/0/changes/format"))
                .isEqualTo("ndjson");
    }

    @Test
    void aSpreadsheetComputesNothingOfAnExport() {
        String agent = "=HYPERLINK(1)";
        owner.with("User-Agent", agent)
                .post("/api/kpis", "{\"name\": \"Revenue, net\"}")
                .is(201);
        Answer csv = owner.get("/api/audit-logs/export.csv?resource=kpis").is(200);
        assertThat(csv.header("Content-Type").orElseThrow()).startsWith("text/csv");
        assertThat(csv.text().lines().findFirst().orElseThrow()).startsWith("id,created_at,actor");
        assertThat(csv.text().lines().skip(1))
                .singleElement()
                .satisfies(line -> assertThat(line).contains(",'=HYPERLINK(1),").contains("\"\"Revenue, net\"\""));
    }
}
