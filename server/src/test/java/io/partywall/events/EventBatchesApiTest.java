package io.partywall.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.access.Role;
import io.partywall.api.Answer;
import io.partywall.api.Client;
import io.partywall.api.ServedApi;
import io.partywall.isolation.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Batches of events over HTTP. */
class EventBatchesApiTest {

    private final ServedApi api = ServedApi.shared();
    private final TenantId tenant = api.tenant("batches");
    private final Client member = api.member(tenant, Role.MEMBER);

    @Test
    void aBadEventRejectsItselfAndNeverItsNeighbours() {
        member.post("/api/events", event("known", "2026-03-01T10:00:00Z", "")).is(201);
        Answer batch = send(
                event("a", "2026-03-01T10:00:00Z", ""),
                event("b", "2026-03-01T10:00:00Z", ", \"surprise\": 1"),
                event("known", "2026-03-01T10:00:00Z", ""),
                "null",
                event("c", "2025-11-30T10:00:00+01:00", ""),
                event("a", "2026-03-01T10:00:00Z", ""),
                event("d", "2026-03-01T10:00:00Z", ", \"properties\": {\"n\": 1e400000}"),
                event("e", "2026-03-01T10:00:00Z", ", \"properties\": {\"n\": \"\\u0000\"}"),
                event("f", "2026-03-01T10:00:00Z", ", \"properties\": {\"n\": \"\\ud800\"}"),
                event("g", "2026-03-01T10:00:00Z", ", \"properties\": {\"n\": \"" + "x".repeat(33_000) + "\"}"),
                event("h", "2026-03-01T10:00:00Z", ", \"value\": 0.1"));
        batch.is(202);
        assertThat(batch.json()
                        .at("/items")
                        .valueStream()
                        .map(item -> item.get("status").stringValue()))
                .containsExactly(
                        "accepted",
                        "rejected",
                        "duplicate",
                        "rejected",
                        "accepted",
                        "duplicate",
                        "rejected",
                        "rejected",
                        "rejected",
                        "rejected",
                        "accepted");
        assertThat(batch.json()
                        .at("/items")
                        .valueStream()
                        .map(item -> item.get("index").intValue()))
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        assertThat(batch.at("/accepted") + batch.at("/duplicate") + batch.at("/rejected"))
                .isEqualTo("326");
        assertThat(batch.at("/items/5/id")).isEqualTo(batch.at("/items/0/id"));
        assertThat(batch.at("/items/1/problem/pointer")).isEqualTo("/events/1");
        assertThat(batch.at("/items/3/problem/pointer")).isEqualTo("/events/3");
        assertThat(batch.at("/items/6/problem/pointer")).isEqualTo("/events/6/properties/n");
        assertThat(batch.json().at("/items/1/id").isMissingNode()).isTrue();
        assertThat(batch.json().at("/items/0/problem").isMissingNode()).isTrue();
        assertThat(items("?from=2026-03-01T00:00:00Z")).hasSize(3);
    }

    @Test
    void aSendersWrongClockIsCorrected() {
        Instant now = Instant.now();
        Instant slow = now.minus(Duration.ofDays(10));
        member.post(
                        "/api/events/batch",
                        "{\"sent_at\": \"" + slow + "\", \"events\": ["
                                + event(
                                        "corrected",
                                        slow.minus(Duration.ofHours(1)).toString(),
                                        "") + "]}")
                .is(202);
        member.post(
                        "/api/events/batch",
                        "{\"sent_at\": \"" + now.minus(Duration.ofSeconds(1)) + "\", \"events\": ["
                                + event("trusted", "2026-03-01T10:00:00Z", "") + "]}")
                .is(202);
        List<String> times = items("").stream()
                .map(item -> item.get("timestamp").stringValue())
                .toList();
        assertThat(Duration.between(Instant.parse(times.getLast()), now))
                .isBetween(Duration.ofMinutes(58), Duration.ofHours(1));
        assertThat(times.getFirst()).isEqualTo("2026-03-01T10:00:00Z");
        Answer refused = member.post(
                        "/api/events/batch",
                        "{\"sent_at\": \"now\", \"events\": [" + event("m", "2026-03-01T10:00:00Z", "") + "]}")
                .is(422);
        assertThat(refused.at("/errors/0/pointer")).isEqualTo("/sent_at");
    }

    @Test
    void aBatchHasFromOneToAThousandEvents() {
        member.post("/api/events/batch", "{\"events\": []}").is(422);
        member.post("/api/events/batch", "{}").is(422);
        member.post("/api/events/batch", "{\"event\": []}").is(422);
        String[] thousand = IntStream.range(0, 1000)
                .mapToObj(i -> event("m-" + i, "2026-03-01T10:00:00Z", ""))
                .toArray(String[]::new);
        assertThat(send(thousand).is(202).at("/accepted")).isEqualTo("1000");
        assertThat(send(thousand).is(202).at("/duplicate")).isEqualTo("1000");
        List<String> more = new ArrayList<>(List.of(thousand));
        more.add(event("one", "2026-03-01T10:00:00Z", ""));
        assertThat(send(more.toArray(String[]::new)).is(422).at("/errors/0/pointer"))
                .isEqualTo("/events");
    }

    @Test
    void ofTheSameEventThatIsSentByManyAtOnceOneIsStored() throws Exception {
        List<Callable<Answer>> senders = IntStream.range(0, 6)
                .<Callable<Answer>>mapToObj(i -> () -> send(
                        event("same", "2026-0" + (i + 1) + "-01T10:00:00Z", ""),
                        event("other-" + i, "2026-03-01T10:00:00Z", "")))
                .toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long accepted = 0;
            for (var answer : threads.invokeAll(senders)) {
                accepted += answer.get().is(202).json().get("accepted").longValue();
            }
            assertThat(accepted).isEqualTo(7);
        }
        assertThat(items("")).hasSize(7);
        assertThat(api.member(tenant, Role.ADMIN)
                        .get("/api/connectors?provider=api")
                        .json()
                        .at("/items"))
                .hasSize(1);
    }

    @Test
    void aDisabledSourceTakesNothing() {
        Client admin = api.member(tenant, Role.ADMIN);
        admin.post("/api/connectors", "{\"name\": \"web\", \"provider\": \"api\", \"enabled\": false}")
                .is(201);
        Answer batch = send(
                        event("a", "2026-03-01T10:00:00Z", ", \"source\": \"web\""),
                        event("b", "2026-03-01T10:00:00Z", ", \"source\": \"till\""))
                .is(202);
        assertThat(batch.at("/items/0/problem/pointer")).isEqualTo("/events/0/source");
        assertThat(batch.at("/items/1/status")).isEqualTo("accepted");
        assertThat(items("")).hasSize(1);
    }

    @Test
    void aTenantHasAHundredSources() {
        String[] events = IntStream.range(0, 101)
                .mapToObj(i -> event("m", "2026-03-01T10:00:00Z", ", \"source\": \"s" + i + "\""))
                .toArray(String[]::new);
        Answer batch = send(events).is(202);
        assertThat(batch.at("/accepted")).isEqualTo("100");
        assertThat(batch.at("/rejected")).isEqualTo("1");
    }

    @Test
    void manyBatchesOfADayMakeFewJobs() {
        for (int i = 0; i < 5; i++) {
            send(event("m-" + i, "2026-03-01T10:00:00Z", ""), event("n-" + i, "2026-03-02T10:00:00Z", ""))
                    .is(202);
        }
        // Those of the request that made the source have no key, and the others one for each day.
        assertThat(member.get("/api/jobs?type=roll-up").is(200).json().at("/items"))
                .hasSize(4);
    }

    @Test
    void newEventsAreCountedAsUsage() {
        send(event("a", "2026-03-01T10:00:00Z", ""), event("b", "2026-03-01T10:00:00Z", ""))
                .is(202);
        send(event("b", "2026-03-01T10:00:00Z", ""), event("c", "2026-03-01T10:00:00Z", ""))
                .is(202);
        Answer usage = member.get("/api/usage/snapshots").is(200);
        assertThat(usage.json()
                        .at("/items")
                        .valueStream()
                        .mapToLong(day -> day.get("events_ingested").longValue())
                        .sum())
                .isEqualTo(3);
    }

    private static String event(String messageId, String timestamp, String more) {
        return "{\"event_name\": \"page_viewed\", \"message_id\": \"" + messageId + "\", \"timestamp\": \"" + timestamp
                + "\"" + more + "}";
    }

    private Answer send(String... events) {
        return member.post("/api/events/batch", "{\"events\": [" + String.join(", ", events) + "]}");
    }

    private List<JsonNode> items(String query) {
        return member.get("/api/events" + query)
                .is(200)
                .json()
                .at("/items")
                .valueStream()
                .toList();
    }
}
