package io.partywall.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partywall.jobs.Queue.Note;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be added, and what is refused before anything has happened. */
class EnqueueTest extends QueueTest {

    record Unwritable(String text) {
        @Override
        public String text() {
            throw new IllegalStateException("not told");
        }
    }

    private static NewJob<Note> note(String text) {
        return NewJob.of(Queue.NOTE, new Note(text));
    }

    @Test
    void aJobIsThereWhenTheTransactionCommitsAndNotBefore() {
        JobId added = queue.in(
                acme,
                scope -> scope.inTransaction(() -> {
                    JobId id = queue.jobs.enqueue(scope, Queue.NOTE, new Note("x"));
                    assertThat(queue.state(id)).isEmpty();
                    return id;
                }));
        assertThat(queue.state(added)).isEqualTo("HELD 0");
        assertThat(queue.field(added, "payload")).isEqualTo("{\"text\": \"x\"}");
    }

    @Test
    void aJobOfATransactionThatIsRolledBackWasNeverThere() {
        assertThatThrownBy(() -> queue.in(
                        acme,
                        scope -> scope.inTransaction(() -> {
                            queue.jobs.enqueueAll(scope, List.of(note("1"), note("2")));
                            throw new IOException("disk");
                        })))
                .isInstanceOf(IOException.class);
        assertThat(queue.count("app.jobs")).isZero();
    }

    @Test
    void manyAreAddedAtOnceInTheirOrder() {
        List<JobId> ids = queue.flood(acme, 10_000);
        assertThat(ids).doesNotHaveDuplicates().hasSize(10_000);
        assertThat(queue.database.query("select payload ->> 'text' from app.jobs order by id limit 3 offset 5000"))
                .containsExactly("5000", "5001", "5002");
    }

    @Test
    void oneTooManyIsRefusedAndNoneAreAdded() {
        assertThatThrownBy(() ->
                        queue.in(acme, scope -> queue.jobs.enqueueAll(scope, Collections.nCopies(10_001, note("x")))))
                .isInstanceOf(JobRefused.class)
                .hasMessage("at most 10,000 jobs are added at once, unlike 10001");
        List<Enqueued> none = queue.in(acme, scope -> queue.jobs.enqueueAll(scope, List.of()));
        assertThat(none).isEmpty();
        assertThat(queue.count("app.jobs")).isZero();
    }

    @Test
    void oneThatIsRefusedKeepsTheOthersOut() {
        String large = "x".repeat(300_000);
        assertThatThrownBy(() ->
                        queue.in(acme, scope -> queue.jobs.enqueueAll(scope, List.of(note("small"), note(large)))))
                .isInstanceOf(JobRefused.class);
        assertThat(queue.count("app.jobs")).isZero();
    }

    @Test
    void aJobForLaterIsScheduledToTheMicrosecondWhateverTheZoneOfThisMachine() {
        // In the zone of the tests, the hour before 15:00 UTC of this Saturday is shown twice.
        for (String moment :
                List.of("2027-04-03T13:30:00.123456Z", "2027-04-03T14:30:00.123456Z", "9999-12-31T23:59:59Z")) {
            JobId id = queue.add(acme, note("later").withRunAt(Instant.parse(moment)))
                    .id();
            assertThat(queue.state(id)).isEqualTo("SCHEDULED 0");
            assertThat(queue.database.query("select run_at = '" + moment + "' from app.jobs where id = '" + id + "'"))
                    .as(moment)
                    .containsExactly("t");
        }
    }

    @Test
    void aJobForAMomentThatHasPassedIsRunAtOnce() {
        Enqueued past = queue.add(acme, note("past").withRunAt(Instant.parse("1999-12-31T00:00:00Z")));
        assertThat(queue.state(past.id())).isEqualTo("HELD 0");
        assertThat(past.isNew()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"+10000-01-01T00:00:00Z", "0000-12-31T23:59:59Z", "+1000000000-12-31T23:59:59.999999999Z"})
    void aMomentThatNeverComesIsRefused(String moment) {
        assertThatThrownBy(() -> note("x").withRunAt(Instant.parse(moment)))
                .isInstanceOf(JobRefused.class)
                .hasMessageContaining("years 1 to 9999");
    }

    @ParameterizedTest
    @ValueSource(strings = {"C:\\u0000", "\\", "\\\\u0000", "\uD83D\uDE80 ünï", "'\"{}", "\uFFFF\u0001"})
    void aPayloadComesBackAsItWas(String text) throws Exception {
        JobId id = queue.add(acme, text);
        queue.work((note, job) -> new Note(note.text()));
        queue.awaitState(id, "COMPLETED 1");
        assertThat(queue.field(id, "result ->> 'text'")).isEqualTo(text);
    }

    static Stream<NewJob<?>> unwritable() {
        return Stream.of(
                note("x".repeat(10_000_000)),
                note("ü".repeat(200_000)),
                note("a\u0000b"),
                note("\\\u0000"),
                NewJob.of(JobType.of("bad", Unwritable.class), new Unwritable("x")));
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("unwritable")
    void aPayloadThatCannotBeKeptIsRefusedByName(NewJob<?> job) {
        assertThatThrownBy(() -> queue.add(acme, job))
                .isInstanceOf(JobRefused.class)
                .hasMessageContaining("payload of a job '" + job.type().name() + "'");
        assertThat(queue.count("app.jobs")).isZero();
    }

    static Stream<Runnable> senseless() {
        return Stream.of(
                () -> note("x").withPriority(32_768),
                () -> note("x").withPriority(-32_769),
                () -> note("x").withMaxAttempts(0),
                () -> note("x").withMaxAttempts(-1),
                () -> note("x").withMaxAttempts(101),
                () -> JobType.of("", Note.class),
                () -> JobType.of(" ", Note.class),
                () -> JobType.of("x".repeat(101), Note.class),
                () -> Queue.NOTE.withQueue(""),
                () -> Queue.NOTE.withQueue("q".repeat(101)),
                () -> Queue.NOTE.withMaxAttempts(0),
                () -> Queue.NOTE.withTimeout(Duration.ZERO),
                () -> Queue.NOTE.withTimeout(Duration.ofSeconds(-1)),
                () -> Queue.NOTE.withTimeout(Duration.ofHours(13)),
                () -> UniqueKey.untilFinished(""),
                () -> UniqueKey.untilStarted("k".repeat(501)),
                () -> new Backoff(Duration.ofSeconds(-1), 2, Duration.ofHours(1)),
                () -> new Backoff(Duration.ofSeconds(2), 2, Duration.ofSeconds(1)),
                () -> new Backoff(Duration.ofSeconds(1), Double.NaN, Duration.ofHours(1)),
                () -> Queue.OPTIONS.withSlots(0),
                () -> Queue.OPTIONS.withQueues(List.of()),
                () -> Queue.OPTIONS.withQueues(List.of("")),
                () -> Queue.OPTIONS.withLease(Duration.ofMillis(999)),
                () -> Queue.OPTIONS.withPoll(Duration.ZERO),
                () -> Queue.OPTIONS.withGrace(Duration.ofSeconds(-1)),
                () -> Queue.OPTIONS.withKeepDays(0),
                () -> JobId.of("7"),
                () -> JobHandlers.none().with(Queue.NOTE, (n, j) -> null).with(Queue.NOTE, (n, j) -> null));
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("senseless")
    void whatMakesNoSenseIsRefusedWhereItIsSaid(Runnable saying) {
        assertThatThrownBy(saying::run).isInstanceOf(JobRefused.class);
    }

    @Test
    void aJobOfAQueueThatNobodyServesWaits() throws Exception {
        JobId id = queue.add(acme, NewJob.of(Queue.NOTE.withQueue("elsewhere"), new Note("x")))
                .id();
        queue.work((note, job) -> null);
        queue.awaitState(queue.add(acme, "served"), "COMPLETED 1");
        assertThat(queue.state(id)).isEqualTo("HELD 0");
    }

    @Test
    void aConnectorOfAnotherTenantIsRefused() {
        UUID connector = UUID.randomUUID();
        queue.database.execute(
                "insert into app.connectors (tenant_id, id, name, provider) values ('%s', '%s', 'c', 'csv')"
                        .formatted(beta, connector));
        assertThatThrownBy(() -> queue.add(acme, note("x").withConnector(connector)))
                .isInstanceOf(DataAccessException.class)
                .hasMessageContaining("jobs_connector_fkey");
    }
}
