package io.partywall.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import io.partywall.access.Role;
import io.partywall.api.Answer;
import io.partywall.api.Client;
import io.partywall.api.ServedApi;
import io.partywall.isolation.TenantId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Knowledge over HTTP. */
class KnowledgeApiTest {

    private final ServedApi api = ServedApi.shared();
    private final TenantId tenant = api.tenant("knowing");
    private final Client member = api.member(tenant, Role.MEMBER);

    private static String entry(String title, String content, String more) {
        return "{\"title\": \"%s\", \"content\": \"%s\"%s}".formatted(title, content, more);
    }

    private String create(String title, String content) {
        return "/api/knowledge/"
                + member.post("/api/knowledge", entry(title, content, ""))
                        .is(201)
                        .at("/id");
    }

    /** As the platform writes it. */
    private String share(String title, String source) {
        String id = UuidCreator.getTimeOrderedEpoch().toString();
        api.database().execute("""
            insert into app.shared_knowledge_entries (id, title, content, source, content_hash, embedding_model, embedding)
            values ('%s', '%s', 'For everybody', '%s', sha256('For everybody'), 'm', '{0.5}')
            """.formatted(id, title, source));
        return "/api/knowledge/" + id;
    }

    private static List<String> titles(Answer list) {
        return StreamSupport.stream(list.is(200).json().at("/items").spliterator(), false)
                .map(item -> item.at("/title").stringValue())
                .toList();
    }

    private String stored(String column, String path) {
        return api.database()
                .query("select (%s)::text from app.knowledge_entries where id = '%s'"
                        .formatted(column, path.substring(path.lastIndexOf('/') + 1)))
                .getFirst();
    }

    @Test
    void anEntryIsCreatedReadChangedAndDeleted() {
        Answer created = member.post(
                        "/api/knowledge",
                        entry(
                                "Prices",
                                "Grüße: 3 €",
                                ", \"source\": \"handbook\", \"language\": \"de\", \"metadata\": {\"page\": 3}"))
                .is(201);
        String path = "/api/knowledge/" + created.at("/id");
        assertThat(created.header("Location")).hasValue(path);
        assertThat(created.at("/shared")).isEqualTo("false");
        assertThat(created.at("/content")).isEqualTo("Grüße: 3 €");
        assertThat(created.at("/metadata")).isEqualTo("{\"page\":3}");
        assertThat(created.json().has("embedding")).isFalse();
        assertThat(member.get(path).is(200).json()).isEqualTo(created.json());
        assertThat(stored("content_hash = sha256(convert_to('Grüße: 3 €', 'UTF8'))", path))
                .isEqualTo("true");
        Answer changed = member.patch(path, "{\"title\": \"Price list\", \"language\": null, \"metadata\": null}")
                .is(200);
        assertThat(changed.at("/title")).isEqualTo("Price list");
        assertThat(changed.at("/language")).isEqualTo("en");
        assertThat(changed.at("/metadata")).isEqualTo("{}");
        assertThat(changed.at("/content")).isEqualTo("Grüße: 3 €");
        member.delete(path).is(204);
        member.get(path).is(404).isProblem("not-found");
    }

    @Test
    void anotherContentForgetsTheMeaningOfTheOneBefore() {
        String path = create("Prices", "Three euros");
        api.database()
                .execute(
                        "update app.knowledge_entries set embedding_model = 'm', embedding = '{0.5, 0.25}' where id = '%s'"
                                .formatted(path.substring(path.lastIndexOf('/') + 1)));
        Answer same = member.patch(path, "{\"title\": \"Price\", \"content\": \"Three euros\"}")
                .is(200);
        assertThat(same.at("/embedding_model")).isEqualTo("m");
        assertThat(stored("embedding is null", path)).isEqualTo("false");
        Answer other = member.patch(path, "{\"content\": \"Four euros\"}").is(200);
        assertThat(other.at("/embedding_model")).isEqualTo("null");
        assertThat(stored("embedding is null", path)).isEqualTo("true");
        assertThat(stored("content_hash = sha256('Four euros')", path)).isEqualTo("true");
    }

    @Test
    void theSameContentTwiceIsRefusedWithTheEntryThatHasIt() {
        String path = create("Prices", "Three euros");
        String another = create("Hours", "From nine to five");
        Answer refused = member.post("/api/knowledge", entry("Prices again", "Three euros", ""))
                .is(409)
                .isProblem("conflict");
        assertThat(path).endsWith(refused.at("/existing_id"));
        Answer changed =
                member.patch(another, "{\"content\": \"Three euros\"}").is(409).isProblem("conflict");
        assertThat(path).endsWith(changed.at("/existing_id"));
        assertThat(member.get(another).at("/content")).isEqualTo("From nine to five");
        Client other = api.member(api.tenant("other"), Role.MEMBER);
        other.post("/api/knowledge", entry("Prices", "Three euros", "")).is(201);
        member.delete(path).is(204);
        member.post("/api/knowledge", entry("Prices again", "Three euros", "")).is(201);
    }

    @Test
    void theSameContentAtOnceMakesOneEntry() {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Integer>> answers = IntStream.range(0, 6)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> member.post("/api/knowledge", entry("Copy " + i, "At once", ""))
                                    .status(),
                            threads))
                    .toList();
            assertThat(answers.stream().map(CompletableFuture::join))
                    .containsExactlyInAnyOrder(201, 409, 409, 409, 409, 409);
        }
        assertThat(titles(member.get("/api/knowledge?shared=false"))).hasSize(1);
    }

    @Test
    void aListTellsTheBeginningOfEachContent() {
        create("Long", "é".repeat(100_000));
        create("Short", "In short");
        Answer list = member.get("/api/knowledge?shared=false").is(200);
        assertThat(titles(list)).containsExactly("Short", "Long");
        assertThat(list.at("/items/0/excerpt")).isEqualTo("In short");
        assertThat(list.at("/items/1/excerpt")).isEqualTo("é".repeat(300));
        assertThat(list.json().at("/items/1").has("content")).isFalse();
        assertThat(list.json().at("/items/1").has("embedding")).isFalse();
    }

    @Test
    void entriesAreFilteredAndReadPageByPage() {
        String source = ServedApi.unique("handbook");
        share("Shared", source);
        for (int i = 0; i < 3; i++) {
            String language = i == 1 ? "de" : "en";
            member.post(
                            "/api/knowledge",
                            entry(
                                    "Own " + i,
                                    "Number " + i,
                                    ", \"source\": \"%s\", \"language\": \"%s\"".formatted(source, language)))
                    .is(201);
        }
        create("Elsewhere", "From elsewhere");
        String list = "/api/knowledge?source=" + source;
        assertThat(titles(member.get(list))).containsExactly("Own 2", "Own 1", "Own 0", "Shared");
        assertThat(titles(member.get(list + "&shared=true"))).containsExactly("Shared");
        assertThat(titles(member.get(list + "&shared=false"))).containsExactly("Own 2", "Own 1", "Own 0");
        assertThat(titles(member.get(list + "&language=de"))).containsExactly("Own 1");
        Answer first = member.get(list + "&limit=2");
        assertThat(titles(first)).containsExactly("Own 2", "Own 1");
        Answer second = member.get(list + "&limit=2&cursor=" + first.at("/next"));
        assertThat(titles(second)).containsExactly("Own 0", "Shared");
        assertThat(second.at("/next")).isEqualTo("null");
        member.get(list + "&shared=perhaps").is(400).isProblem("malformed-request");
    }

    @Test
    void everyTenantReadsWhatIsSharedAndNoneChangesIt() {
        String source = ServedApi.unique("platform");
        String path = share("Shared", source);
        Client other = api.member(api.tenant("other"), Role.OWNER);
        for (Client reader : List.of(member, other, api.member(tenant, Role.VIEWER))) {
            Answer read = reader.get(path).is(200);
            assertThat(read.at("/shared")).isEqualTo("true");
            assertThat(read.at("/content")).isEqualTo("For everybody");
            assertThat(read.json().has("embedding")).isFalse();
            assertThat(titles(reader.get("/api/knowledge?source=" + source))).containsExactly("Shared");
        }
        for (Client writer : List.of(member, other)) {
            assertThat(writer.patch(path, "{\"title\": \"Mine\"}")
                            .is(403)
                            .isProblem("forbidden")
                            .at("/detail"))
                    .contains("shared");
            assertThat(writer.delete(path).is(403).isProblem("forbidden").at("/detail"))
                    .contains("shared");
        }
        assertThat(member.get(path).at("/title")).isEqualTo("Shared");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"content\": \"c\"} | /title",
                "{\"title\": \"\", \"content\": \"c\"} | /title",
                "{\"title\": \"t\"} | /content",
                "{\"title\": \"t\", \"content\": \" \"} | /content",
                "{\"title\": \"t\", \"content\": \"c\", \"language\": \"German\"} | /language",
                "{\"title\": \"t\", \"content\": \"c\", \"metadata\": \"m\"} | /metadata",
                "{\"title\": \"t\", \"content\": \"c\", \"shared\": true} | /shared",
                "{\"title\": \"t\", \"content\": \"c\", \"content_hash\": \"00\"} | /content_hash",
                "{\"title\": \"t\", \"content\": \"c\", \"embedding\": [0.5]} | /embedding"
            })
    void whatDoesNotFitIsRefusedWhereItIs(String entry, String pointer) {
        assertThat(member.post("/api/knowledge", entry)
                        .is(422)
                        .isProblem("invalid")
                        .at("/errors/0/pointer"))
                .isEqualTo(pointer);
    }

    @Test
    void contentsAndMetadataAreBounded() {
        assertThat(member.post("/api/knowledge", entry("t", "x".repeat(100_001), ""))
                        .is(422)
                        .at("/errors/0/pointer"))
                .isEqualTo("/content");
        String large = ", \"metadata\": {\"a\": \"" + "x".repeat(16 * 1024) + "\"}";
        assertThat(member.post("/api/knowledge", entry("t", "c", large)).is(422).at("/errors/0/pointer"))
                .isEqualTo("/metadata");
    }

    @Test
    void aTenantSeesNoEntryOfAnother() {
        String path = create("Secret", "Of one tenant");
        Client other = api.member(api.tenant("other"), Role.OWNER);
        other.get(path).is(404).isProblem("not-found");
        other.patch(path, "{\"title\": \"Mine\"}").is(404);
        other.delete(path).is(404);
        assertThat(titles(other.get("/api/knowledge?shared=false"))).isEmpty();
        assertThat(member.get(path).at("/title")).isEqualTo("Secret");
    }

    @Test
    void aViewerReadsKnowledgeAndDoesNotWriteIt() {
        String path = create("Prices", "Three euros");
        Client viewer = api.member(tenant, Role.VIEWER);
        viewer.get(path).is(200);
        viewer.post("/api/knowledge", entry("t", "c", "")).is(403).isProblem("forbidden");
        viewer.patch(path, "{\"title\": \"Mine\"}").is(403);
        viewer.delete(path).is(403);
    }

    @Test
    void aChangeOfAnOlderVersionIsRefused() {
        String path = create("Prices", "Three euros");
        Client late = member.with("If-Match", member.get(path).header("ETag").orElseThrow());
        late.patch(path, "{\"title\": \"First\"}").is(200);
        late.patch(path, "{\"title\": \"Second\"}").is(412).isProblem("precondition-failed");
        late.delete(path).is(412);
        assertThat(member.get(path).at("/title")).isEqualTo("First");
    }
}
