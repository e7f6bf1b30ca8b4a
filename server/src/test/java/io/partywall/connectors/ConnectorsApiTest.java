package io.partywall.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.access.Role;
import io.partywall.api.Answer;
import io.partywall.api.Client;
import io.partywall.api.ServedApi;
import io.partywall.isolation.Access;
import io.partywall.isolation.TenantId;
import io.partywall.secrets.MasterKeys;
import io.partywall.secrets.SecretPlace;
import io.partywall.secrets.Secrets;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Connectors over HTTP. */
class ConnectorsApiTest {

    private static final String MISSING = "/api/connectors/00000000-0000-7000-8000-000000000000";

    private final ServedApi api = ServedApi.shared();
    private final TenantId tenant = api.tenant("connectors");
    private final Client admin = api.member(tenant, Role.ADMIN);

    @Test
    void aConnectorIsAddedReadChangedAndDeleted() {
        Answer added = admin.post("/api/connectors", """
            {"name": "Shop", "provider": "shopify", "description": "The shop", "schedule": "15 0 * * mon-fri",
             "config": {"url": "https://shop.example", "pages": 1.50}}\
            """).is(201);
        String path = "/api/connectors/" + added.at("/id");
        assertThat(added.header("Location")).hasValue(path);
        assertThat(added.at("/status")).isEqualTo("PENDING");
        assertThat(added.at("/enabled")).isEqualTo("true");
        assertThat(added.at("/config/pages")).isEqualTo("1.50");
        assertThat(added.at("/has_credentials")).isEqualTo("false");
        assertThat(admin.get(path).is(200).json()).isEqualTo(added.json());

        Answer changed = admin.patch(
                        path,
                        "{\"schedule\": null, \"config\": {\"pages\": null, \"zone\": \"UTC\"}, \"enabled\": false}")
                .is(200);
        assertThat(changed.at("/schedule")).isEqualTo("null");
        assertThat(changed.at("/config")).isEqualTo("{\"url\":\"https://shop.example\",\"zone\":\"UTC\"}");
        assertThat(changed.at("/status")).isEqualTo("DISABLED");
        assertThat(admin.patch(path, "{\"enabled\": true}").is(200).at("/status"))
                .isEqualTo("PENDING");

        admin.delete(path).is(204);
        admin.get(path).is(404);
    }

    @Test
    void aSecretIsInNoAnswerNoTrailAndNoRow() {
        String secret = ServedApi.unique("s3cr3t-t0k3n");
        Answer added = add("Secret", "\"credentials\": {\"token\": \"" + secret + "\"}");
        String path = "/api/connectors/" + added.at("/id");
        Answer changed = admin.patch(path, "{\"credentials\": {\"password\": \"" + secret + "\", \"name\": \"me\"}}")
                .is(200);

        for (Answer answer : List.of(added, changed, admin.get(path), admin.get("/api/connectors"))) {
            assertThat(answer.text()).contains("\"has_credentials\":true").doesNotContain(secret);
        }
        List<String> trail = api.database()
                .query("select a::text from app.audit_logs a where resource = 'connectors' and resource_id = '"
                        + added.at("/id") + "'");
        assertThat(trail).hasSize(2).allMatch(row -> row.contains("[redacted]"));
        String hex = HexFormat.of().formatHex(secret.getBytes(StandardCharsets.UTF_8));
        assertThat(String.join("", trail)).doesNotContain(secret, hex);
        assertThat(row(added).getFirst()).doesNotContain(secret, hex);
        assertThat(decrypted(added)).isEqualTo("{\"name\":\"me\",\"password\":\"" + secret + "\"}");
    }

    @Test
    void credentialsAreKeptUnlessTheyAreSpokenOf() {
        Answer added = add("Kept", "\"credentials\": {\"token\": \"one\"}");
        String path = "/api/connectors/" + added.at("/id");
        assertThat(admin.patch(path, "{\"description\": \"Told\"}").is(200).at("/has_credentials"))
                .isEqualTo("true");
        assertThat(decrypted(added)).isEqualTo("{\"token\":\"one\"}");
        admin.patch(path, "{\"credentials\": {\"key\": \"two\"}}").is(200);
        assertThat(decrypted(added)).isEqualTo("{\"key\":\"two\"}");
        assertThat(admin.patch(path, "{\"credentials\": null}").is(200).at("/has_credentials"))
                .isEqualTo("false");
        assertThat(admin.get(path).at("/description")).isEqualTo("Told");
    }

    @Test
    void aRefusedSecretIsNotTold() {
        String secret = "x".repeat(10_001);
        Answer refused = admin.post(
                        "/api/connectors",
                        "{\"name\": \"A\", \"provider\": \"test\", \"credentials\": {\"token\": \"" + secret + "\"}}")
                .is(422)
                .isProblem("invalid");
        assertThat(refused.at("/errors/0/pointer")).isEqualTo("/credentials/token");
        assertThat(refused.text()).doesNotContain("xxx");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{'provider': 'test'} | /name",
                "{'name': ' ', 'provider': 'test'} | /name",
                "{'name': 'A'} | /provider",
                "{'name': 'A', 'provider': 'Te st'} | /provider",
                "{'name': 'A', 'provider': 'test', 'schedule': 'sometimes'} | /schedule",
                "{'name': 'A', 'provider': 'test', 'schedule': '0 0 30 2 *'} | /schedule",
                "{'name': 'A', 'provider': 'test', 'config': []} | /config",
                "{'name': 'A', 'provider': 'test', 'config': {'n': [1e99]}} | /config/n/0",
                "{'name': 'A', 'provider': 'test', 'config': {'a/b': '\\u0000'}} | /config/a~1b",
                "{'name': 'A', 'provider': 'test', 'credentials': 'token'} | /credentials",
                "{'name': 'A', 'provider': 'test', 'credentials': {'Token': 'x'}} | /credentials/Token",
                "{'name': 'A', 'provider': 'test', 'credentials': {'token': null}} | /credentials/token",
                "{'name': 'A', 'provider': 'test', 'credentials': true} | /credentials",
                "{'name': 'A', 'provider': 'test', 'status': 'ACTIVE'} | /status",
            })
    void whatDoesNotFitIsRefused(String body, String pointer) {
        Answer refused = admin.post("/api/connectors", body.replace('\'', '"')).is(422);
        assertThat(refused.at("/errors/0/pointer")).isEqualTo(pointer);
        assertThat(admin.get("/api/connectors").json().at("/items")).isEmpty();
    }

    @Test
    void aConfigOfMoreThan16KilobytesIsRefused() {
        Answer refused = admin.post(
                        "/api/connectors",
                        "{\"name\": \"A\", \"provider\": \"test\", \"config\": {\"a\": \"" + "x".repeat(16_400)
                                + "\"}}")
                .is(422);
        assertThat(refused.at("/errors/0/pointer")).isEqualTo("/config");
    }

    @Test
    void aNameIsTakenOnceAProvider() {
        add("Shop", "\"enabled\": true");
        admin.post("/api/connectors", "{\"name\": \"Shop\", \"provider\": \"test\"}")
                .is(409)
                .isProblem("conflict");
        admin.post("/api/connectors", "{\"name\": \"Shop\", \"provider\": \"other\"}")
                .is(201);
        Client elsewhere = api.member(api.tenant("other"), Role.OWNER);
        elsewhere
                .post("/api/connectors", "{\"name\": \"Shop\", \"provider\": \"test\"}")
                .is(201);
    }

    @Test
    void aConnectorKeepsItsProvider() {
        String path = "/api/connectors/" + add("Shop", "\"enabled\": true").at("/id");
        Answer refused = admin.patch(path, "{\"provider\": \"other\"}").is(422);
        assertThat(refused.at("/errors/0/pointer")).isEqualTo("/provider");
    }

    @Test
    void aChangeOfAnOlderVersionIsRefused() {
        Answer added = add("Shop", "\"enabled\": true");
        String path = "/api/connectors/" + added.at("/id");
        Client older = admin.with("If-Match", added.header("ETag").orElseThrow());
        older.patch(path, "{\"name\": \"Store\"}").is(200);
        older.patch(path, "{\"name\": \"Market\"}").is(412);
        older.delete(path).is(412);
        assertThat(admin.get(path).at("/name")).isEqualTo("Store");
    }

    @Test
    void aConnectorOfAnotherTenantIsMissing() {
        Answer added = add("Shop", "\"credentials\": {\"token\": \"one\"}");
        String path = "/api/connectors/" + added.at("/id");
        Client other = api.member(api.tenant("other"), Role.OWNER);
        assertThat(other.get(path).is(404).at("/title"))
                .isEqualTo(other.get(MISSING).is(404).at("/title"));
        other.patch(path, "{\"name\": \"Mine\", \"credentials\": null}").is(404);
        other.delete(path).is(404);
        other.get(path + "/runs").is(404);
        assertThat(admin.get(path).json()).isEqualTo(added.json());
    }

    @Test
    void aMemberReadsConnectorsAndConfiguresNone() {
        String path = "/api/connectors/" + add("Shop", "\"enabled\": true").at("/id");
        Client member = api.member(tenant, Role.MEMBER);
        member.get(path).is(200);
        member.get(path + "/runs").is(200);
        member.post("/api/connectors", "{\"name\": \"Mine\", \"provider\": \"test\"}")
                .is(403)
                .isProblem("forbidden");
        member.patch(path, "{\"name\": \"Mine\"}").is(403);
        member.delete(path).is(403);
    }

    @Test
    void aListIsFilteredAndReadPageByPage() {
        add("One", "\"enabled\": true");
        add("Two", "\"enabled\": false");
        admin.post("/api/connectors", "{\"name\": \"Three\", \"provider\": \"other\"}")
                .is(201);
        assertThat(names("")).containsExactly("Three", "Two", "One");
        assertThat(names("?provider=test")).containsExactly("Two", "One");
        assertThat(names("?status=DISABLED")).containsExactly("Two");
        assertThat(names("?enabled=true")).containsExactly("Three", "One");
        Answer first = admin.get("/api/connectors?limit=2").is(200);
        assertThat(names("?limit=2&cursor=" + first.at("/next"))).containsExactly("One");
        admin.get("/api/connectors?status=BROKEN").is(400);
    }

    @Test
    void theRunsOfAnImportAreRead() {
        FileConnector files = api.tenancy()
                .inTenant(
                        api.contexts().service(tenant, "test", Access.WRITE), scope -> FileConnector.of(scope, "test"));
        for (int i = 1; i <= 3; i++) {
            api.database().execute("""
                insert into app.connector_runs (tenant_id, id, connector_id, source_name, started_at, finished_at, state, read_count,
                    inserted_count, rejected_count, error)
                values ('%s', gen_random_uuid(), '%s', 'file-%d.csv', now() + interval '%d min', %s, %d, %d, %d, %s)\
                """.formatted(
                            tenant,
                            files.id(),
                            i,
                            i,
                            i == 3 ? "now(), 'FAILED'" : "now(), 'SUCCEEDED'",
                            10 * i,
                            10 * i - 1,
                            1,
                            i == 3 ? "'no such column'" : "null"));
        }
        String path = "/api/connectors/" + files.id();
        assertThat(admin.get(path).is(200).at("/name")).isEqualTo("files");
        Answer runs = admin.get(path + "/runs?limit=2").is(200);
        assertThat(runs.at("/items/0/source_name")).isEqualTo("file-3.csv");
        assertThat(runs.at("/items/1/inserted_count")).isEqualTo("19");
        Answer rest =
                admin.get(path + "/runs?limit=2&cursor=" + runs.at("/next")).is(200);
        assertThat(rest.at("/items/0/source_name")).isEqualTo("file-1.csv");
        Answer failed = admin.get(path + "/runs?state=FAILED").is(200);
        assertThat(failed.json().at("/items")).hasSize(1);
        Answer run = admin.get(path + "/runs/" + failed.at("/items/0/id")).is(200);
        assertThat(run.at("/error")).isEqualTo("no such column");
        String another = "/api/connectors/" + add("Shop", "\"enabled\": true").at("/id");
        admin.get(another + "/runs/" + run.at("/id")).is(404);
    }

    private Answer add(String name, String more) {
        return admin.post("/api/connectors", "{\"name\": \"" + name + "\", \"provider\": \"test\", " + more + "}")
                .is(201);
    }

    private List<String> names(String query) {
        return admin.get("/api/connectors" + query)
                .is(200)
                .json()
                .at("/items")
                .valueStream()
                .map(item -> item.get("name").stringValue())
                .toList();
    }

    private List<String> row(Answer connector) {
        return api.database().query("select c::text from app.connectors c where id = '" + connector.at("/id") + "'");
    }

    /** With the master key that the server has in tests. */
    private String decrypted(Answer connector) {
        Secrets secrets = new Secrets(
                api.platform(), MasterKeys.parse("m1:" + Base64.getEncoder().encodeToString(new byte[32])));
        String ciphertext = api.database()
                .query("select encode(credentials, 'hex') from app.connectors where id = '" + connector.at("/id") + "'")
                .getFirst();
        SecretPlace place = new SecretPlace(tenant, "connectors", "credentials", UUID.fromString(connector.at("/id")));
        return new String(secrets.decrypt(place, HexFormat.of().parseHex(ciphertext)), StandardCharsets.UTF_8);
    }
}
