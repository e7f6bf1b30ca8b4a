package io.partywall.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.access.Role;
import io.partywall.api.Answer;
import io.partywall.api.Client;
import io.partywall.api.ServedApi;
import io.partywall.isolation.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Events over HTTP. */
class EventsApiTest {

    private final ServedApi api = ServedApi.shared();
    private final TenantId tenant = api.tenant("events");
    private final Client member = api.member(tenant, Role.MEMBER);

    @Test
    void anEventIsStoredAsItWasSent() {
        api.database().execute("update app.tenants set time_zone = 'Asia/Tokyo' where id = '" + tenant + "'");
        Answer sent = member.post("/api/events", """
            {"event_name": "order_completed", "event_type": "order", "timestamp": "2026-03-01T23:30:00.1234567+01:00",
             "message_id": "m-1", "subject_id": "c-7", "value": 12.50, "currency": "USD", "source": "web",
             "properties": {"channel": "mail", "weight": 1.10}}\
            """).is(201);
        assertThat(sent.at("/status")).isEqualTo("accepted");
        assertThat(sent.header("Location")).hasValue("/api/events/" + sent.at("/id"));
        Answer event = member.get("/api/events/" + sent.at("/id")).is(200);
        assertThat(event.at("/event_name")).isEqualTo("order_completed");
        assertThat(event.at("/event_type")).isEqualTo("order");
        assertThat(event.at("/timestamp")).isEqualTo("2026-03-01T22:30:00.123456Z");
        assertThat(event.at("/day")).isEqualTo("2026-03-02");
        assertThat(event.at("/source")).isEqualTo("api/web");
        assertThat(event.at("/source_id")).isEqualTo("m-1");
        assertThat(event.at("/subject_id")).isEqualTo("c-7");
        assertThat(event.at("/value")).isEqualTo("12.50");
        assertThat(event.at("/currency")).isEqualTo("USD");
        assertThat(event.at("/properties/weight")).isEqualTo("1.10");
        Answer connector =
                member.get("/api/connectors/" + event.at("/connector_id")).is(200);
        assertThat(connector.at("/provider") + "/" + connector.at("/name")).isEqualTo("api/web");
    }

    @Test
    void whatIsSentAgainIsTheFirstOne() {
        Answer first = member.post("/api/events", event("m-1", "2026-03-01T10:00:00Z", ""))
                .is(201);
        Answer again = member.post("/api/events", event("m-1", "2026-03-01T10:00:00Z", ""))
                .is(200);
        assertThat(again.at("/status")).isEqualTo("duplicate");
        assertThat(again.at("/id")).isEqualTo(first.at("/id"));
        // In another month, and so in another partition.
        Answer elsewhere = member.post("/api/events", event("m-1", "2026-01-01T10:00:00Z", ""))
                .is(200);
        assertThat(elsewhere.at("/id")).isEqualTo(first.at("/id"));
        member.post("/api/events", event("m-1", "2026-03-01T10:00:00Z", ", \"source\": \"till\""))
                .is(201);
        api.member(api.tenant("other"), Role.MEMBER)
                .post("/api/events", event("m-1", "2026-03-01T10:00:00Z", ""))
                .is(201);
        assertThat(items("")).hasSize(2);
    }

    @Test
    void aDeletedConnectorsEventsAreRecognisedStill() {
        Answer first = member.post("/api/events", event("m-1", "2026-03-01T10:00:00Z", ""))
                .is(201);
        String connector = member.get("/api/events/" + first.at("/id")).at("/connector_id");
        api.member(tenant, Role.ADMIN).delete("/api/connectors/" + connector).is(204);
        assertThat(member.get("/api/events/" + first.at("/id")).is(200).at("/connector_id"))
                .isEqualTo("null");
        assertThat(member.post("/api/events", event("m-1", "2026-03-01T10:00:00Z", ""))
                        .is(200)
                        .at("/id"))
                .isEqualTo(first.at("/id"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "'event_name': 'A b' | /event_name",
                "'event_name': null | /event_name",
                "'event_type': 7 | /event_type",
                "'timestamp': null | /timestamp",
                "'timestamp': 1767225600 | /timestamp",
                "'timestamp': '1767225600' | /timestamp",
                "'timestamp': '2026-03-01T10:00:00' | /timestamp",
                "'timestamp': '2026-03-01' | /timestamp",
                "'timestamp': '2026-02-29T10:00:00Z' | /timestamp",
                "'timestamp': '1999-12-31T23:59:59Z' | /timestamp",
                "'message_id': '' | /message_id",
                "'message_id': 7 | /message_id",
                "'subject_id': ['c'] | /subject_id",
                "'value': '12.50' | /value",
                "'value': 1e39 | /value",
                "'currency': 'EUR' | /currency",
                "'properties': [] | /properties",
                "'source': 'Web/Shop' | /source",
            })
    void whatDoesNotFitIsRefused(String misfit, String pointer) {
        String field = misfit.substring(0, misfit.indexOf(':'));
        String others = Stream.of("'event_name': 'page_viewed'", "'timestamp': '2026-03-01T10:00:00Z'")
                .filter(other -> !other.startsWith(field))
                .collect(Collectors.joining(", "));
        Answer refused = member.post("/api/events", ("{" + others + ", " + misfit + "}").replace('\'', '"'))
                .is(422)
                .isProblem("invalid");
        assertThat(refused.at("/errors/0/pointer")).isEqualTo(pointer);
        assertThat(items("")).isEmpty();
    }

    @Test
    void anEventIsAtMostADayAhead() {
        Instant now = Instant.now();
        member.post("/api/events", event("soon", now.plus(Duration.ofHours(23)).toString(), ""))
                .is(201);
        Answer refused = member.post(
                        "/api/events",
                        event("late", now.plus(Duration.ofHours(25)).toString(), ""))
                .is(422);
        assertThat(refused.at("/errors/0/pointer")).isEqualTo("/timestamp");
    }

    @Test
    void theListIsFilteredAndReadPageByPage() {
        for (String event : List.of(
                event("a", "2026-03-01T10:00:00Z", ", \"subject_id\": \"c-1\""),
                event("b", "2026-03-02T10:00:00Z", ", \"event_type\": \"order\""),
                event("c", "2026-04-02T10:00:00Z", ", \"source\": \"web\""))) {
            member.post("/api/events", event).is(201);
        }
        assertThat(names("")).containsExactly("c", "b", "a");
        assertThat(names("?subject_id=c-1")).containsExactly("a");
        assertThat(names("?event_type=order")).containsExactly("b");
        assertThat(names("?event_name=page_viewed")).hasSize(3);
        assertThat(names("?source=api/web")).containsExactly("c");
        assertThat(names("?from=2026-03-02T10:00:00Z&to=2026-04-02T10:00:00Z")).containsExactly("b");
        Answer first = member.get("/api/events?limit=2").is(200);
        assertThat(names("?limit=2&cursor=" + first.at("/next"))).containsExactly("a");
        member.get("/api/events?from=yesterday").is(400);
    }

    @Test
    void aTenantSeesNoEventOfAnother() {
        Answer sent = member.post("/api/events", event("m", "2026-03-01T10:00:00Z", ""))
                .is(201);
        Client other = api.member(api.tenant("other"), Role.OWNER);
        other.get("/api/events/" + sent.at("/id")).is(404);
        assertThat(other.get("/api/events").json().at("/items")).isEmpty();
    }

    @Test
    void aViewerSendsNoEvents() {
        Client viewer = api.member(tenant, Role.VIEWER);
        viewer.post("/api/events", event("m", "2026-03-01T10:00:00Z", ""))
                .is(403)
                .isProblem("forbidden");
        viewer.post("/api/events/batch", "{\"events\": [" + event("m", "2026-03-01T10:00:00Z", "") + "]}")
                .is(403);
        viewer.get("/api/events").is(200);
        assertThat(items("")).isEmpty();
    }

    private static String event(String messageId, String timestamp, String more) {
        return "{\"event_name\": \"page_viewed\", \"message_id\": \"" + messageId + "\", \"timestamp\": \"" + timestamp
                + "\"" + more + "}";
    }

    private List<JsonNode> items(String query) {
        return member.get("/api/events" + query)
                .is(200)
                .json()
                .at("/items")
                .valueStream()
                .toList();
    }

    private List<String> names(String query) {
        return items(query).stream()
                .map(item -> item.get("source_id").stringValue())
                .toList();
    }
}
