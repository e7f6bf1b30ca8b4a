package io.partywall.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.api.Answer;
import io.partywall.api.Client;
import io.partywall.api.ServedApi;
import io.partywall.isolation.TenantId;
import org.junit.jupiter.api.Test;

/** API keys over HTTP. */
class ApiKeysApiTest {

    private final ServedApi api = ServedApi.shared();
    private final TenantId tenant = api.tenant("keys");
    private final Client admin = api.member(tenant, Role.ADMIN);

    private Answer create(String scopes) {
        return admin.post("/api/api-keys", "{\"name\": \"Importer\", \"scopes\": [" + scopes + "]}");
    }

    private Client with(String secret) {
        return api.anybody().with("Authorization", "Bearer " + secret);
    }

    @Test
    void aKeyDoesWhatItsScopesSayInItsTenant() {
        Answer made = create("\"kpis:read\", \"kpis:write\"").is(201);
        Client program = with(made.at("/secret"));
        program.post("/api/kpis", "{\"name\": \"Revenue\"}").is(201);
        assertThat(program.get("/api/kpis").is(200).json().at("/items")).hasSize(1);
        assertThat(program.get("/api/goals").is(403).at("/permission")).isEqualTo("goals:read");
        assertThat(admin.get("/api/api-keys/" + made.at("/api_key/id")).at("/last_used_at"))
                .isNotEqualTo("null");
    }

    @Test
    void theSecretIsShownOnceAndKeptAsAHash() {
        Answer made = create("\"kpis:read\"").is(201);
        String secret = made.at("/secret");
        assertThat(secret).startsWith(made.at("/api_key/prefix") + "_");
        assertThat(admin.get("/api/api-keys").text()
                        + admin.get("/api/api-keys/" + made.at("/api_key/id")).text())
                .doesNotContain(secret)
                .doesNotContain("secret");
        assertThat(api.database()
                        .query("select k::text from app.api_keys k union all select l::text from app.audit_logs l"))
                .noneMatch(row -> row.contains(secret));
    }

    @Test
    void nobodyGivesAKeyWhatHeDoesNotHave() {
        assertThat(create("\"tenant:erase\"").is(403).at("/permission")).isEqualTo("tenant:erase");
        api.member(tenant, Role.MEMBER)
                .post("/api/api-keys", "{\"name\": \"Mine\", \"scopes\": [\"kpis:read\"]}")
                .is(403);
        create("\"kpis:everything\"").is(422);
        create("").is(422);
    }

    @Test
    void aKeyLosesWhatItsCreatorLoses() {
        Client program = with(create("\"kpis:read\", \"kpis:write\"").is(201).at("/secret"));
        program.post("/api/kpis", "{\"name\": \"Before\"}").is(201);
        api.database()
                .execute("update app.tenant_members set role = 'VIEWER' where tenant_id = '" + tenant
                        + "' and role = 'ADMIN'");
        program.get("/api/kpis").is(200);
        program.post("/api/kpis", "{\"name\": \"After\"}").is(403);
        api.database()
                .execute("update app.tenant_members set status = 'SUSPENDED' where tenant_id = '" + tenant
                        + "' and role = 'VIEWER'");
        program.get("/api/kpis").is(401);
    }

    @Test
    void aRevokedOrExpiredKeyIsNone() {
        Answer made = create("\"kpis:read\"").is(201);
        Client program = with(made.at("/secret"));
        admin.delete("/api/api-keys/" + made.at("/api_key/id")).is(204);
        program.get("/api/kpis").is(401).isProblem("unauthenticated");
        Answer brief = create("\"kpis:read\"").is(201);
        api.database()
                .execute("update app.api_keys set created_at = now() - interval '2 days', expires_at = now()"
                        + " where id = '" + brief.at("/api_key/id") + "'");
        with(brief.at("/secret")).get("/api/kpis").is(401);
    }

    @Test
    void aSecretIsNotKeptForARepeatedRequest() {
        Client twice = admin.with("Idempotency-Key", "a-key");
        String body = "{\"name\": \"Twice\", \"scopes\": [\"kpis:read\"]}";
        String secret = twice.post("/api/api-keys", body).is(201).at("/secret");
        Answer again = twice.post("/api/api-keys", body).is(201);
        assertThat(again.at("/secret")).isEqualTo("null");
        assertThat(api.database().query("select response::text from app.idempotency_keys"))
                .noneMatch(row -> row.contains(secret));
    }

    @Test
    void aRotatedKeyOverlapsWithTheNewOne() {
        Answer made = create("\"kpis:read\"").is(201);
        String id = made.at("/api_key/id");
        Answer rotated = admin.post("/api/api-keys/" + id + "/rotate", "{\"overlap_hours\": 1}")
                .is(201);
        with(made.at("/secret")).get("/api/kpis").is(200);
        with(rotated.at("/secret")).get("/api/kpis").is(200);
        Answer again = admin.post("/api/api-keys/" + rotated.at("/api_key/id") + "/rotate", "{\"overlap_hours\": 0}")
                .is(201);
        with(rotated.at("/secret")).get("/api/kpis").is(401);
        with(again.at("/secret")).get("/api/kpis").is(200);
    }

    @Test
    void aMistypedKeyIsRefusedUnseen() {
        String secret = create("\"kpis:read\"").is(201).at("/secret");
        char last = secret.charAt(secret.length() - 1);
        with(secret.substring(0, secret.length() - 1) + (last == '0' ? '1' : '0'))
                .get("/api/kpis")
                .is(401);
        with("nonsense").get("/api/kpis").is(401);
        api.anybody().with("Authorization", "Basic YTpi").get("/api/kpis").is(401);
    }

    @Test
    void aKeyNamesNoOtherTenantAndNoPerson() {
        Client program = with(create("\"kpis:read\"").is(201).at("/secret"));
        program.with("Partywall-Tenant", tenant.toString()).get("/api/kpis").is(200);
        program.with("Partywall-Tenant", api.tenant("other").toString())
                .get("/api/kpis")
                .is(404);
        program.get("/api/me").is(403);
        program.post("/api/tenants", "{\"name\": \"Mine\", \"slug\": \"mine\"}").is(403);
    }

    @Test
    void whatAKeyDoesIsToldWithTheKey() {
        Answer made = create("\"kpis:write\"").is(201);
        with(made.at("/secret")).post("/api/kpis", "{\"name\": \"Told\"}").is(201);
        assertThat(api.database()
                        .query(
                                "select action || ' ' || resource from app.audit_logs where tenant_id = '%s' and actor like '%% by key %s'"
                                        .formatted(tenant, made.at("/api_key/prefix"))))
                .containsExactlyInAnyOrder("use api_keys", "create kpis");
    }
}
