package io.partywall.snapshots;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.access.Role;
import io.partywall.api.Answer;
import io.partywall.api.Client;
import io.partywall.api.ServedApi;
import io.partywall.isolation.TenantId;
import io.partywall.jobs.DatabaseClock;
import io.partywall.jobs.JobHandlers;
import io.partywall.jobs.WorkerOptions;
import io.partywall.jobs.Workers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Figures by day over HTTP. */
class SnapshotsApiTest {

    private final ServedApi api = ServedApi.shared();
    private final TenantId tenant = api.tenant("snapshots");
    private final Client member = api.member(tenant, Role.MEMBER);

    @Test
    void eventsThatWereSentAreInTheFiguresOfTheirDay() {
        api.database()
                .execute("update app.tenants set time_zone = 'America/New_York', currency = 'EUR' where id = '" + tenant
                        + "'");
        send("""
            {"event_name": "order_completed", "timestamp": "2026-03-02T01:00:00Z", "subject_id": "c-1", "value": 10.50,
             "properties": {"country": "Spain", "channel": "mail"}},
            {"event_name": "order_completed", "timestamp": "2026-03-01T20:00:00Z", "subject_id": "c-1", "value": 0.25,
             "properties": {"channel": "mail"}},
            {"event_name": "order_line", "timestamp": "2026-03-01T20:00:00Z", "subject_id": "c-2", "value": 3,
             "properties": {"invoice": "17", "country": "Spain"}},
            {"event_name": "order_line", "timestamp": "2026-03-01T20:00:00Z", "subject_id": "c-2", "value": 2,
             "properties": {"invoice": "17", "country": "Spain"}},
            {"event_name": "order_line", "timestamp": "2026-03-01T20:00:00Z", "subject_id": "c-3", "value": -1,
             "properties": {"invoice": "C18"}},
            {"event_name": "session_started", "timestamp": "2026-03-01T20:00:00Z", "subject_id": "c-4",
             "properties": {"country": "Peru"}},
            {"event_name": "session_started", "timestamp": "2026-03-03T20:00:00Z", "subject_id": "c-4"}\
            """);
        rollUp();

        Answer day = member.get("/api/analytics/snapshots/2026-03-01").is(200);
        assertThat(day.at("/revenue")).isEqualTo("14.75");
        assertThat(day.at("/currency")).isEqualTo("EUR");
        assertThat(day.at("/conversions")).isEqualTo("3");
        assertThat(day.at("/users")).isEqualTo("2");
        assertThat(day.at("/sessions")).isEqualTo("1");
        assertThat(day.at("/source_breakdown")).isEqualTo("{\"Spain\":15.50,\"mail\":0.25,\"other\":-1}");
        JsonNode days = member.get("/api/analytics/snapshots?from=2026-03-01&to=2026-03-31")
                .is(200)
                .json()
                .at("/items");
        assertThat(days).hasSize(2);
        assertThat(days.get(0).get("date").stringValue()).isEqualTo("2026-03-03");
        assertThat(days.get(0).get("revenue").decimalValue()).isZero();
        assertThat(days.get(0).get("source_breakdown")).isEmpty();
        assertThat(days.get(1)).isEqualTo(day.json());
    }

    @Test
    void whatComesLaterIsAddedToItsDay() {
        String event = "{\"event_name\": \"order_completed\", \"timestamp\": \"2026-03-01T10:00:00Z\", \"value\": 5";
        send(event + ", \"source\": \"web\"}");
        rollUp();
        send(event + ", \"source\": \"web\"}");
        send(event + ", \"source\": \"till\"}");
        rollUp();
        Answer day = member.get("/api/analytics/snapshots/2026-03-01").is(200);
        assertThat(day.at("/revenue")).isEqualTo("15");
        assertThat(day.at("/connector_id")).isEqualTo("null");
    }

    @Test
    void theLastThirtyDaysAreListedPageByPage() {
        LocalDate today = LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC);
        for (int ago : List.of(1, 2, 3, 29, 31)) {
            day(today.minusDays(ago), ago);
        }
        assertThat(revenues("")).containsExactly("1", "2", "3", "29");
        assertThat(revenues("?from=" + today.minusDays(40))).hasSize(5);
        assertThat(revenues("?to=" + today.minusDays(3))).containsExactly("3", "29", "31");
        Answer first = member.get("/api/analytics/snapshots?limit=3").is(200);
        assertThat(revenues("?limit=3&cursor=" + first.at("/next"))).containsExactly("29");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?from=2026-03-02&to=2026-03-01",
                "?from=2010-01-01&to=2026-03-01",
                "?from=yesterday",
                "?to=03/01/26",
                "?from=2026-03-01T00:00:00Z"
            })
    void aSpanThatCannotBeIsRefused(String query) {
        member.get("/api/analytics/snapshots" + query).is(400).isProblem("malformed-request");
        member.get("/api/usage/snapshots" + query).is(400).isProblem("malformed-request");
    }

    @Test
    void aDayWithoutFiguresIsMissing() {
        member.get("/api/analytics/snapshots/2026-03-01").is(404).isProblem("not-found");
        member.get("/api/analytics/snapshots/someday").is(404).isProblem("not-found");
    }

    @Test
    void aTenantSeesNoFiguresOfAnother() {
        LocalDate today = LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC);
        day(today, 7);
        send("{\"event_name\": \"order_completed\", \"timestamp\": \"2026-03-01T10:00:00Z\"}");
        Client other = api.member(api.tenant("other"), Role.OWNER);
        other.get("/api/analytics/snapshots/" + today).is(404);
        assertThat(other.get("/api/analytics/snapshots").json().at("/items")).isEmpty();
        assertThat(other.get("/api/usage/snapshots").json().at("/items")).isEmpty();
        api.member(tenant, Role.VIEWER).get("/api/analytics/snapshots/" + today).is(200);
    }

    private void send(String events) {
        Answer sent = member.post("/api/events/batch", "{\"events\": [" + events + "]}")
                .is(202);
        assertThat(sent.at("/rejected")).as(sent.text()).isEqualTo("0");
    }

    /** Lets a worker do what was enqueued, now. */
    private void rollUp() {
        try (Workers _ = Workers.start(
                api.platform(),
                api.tenancy(),
                api.contexts(),
                DatabaseClock.of(api.platform()),
                JobHandlers.none().with(RollUpDays.TYPE, new RollUpDays(Clock.systemUTC())),
                WorkerOptions.DEFAULT.withPoll(Duration.ofMillis(10)))) {
            jobs().stream()
                    .filter(job -> job.get("state").stringValue().equals("SCHEDULED"))
                    .forEach(job -> member.post("/api/jobs/" + job.get("id").stringValue() + "/retry"));
            Instant end = Instant.now().plus(Duration.ofMinutes(1));
            while (!jobs().stream()
                    .allMatch(job -> job.get("state").stringValue().equals("COMPLETED"))) {
                assertThat(Instant.now()).as("%s", jobs()).isBefore(end);
                LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
            }
        }
    }

    private List<JsonNode> jobs() {
        return member.get("/api/jobs?type=roll-up")
                .is(200)
                .json()
                .at("/items")
                .valueStream()
                .toList();
    }

    private void day(LocalDate date, int revenue) {
        api.database()
                .execute("insert into app.analytics_snapshots (tenant_id, id, date, revenue) values ('" + tenant
                        + "', gen_random_uuid(), '" + date + "', " + revenue + ")");
    }

    private List<String> revenues(String query) {
        return member.get("/api/analytics/snapshots" + query)
                .is(200)
                .json()
                .at("/items")
                .valueStream()
                .map(day -> day.get("revenue").toString())
                .toList();
    }
}
