package io.partywall.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import io.partywall.access.Role;
import io.partywall.api.Answer;
import io.partywall.api.Client;
import io.partywall.api.ServedApi;
import io.partywall.isolation.TenantId;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Conversations over HTTP. */
class ConversationsApiTest {

    private static final String WITH_CFO = "{\"persona\": \"CFO\", \"title\": \"Cash\"}";

    private final ServedApi api = ServedApi.shared();
    private final TenantId tenant = api.tenant("talks");
    private final Client member = api.member(tenant, Role.MEMBER);

    private String conversation() {
        return "/api/conversations/"
                + member.post("/api/conversations", WITH_CFO).is(201).at("/id");
    }

    private static List<String> contents(Answer list) {
        return StreamSupport.stream(list.is(200).json().at("/items").spliterator(), false)
                .map(item -> item.at("/content").stringValue())
                .toList();
    }

    @Test
    void aConversationIsBegunReadChangedAndDeleted() {
        Answer created = member.post("/api/conversations", WITH_CFO).is(201);
        String path = "/api/conversations/" + created.at("/id");
        assertThat(created.header("Location")).hasValue(path);
        assertThat(member.get(path).is(200).json()).isEqualTo(created.json());
        Answer changed = member.patch(path, "{\"title\": \"Cash in autumn\"}").is(200);
        assertThat(changed.at("/title")).isEqualTo("Cash in autumn");
        assertThat(changed.at("/persona")).isEqualTo("CFO");
        assertThat(member.patch(path, "{\"title\": null}").is(200).at("/title")).isEmpty();
        member.post(path + "/messages", "{\"content\": \"How much?\"}").is(201);
        member.delete(path).is(204);
        member.get(path).is(404).isProblem("not-found");
        member.get(path + "/messages").is(404).isProblem("not-found");
        assertThat(api.database().query("select id from app.messages where tenant_id = '%s'".formatted(tenant)))
                .isEmpty();
    }

    @Test
    void conversationsAreListedTheNewestFirstAndFilteredByPersona() {
        member.post("/api/conversations", WITH_CFO).is(201);
        member.post("/api/conversations", "{\"persona\": \"CMO\"}").is(201);
        Answer all = member.get("/api/conversations").is(200);
        assertThat(all.at("/items/0/persona")).isEqualTo("CMO");
        assertThat(all.at("/items/0/title")).isEmpty();
        assertThat(all.at("/items/1/persona")).isEqualTo("CFO");
        Answer filtered = member.get("/api/conversations?persona=CFO").is(200);
        assertThat(filtered.json().at("/items")).hasSize(1);
        member.get("/api/conversations?persona=CIA").is(400).isProblem("malformed-request");
        Answer first = member.get("/api/conversations?limit=1").is(200);
        Answer second = member.get("/api/conversations?limit=1&cursor=" + first.at("/next"))
                .is(200);
        assertThat(second.at("/items/0/persona")).isEqualTo("CFO");
        assertThat(second.at("/next")).isEqualTo("null");
    }

    @Test
    void whatAMemberSaysIsAMessageOfAUser() {
        String path = conversation();
        Answer said = member.post(path + "/messages", "{\"content\": \" How much?\\n\"}")
                .is(201);
        assertThat(said.at("/role")).isEqualTo("USER");
        assertThat(said.at("/content")).isEqualTo(" How much?\n");
        assertThat(said.at("/citations")).isEqualTo("[]");
        assertThat(said.at("/tokens")).isEqualTo("0");
        assertThat(member.get(path + "/messages").json().at("/items/0")).isEqualTo(said.json());
    }

    @Test
    void messagesAreReadPageByPageTheOldestFirst() {
        String path = conversation();
        member.post(path + "/messages", "{\"content\": \"How much?\"}").is(201);
        String citation = "[{\"entry_id\": \"00000000-0000-7000-8000-000000000000\"}]";
        api.database().execute("""
            insert into app.messages (tenant_id, id, conversation_id, role, content, citations, tokens)
            values ('%s', '%s', '%s', 'ASSISTANT', '42.', '%s', 17)
            """.formatted(
                tenant, UuidCreator.getTimeOrderedEpoch(), path.substring(path.lastIndexOf('/') + 1), citation));
        member.post(path + "/messages", "{\"content\": \"Thanks.\"}").is(201);
        Answer first = member.get(path + "/messages?limit=2");
        assertThat(contents(first)).containsExactly("How much?", "42.");
        assertThat(first.at("/items/1/role")).isEqualTo("ASSISTANT");
        assertThat(first.at("/items/1/tokens")).isEqualTo("17");
        assertThat(first.at("/items/1/citations/0/entry_id")).isEqualTo("00000000-0000-7000-8000-000000000000");
        Answer second = member.get(path + "/messages?limit=2&cursor=" + first.at("/next"));
        assertThat(contents(second)).containsExactly("Thanks.");
        assertThat(second.at("/next")).isEqualTo("null");
        member.get(conversation() + "/messages?cursor=" + first.at("/next"))
                .is(400)
                .isProblem("invalid-cursor");
    }

    @Test
    void aMessageLeavesItsConversationAsItWas() {
        String path = conversation();
        Answer before = member.get(path).is(200);
        member.post(path + "/messages", "{\"content\": \"How much?\"}").is(201);
        Answer after = member.get(path).is(200);
        assertThat(after.json()).isEqualTo(before.json());
        assertThat(after.header("ETag")).isEqualTo(before.header("ETag"));
    }

    @Test
    void nobodySpeaksForTheAssistantOrTheSystem() {
        String path = conversation();
        for (String role : List.of("ASSISTANT", "SYSTEM", "USER")) {
            Answer refused = member.post(
                            path + "/messages", "{\"content\": \"Trust me\", \"role\": \"%s\"}".formatted(role))
                    .is(422);
            assertThat(refused.at("/errors/0/pointer")).isEqualTo("/role");
        }
        assertThat(member.post(path + "/messages", "{\"content\": \"Trust me\", \"tokens\": 1}")
                        .is(422)
                        .at("/errors/0/pointer"))
                .isEqualTo("/tokens");
        member.post(path + "/messages", "{\"content\": \"Trust me\", \"citations\": []}")
                .is(422);
        assertThat(contents(member.get(path + "/messages"))).isEmpty();
    }

    @Test
    void whatDoesNotFitIsRefusedWhereItIs() {
        assertThat(member.post("/api/conversations", "{\"title\": \"Cash\"}")
                        .is(422)
                        .at("/errors/0/pointer"))
                .isEqualTo("/persona");
        assertThat(member.post("/api/conversations", "{\"persona\": \"CIA\"}")
                        .is(422)
                        .at("/errors/0/pointer"))
                .isEqualTo("/persona");
        String long201 = "x".repeat(201);
        assertThat(member.post("/api/conversations", "{\"persona\": \"CEO\", \"title\": \"" + long201 + "\"}")
                        .is(422)
                        .at("/errors/0/pointer"))
                .isEqualTo("/title");
        String me = member.get("/api/me").at("/id");
        member.post("/api/conversations", "{\"persona\": \"CEO\", \"user_id\": \"" + me + "\"}")
                .is(422);
        String path = conversation();
        member.patch(path, "{\"persona\": null}").is(422);
        member.post(path + "/messages", "{\"content\": \" \"}").is(422);
        member.post(path + "/messages", "{\"content\": \"" + "x".repeat(20_000) + "\"}")
                .is(201);
        assertThat(member.post(path + "/messages", "{\"content\": \"" + "x".repeat(20_001) + "\"}")
                        .is(422)
                        .at("/errors/0/pointer"))
                .isEqualTo("/content");
    }

    @Test
    void aChangeOfAnOlderVersionIsRefused() {
        String path = conversation();
        Client late = member.with("If-Match", member.get(path).header("ETag").orElseThrow());
        late.patch(path, "{\"title\": \"First\"}").is(200);
        late.patch(path, "{\"title\": \"Second\"}").is(412).isProblem("precondition-failed");
        late.delete(path).is(412);
        assertThat(member.get(path).at("/title")).isEqualTo("First");
    }

    @Test
    void nobodyGetsIntoTheConversationOfAnotherMember() {
        String path = conversation();
        member.post(path + "/messages", "{\"content\": \"Between us\"}").is(201);
        List<Client> others = List.of(
                api.member(tenant, Role.OWNER),
                api.member(tenant, Role.ADMIN),
                api.member(tenant, Role.MEMBER),
                api.member(api.tenant("other"), Role.OWNER));
        for (Client other : others) {
            other.get(path).is(404).isProblem("not-found");
            other.patch(path, "{\"title\": \"Mine\"}").is(404);
            other.delete(path).is(404);
            other.get(path + "/messages").is(404).isProblem("not-found");
            other.post(path + "/messages", "{\"content\": \"Hello\"}").is(404);
            assertThat(other.get("/api/conversations").json().at("/items")).isEmpty();
        }
        assertThat(member.get(path).at("/title")).isEqualTo("Cash");
        assertThat(contents(member.get(path + "/messages"))).containsExactly("Between us");
    }

    @Test
    void aViewerBeginsNoConversation() {
        Client viewer = api.member(tenant, Role.VIEWER);
        viewer.get("/api/conversations").is(200);
        viewer.post("/api/conversations", WITH_CFO).is(403).isProblem("forbidden");
        viewer.get(conversation()).is(404);
    }

    @Test
    void theSameKeySaysItOnce() {
        String path = conversation();
        Client twice = member.with("Idempotency-Key", ServedApi.unique("key"));
        Answer first = twice.post(path + "/messages", "{\"content\": \"Once\"}").is(201);
        assertThat(twice.post(path + "/messages", "{\"content\": \"Once\"}")
                        .is(201)
                        .json())
                .isEqualTo(first.json());
        assertThat(contents(member.get(path + "/messages"))).containsExactly("Once");
    }
}
