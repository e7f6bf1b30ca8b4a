package io.partywall.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.access.Role;
import io.partywall.api.Answer;
import io.partywall.api.Client;
import io.partywall.api.ServedApi;
import io.partywall.isolation.Access;
import io.partywall.isolation.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A tenant's own jobs over HTTP. */
class JobsApiTest {

    record Note(String text) {}

    /** In a queue that no test serves. */
    private static final JobType<Note> NOTE = JobType.of("note", Note.class).withQueue("unserved");

    private final ServedApi api = ServedApi.shared();
    private final TenantId tenant = api.tenant("jobs");
    private final Client member = api.member(tenant, Role.ADMIN);

    @Test
    void aJobIsRead() {
        Answer job = member.get(add("hello")).is(200);
        assertThat(job.at("/type")).isEqualTo("note");
        assertThat(job.at("/queue")).isEqualTo("unserved");
        assertThat(job.at("/payload/text")).isEqualTo("hello");
        assertThat(job.at("/state")).isEqualTo("HELD");
        assertThat(job.at("/attempts")).isEqualTo("0");
        assertThat(job.at("/finished_at")).isEqualTo("null");
    }

    @Test
    void aJobIsCalledOffAndRetriedAndTheTrailTellsByWhom() {
        String path = add("hello");
        Answer cancelled = member.post(path + "/cancel").is(200);
        assertThat(cancelled.at("/state")).isEqualTo("CANCELLED");
        assertThat(cancelled.at("/finished_at")).isNotEqualTo("null");
        assertThat(member.post(path + "/retry").is(200).at("/state")).isIn("HELD", "PENDING");
        assertThat(trail(path)).containsExactly("cancel true", "retry true");
    }

    @Test
    void whatIsOverCannotBeCalledOffAndThatIsNotRecorded() {
        String path = add("hello");
        member.post(path + "/cancel").is(200);
        member.post(path + "/cancel").is(409).isProblem("conflict");
        assertThat(trail(path)).containsExactly("cancel true");
    }

    @Test
    void whatRunsAnywayIsNotRetriedAndWhatWaitsForItsTimeIs() {
        member.post(add("hello") + "/retry").is(409).isProblem("conflict");
        String later = "/api/jobs/"
                + add(NewJob.of(NOTE, new Note("later")).withRunAt(Instant.now().plus(Duration.ofDays(1))));
        assertThat(member.get(later).at("/state")).isEqualTo("SCHEDULED");
        Answer hastened = member.post(later + "/retry").is(200);
        assertThat(Instant.parse(hastened.at("/run_at"))).isBefore(Instant.now().plus(Duration.ofHours(1)));
    }

    @Test
    void whatADeadJobMetIsToldWithoutTheMachine() {
        String id = UUID.randomUUID().toString();
        api.database().execute("""
            insert into app.finished_jobs (tenant_id, id, queue, type, payload, state, priority, attempts, max_attempts, error, errors,
                run_at, worker, finished_at, created_at)
            values ('%s', '%s', 'unserved', 'note', '{"text": "x"}', 'DEAD', 0, 1, 1, 'no luck',
                '[{"attempt": 1, "at": "2026-03-01T10:00:00+00:00", "worker": "secret-host", "error": "no luck"}]',
                now(), 'secret-host', now(), now())\
            """.formatted(tenant, id));
        Answer dead = member.get("/api/jobs/" + id).is(200);
        assertThat(dead.at("/errors/0/error")).isEqualTo("no luck");
        assertThat(dead.at("/errors/0/at")).isEqualTo("2026-03-01T10:00:00Z");
        assertThat(dead.text()).doesNotContain("secret-host");
    }

    @Test
    void aListIsFilteredAndReadPageByPage() {
        String first = add("one");
        member.post(first + "/cancel").is(200);
        add("two");
        add(NewJob.of(NOTE, new Note("three")).withRunAt(Instant.now().plus(Duration.ofDays(1))));
        assertThat(texts("")).containsExactly("three", "two", "one");
        assertThat(texts("?state=CANCELLED")).containsExactly("one");
        assertThat(texts("?state=SCHEDULED")).containsExactly("three");
        assertThat(texts("?type=note&queue=unserved")).hasSize(3);
        assertThat(texts("?type=other")).isEmpty();
        assertThat(texts("?queue=default")).isEmpty();
        Answer page = member.get("/api/jobs?limit=2").is(200);
        assertThat(texts("?limit=2&cursor=" + page.at("/next"))).containsExactly("one");
        member.get("/api/jobs?state=BUSY").is(400);
    }

    @Test
    void whatWaitsIsCountedWhenWorkersAreWoken() {
        add("one");
        member.post(add("two") + "/cancel").is(200);
        Answer woken = member.post("/api/jobs/process").is(200);
        assertThat(woken.text()).isEqualTo("{\"waiting\":1,\"running\":0}");
    }

    @Test
    void aJobOfAnotherTenantIsMissingAndStaysAsItIs() {
        String path = add("hello");
        Client other = api.member(api.tenant("other"), Role.OWNER);
        String missing = "/api/jobs/00000000-0000-7000-8000-000000000000";
        for (String verb : List.of("/cancel", "/retry")) {
            assertThat(other.post(path + verb).is(404).at("/title"))
                    .isEqualTo(other.post(missing + verb).is(404).at("/title"));
        }
        other.get(path).is(404);
        assertThat(other.get("/api/jobs").json().at("/items")).isEmpty();
        assertThat(other.post("/api/jobs/process").at("/waiting")).isEqualTo("0");
        assertThat(member.get(path).at("/state")).isEqualTo("HELD");
        assertThat(trail(path)).isEmpty();
    }

    @Test
    void aViewerChangesNothing() {
        String path = add("hello");
        Client viewer = api.member(tenant, Role.VIEWER);
        viewer.get(path).is(200);
        viewer.post(path + "/cancel").is(403).isProblem("forbidden");
        viewer.post(path + "/retry").is(403);
        viewer.post("/api/jobs/process").is(403);
        assertThat(member.get(path).at("/state")).isEqualTo("HELD");
    }

    private String add(String text) {
        return "/api/jobs/" + add(NewJob.of(NOTE, new Note(text)));
    }

    private JobId add(NewJob<Note> job) {
        return api.tenancy()
                .inTenant(
                        api.contexts().service(tenant, "test", Access.WRITE),
                        scope -> new Jobs(api.platform()).enqueue(scope, job))
                .id();
    }

    private List<String> texts(String query) {
        return member.get("/api/jobs" + query)
                .is(200)
                .json()
                .at("/items")
                .valueStream()
                .map(job -> job.at("/payload/text").stringValue())
                .toList();
    }

    /** What the trail tells of the job, and whether it was a person. */
    private List<String> trail(String path) {
        return api.database()
                .query("select action || ' ' || (user_id is not null) from app.audit_logs where resource = 'jobs' and"
                        + " resource_id = '"
                        + path.substring(path.lastIndexOf('/') + 1) + "' order by id");
    }
}
