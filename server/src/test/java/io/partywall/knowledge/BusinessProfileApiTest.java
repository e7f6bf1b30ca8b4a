package io.partywall.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.access.Role;
import io.partywall.api.Answer;
import io.partywall.api.Client;
import io.partywall.api.ServedApi;
import io.partywall.isolation.TenantId;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** The business profile over HTTP. */
class BusinessProfileApiTest {

    private static final String PATH = "/api/business-profile";
    private static final String BAKERY = """
        {"industry": "Bakery", "size": "11-50", "goals": ["A second shop"], "competitors": ["The supermarket"],
        "target_market": "The quarter", "metadata": {"ovens": 2}}
        """;

    private final ServedApi api = ServedApi.shared();
    private final TenantId tenant = api.tenant("business");
    private final Client admin = api.member(tenant, Role.ADMIN);

    @Test
    void thereIsNoProfileUntilOneIsWritten() {
        admin.get(PATH).is(404).isProblem("not-found");
        admin.patch(PATH, "{\"industry\": \"Bakery\"}").is(404).isProblem("not-found");
        Answer written = admin.put(PATH, BAKERY).is(200);
        assertThat(written.at("/goals")).isEqualTo("[\"A second shop\"]");
        assertThat(written.at("/metadata")).isEqualTo("{\"ovens\":2}");
        assertThat(written.at("/stage")).isEqualTo("null");
        Answer read = admin.get(PATH).is(200);
        assertThat(read.json()).isEqualTo(written.json());
        assertThat(read.header("ETag")).isEqualTo(written.header("ETag"));
    }

    @Test
    void writingReplacesTheWholeProfileAndKeepsWhichOneItIs() {
        Answer first = admin.put(PATH, BAKERY).is(200);
        Answer second = admin.put(PATH, "{\"stage\": \"GROWTH\"}").is(200);
        assertThat(second.at("/id")).isEqualTo(first.at("/id"));
        assertThat(second.at("/created_at")).isEqualTo(first.at("/created_at"));
        assertThat(second.at("/stage")).isEqualTo("GROWTH");
        assertThat(second.at("/industry")).isEqualTo("null");
        assertThat(second.at("/goals")).isEqualTo("[]");
        assertThat(second.at("/metadata")).isEqualTo("{}");
    }

    @Test
    void aChangeMergesIntoTheProfile() {
        admin.put(PATH, BAKERY).is(200);
        Answer changed = admin.patch(
                        PATH, "{\"industry\": null, \"goals\": [\"A third shop\"], \"metadata\": {\"mixers\": 1}}")
                .is(200);
        assertThat(changed.at("/industry")).isEqualTo("null");
        assertThat(changed.at("/size")).isEqualTo("11-50");
        assertThat(changed.at("/goals")).isEqualTo("[\"A third shop\"]");
        assertThat(changed.at("/metadata")).isEqualTo("{\"ovens\":2,\"mixers\":1}");
        assertThat(admin.get(PATH).json()).isEqualTo(changed.json());
    }

    @Test
    void aChangeOfAnOlderVersionIsRefused() {
        Client late = admin.with(
                "If-Match", admin.put(PATH, BAKERY).is(200).header("ETag").orElseThrow());
        late.patch(PATH, "{\"size\": \"51-200\"}").is(200);
        late.patch(PATH, "{\"size\": \"1-10\"}").is(412).isProblem("precondition-failed");
        late.put(PATH, BAKERY).is(412).isProblem("precondition-failed");
        assertThat(admin.get(PATH).at("/size")).isEqualTo("51-200");
    }

    @Test
    void whatDoesNotFitIsRefusedWhereItIs() {
        assertThat(admin.put(PATH, "{\"goals\": [\"One\", \" \"]}").is(422).at("/errors/0/pointer"))
                .isEqualTo("/goals/1");
        String many = String.join(", ", Collections.nCopies(51, "\"more\""));
        assertThat(admin.put(PATH, "{\"goals\": [" + many + "]}").is(422).at("/errors/0/pointer"))
                .isEqualTo("/goals");
        assertThat(admin.put(PATH, "{\"description\": \"" + "x".repeat(5_001) + "\"}")
                        .is(422)
                        .at("/errors/0/pointer"))
                .isEqualTo("/description");
        assertThat(admin.put(PATH, "{\"metadata\": {\"a\": \"" + "x".repeat(16 * 1024) + "\"}}")
                        .is(422)
                        .at("/errors/0/pointer"))
                .isEqualTo("/metadata");
        assertThat(admin.put(PATH, "{\"slogan\": \"Fresh\"}").is(422).at("/errors/0/pointer"))
                .isEqualTo("/slogan");
        admin.get(PATH).is(404);
    }

    @Test
    void onlyAdministratorsWriteTheProfile() {
        admin.put(PATH, BAKERY).is(200);
        for (Role role : new Role[] {Role.MEMBER, Role.VIEWER}) {
            Client reader = api.member(tenant, role);
            assertThat(reader.get(PATH).is(200).at("/industry")).isEqualTo("Bakery");
            reader.put(PATH, "{}").is(403).isProblem("forbidden");
            reader.patch(PATH, "{\"industry\": null}").is(403).isProblem("forbidden");
        }
        assertThat(admin.get(PATH).at("/industry")).isEqualTo("Bakery");
    }

    @Test
    void eachTenantHasAProfileOfItsOwn() {
        admin.put(PATH, BAKERY).is(200);
        Client other = api.member(api.tenant("other"), Role.OWNER);
        other.get(PATH).is(404);
        other.patch(PATH, "{\"industry\": \"Mine\"}").is(404);
        other.put(PATH, "{\"industry\": \"Brewery\"}").is(200);
        assertThat(admin.get(PATH).at("/industry")).isEqualTo("Bakery");
        assertThat(other.get(PATH).at("/industry")).isEqualTo("Brewery");
    }
}
