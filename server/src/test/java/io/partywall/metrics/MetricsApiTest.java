package io.partywall.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.access.Role;
import io.partywall.api.Answer;
import io.partywall.api.Client;
import io.partywall.api.ServedApi;
import io.partywall.isolation.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Definitions of metrics over HTTP. */
class MetricsApiTest {

    private static final String ALL = "/api/metrics/definitions";
    private static final String MRR = ALL + "/mrr";

    private final ServedApi api = ServedApi.shared();
    private final TenantId tenant = api.tenant("metrics");
    private final Client member = api.member(tenant, Role.MEMBER);

    @Test
    void aMetricIsDefinedReadAndChangedByANewVersion() {
        Answer first = member.post(ALL, """
            {"code": "mrr", "name": "MRR", "formula": {"field": "amount", "window": {"days": 30}}}\
            """).is(201);
        assertThat(first.header("Location")).hasValue(MRR);
        assertThat(first.at("/version")).isEqualTo("1");
        assertThat(first.at("/description")).isEmpty();
        assertThat(first.at("/created_by_name")).startsWith("member-");
        assertThat(member.get(MRR).is(200).json()).isEqualTo(first.json());
        Answer second = member.patch(
                        MRR, "{\"name\": \"Recurring revenue\", \"formula\": {\"window\": {\"days\": 28}}}")
                .is(200);
        assertThat(second.at("/version")).isEqualTo("2");
        assertThat(second.at("/formula/field")).isEqualTo("amount");
        assertThat(second.at("/formula/window/days")).isEqualTo("28");
        assertThat(member.get(MRR).json()).isEqualTo(second.json());
        assertThat(member.get(MRR + "?version=1").json()).isEqualTo(first.json());
        assertThat(member.get(ALL).json().at("/items")).hasSize(1);
        assertThat(member.get(ALL).json().at("/items/0")).isEqualTo(second.json());
        Answer versions = member.get(MRR + "/versions").is(200);
        assertThat(versions.json().at("/items")).hasSize(2);
        assertThat(versions.at("/items/0/version")).isEqualTo("2");
        assertThat(member.patch(MRR, "{\"formula\": null}").at("/formula")).isEqualTo("null");
    }

    @Test
    void aVersionRulesFromItsMomentOn() {
        Answer first = define("mrr");
        Instant later = Instant.now().plus(Duration.ofDays(30));
        Answer second = member.patch(MRR, "{\"name\": \"Announced\", \"effective_at\": \"" + later + "\"}")
                .is(200);
        assertThat(second.at("/version")).isEqualTo("2");
        assertThat(member.get(MRR).at("/version")).isEqualTo("1");
        assertThat(member.get(MRR + "?as_of=" + later).at("/version")).isEqualTo("2");
        assertThat(member.get(MRR + "?as_of=" + later.minusSeconds(1)).at("/version"))
                .isEqualTo("1");
        assertThat(member.get(ALL).at("/items/0/version")).isEqualTo("1");
        assertThat(member.get(ALL + "?as_of=" + later).at("/items/0/version")).isEqualTo("2");
        Instant before = Instant.parse(first.at("/effective_at")).minusSeconds(1);
        member.get(MRR + "?as_of=" + before).is(404);
        assertThat(member.get(ALL + "?as_of=" + before).json().at("/items")).isEmpty();
    }

    @Test
    void theHighestOfTheEffectiveVersionsRules() {
        Answer _ = define("mrr");
        Instant later = Instant.now().plus(Duration.ofDays(30));
        member.patch(MRR, "{\"name\": \"Announced\", \"effective_at\": \"" + later + "\"}")
                .is(200);
        Answer third = member.patch(MRR, "{\"name\": \"Decided otherwise\"}").is(200);
        assertThat(third.at("/version")).isEqualTo("3");
        assertThat(member.get(MRR).at("/version")).isEqualTo("3");
        assertThat(member.get(MRR + "?as_of=" + later.plusSeconds(1)).at("/version"))
                .isEqualTo("3");
    }

    @Test
    void aMetricThatIsAnnouncedHasAnAddressAndDoesNotRuleYet() {
        Answer created = member.post(
                        ALL, "{\"code\": \"mrr\", \"name\": \"MRR\", \"effective_at\": \"2999-01-01T00:00:00Z\"}")
                .is(201);
        assertThat(member.get(MRR).is(200).json()).isEqualTo(created.json());
        assertThat(member.get(ALL).json().at("/items")).isEmpty();
        member.get(MRR + "?as_of=" + Instant.now()).is(404);
    }

    @Test
    void aDeprecatedMetricIsOverForGood() {
        Answer _ = define("mrr");
        Answer _ = define("arr");
        member.patch(MRR, "{\"effective_at\": \"2999-01-01T00:00:00Z\"}").is(200);
        Instant before = Instant.now();
        Answer deprecated = member.delete(MRR).is(200);
        assertThat(deprecated.at("/version")).isEqualTo("1");
        assertThat(deprecated.at("/deprecated_at")).isNotEqualTo("null");
        assertThat(member.get(MRR).is(200).json()).isEqualTo(deprecated.json());
        assertThat(codes(ALL)).containsExactly("arr");
        assertThat(codes(ALL + "?deprecated=true")).containsExactly("mrr");
        assertThat(codes(ALL + "?as_of=" + before)).containsExactly("arr", "mrr");
        assertThat(codes(ALL + "?deprecated=true&as_of=2999-06-01T00:00:00Z")).containsExactly("mrr");
        member.delete(MRR).is(409).isProblem("conflict");
        member.patch(MRR, "{\"name\": \"Again\"}").is(409).isProblem("conflict");
        assertThat(member.post(ALL, "{\"code\": \"mrr\", \"name\": \"Again\"}")
                        .is(409)
                        .at("/detail"))
                .contains("deprecated");
    }

    @Test
    void aCodeIsDefinedOnceInATenant() {
        Answer _ = define("mrr");
        member.post(ALL, "{\"code\": \"mrr\", \"name\": \"Another\"}").is(409).isProblem("conflict");
        api.member(api.tenant("other"), Role.MEMBER)
                .post(ALL, "{\"code\": \"mrr\", \"name\": \"Theirs\"}")
                .is(201);
    }

    @Test
    void changesAtTheSameTimeAreVersionsOneAfterAnother() throws InterruptedException {
        Answer _ = define("mrr");
        Callable<Answer> change = () -> member.patch(MRR, "{\"description\": \"changed\"}");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> changes = threads.invokeAll(
                    IntStream.range(0, 8).mapToObj(_ -> change).toList());
            assertThat(changes.stream().map(MetricsApiTest::version))
                    .containsExactlyInAnyOrder("2", "3", "4", "5", "6", "7", "8", "9");
        }
        assertThat(member.get(MRR + "/versions").json().at("/items")).hasSize(9);
    }

    private static String version(Future<Answer> answer) {
        try {
            return answer.get().is(200).at("/version");
        } catch (InterruptedException | ExecutionException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void aChangeOfAnotherThanTheNewestVersionIsRefused() {
        Client stale = member.with("If-Match", define("mrr").header("ETag").orElseThrow());
        Answer second = stale.patch(MRR, "{\"name\": \"Second\"}").is(200);
        stale.patch(MRR, "{\"name\": \"Third\"}").is(412).isProblem("precondition-failed");
        stale.delete(MRR).is(412);
        member.with("If-Match", second.header("ETag").orElseThrow()).delete(MRR).is(200);
    }

    @Test
    void whatCannotBeADefinitionIsRefused() {
        refused("{\"code\": \"MRR\", \"name\": \"x\"}", "/code");
        refused("{\"name\": \"x\"}", "/code");
        refused("{\"code\": \"mrr\", \"name\": \"\"}", "/name");
        refused("{\"code\": \"mrr\", \"name\": \"x\", \"formula\": \"a + b\"}", "/formula");
        refused("{\"code\": \"mrr\", \"name\": \"x\", \"formula\": [1]}", "/formula");
        refused(
                "{\"code\": \"mrr\", \"name\": \"x\", \"formula\": {\"a\": \"" + "x".repeat(16_384) + "\"}}",
                "/formula");
        refused("{\"code\": \"mrr\", \"name\": \"x\", \"effective_at\": \"2020-01-01T00:00:00Z\"}", "/effective_at");
        refused(
                "{\"code\": \"mrr\", \"name\": \"x\", \"effective_at\": \"+1000000000-12-31T00:00:00Z\"}",
                "/effective_at");
        refused("{\"code\": \"mrr\", \"name\": \"x\", \"version\": 7}", "/version");
        for (String number : List.of("1e999999999", "1e-999999999", "1e400", "1e-400", "1".repeat(101))) {
            refused("{\"code\": \"mrr\", \"name\": \"x\", \"formula\": {\"a\": " + number + "}}", "/formula");
        }
        refused(
                "{\"code\": \"mrr\", \"name\": \"x\", \"formula\": " + "{\"a\":".repeat(65) + "1" + "}".repeat(65)
                        + "}",
                "/formula");
        member.post(ALL, "{\"code\": \"mrr\", \"name\": \"x\", \"formula\": {\"a\": \"\\u0000\"}}")
                .is(422);
        assertThat(member.get(ALL).json().at("/items")).isEmpty();
        Answer _ = define("mrr");
        patchRefused("{\"code\": \"arr\"}", "/code");
        patchRefused("{\"name\": null}", "/name");
        patchRefused("{\"effective_at\": \"2020-01-01T00:00:00Z\"}", "/effective_at");
        assertThat(member.get(MRR + "/versions").json().at("/items")).hasSize(1);
    }

    @Test
    void whatCannotBeAskedForIsRefused() {
        Answer _ = define("mrr");
        member.get(MRR + "?version=2").is(404);
        member.get(ALL + "/arr").is(404);
        member.get(ALL + "/arr/versions").is(404);
        member.get(MRR + "?version=1&as_of=2026-01-01T00:00:00Z").is(400);
        member.get(MRR + "?as_of=yesterday").is(400).isProblem("malformed-request");
        member.get(MRR + "?as_of=-1000000000-01-01T00:00:00Z").is(404);
    }

    @Test
    void aMetricOfAnotherTenantIsMissing() {
        Answer _ = define("mrr");
        Client other = api.member(api.tenant("other"), Role.OWNER);
        assertThat(other.get(MRR).is(404).at("/detail"))
                .isEqualTo(member.get(ALL + "/arr").is(404).at("/detail").replace("arr", "mrr"));
        other.get(MRR + "/versions").is(404);
        other.patch(MRR, "{\"name\": \"Mine\"}").is(404);
        other.delete(MRR).is(404);
        assertThat(other.get(ALL).json().at("/items")).isEmpty();
    }

    @Test
    void aViewerReadsAndDoesNotWrite() {
        Answer _ = define("mrr");
        Client viewer = api.member(tenant, Role.VIEWER);
        viewer.get(MRR).is(200);
        viewer.get(MRR + "/versions").is(200);
        viewer.post(ALL, "{\"code\": \"arr\", \"name\": \"Mine\"}").is(403).isProblem("forbidden");
        viewer.patch(MRR, "{\"name\": \"Mine\"}").is(403);
        viewer.delete(MRR).is(403);
    }

    @Test
    void aListIsReadPageByPageAndByCode() {
        for (String code : List.of("c", "a", "e", "b", "d")) {
            Answer _ = define(code);
        }
        Answer first = member.get(ALL + "?limit=3").is(200);
        assertThat(first.json().at("/items")).hasSize(3);
        assertThat(codes(ALL + "?limit=3&cursor=" + first.at("/next"))).containsExactly("d", "e");
        assertThat(codes(ALL + "?code=c")).containsExactly("c");
        assertThat(codes(ALL + "?code=z")).isEmpty();
    }

    private List<String> codes(String list) {
        return member.get(list)
                .is(200)
                .json()
                .at("/items")
                .valueStream()
                .map(item -> item.get("code").stringValue())
                .toList();
    }

    private Answer define(String code) {
        return member.post(ALL, "{\"code\": \"" + code + "\", \"name\": \"A metric\"}")
                .is(201);
    }

    private void refused(String definition, String pointer) {
        assertThat(member.post(ALL, definition).is(422).isProblem("invalid").at("/errors/0/pointer"))
                .isEqualTo(pointer);
    }

    private void patchRefused(String change, String pointer) {
        assertThat(member.patch(MRR, change).is(422).isProblem("invalid").at("/errors/0/pointer"))
                .isEqualTo(pointer);
    }
}
