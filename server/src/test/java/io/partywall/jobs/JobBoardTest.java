package io.partywall.jobs;

import static io.partywall.jobs.OperatedQueue.BREAK;
import static io.partywall.jobs.OperatedQueue.ECHO;
import static io.partywall.jobs.OperatedQueue.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partywall.jobs.OperatedQueue.Order;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator sees of the jobs of all tenants. */
class JobBoardTest {

    private OperatedQueue queue;

    @SuppressWarnings("NullAway.Init") // set before each test
    JobBoardTest() {}

    @BeforeEach
    void open() throws SQLException {
        queue = new OperatedQueue();
    }

    @AfterEach
    void close() {
        queue.close();
    }

    @Test
    void aJobIsFoundByItsIdWhereverItIs() {
        JobId waiting = queue.add(
                queue.beta,
                NewJob.of(WAIT, new Order("a")).withPriority(7).withUnique(UniqueKey.untilFinished("only one")));
        Job found = queue.job(waiting);
        assertThat(found.tenant()).isEqualTo(queue.beta.id());
        assertThat(found.tenantSlug()).isEqualTo("beta");
        assertThat(found.type()).isEqualTo("wait");
        assertThat(found.payload()).isEqualTo("{\"word\": \"a\"}");
        assertThat(found.priority()).isEqualTo(7);
        assertThat(found.uniqueKey()).isEqualTo("only one");
        assertThat(found.state()).isEqualTo(JobState.HELD);
        assertThat(found.finishedAt()).isNull();

        try (Workers workers = queue.work()) {
            OperatedQueue.await(
                    "it tells how far it is", () -> queue.job(waiting).progress() != null);
            Job running = queue.job(waiting);
            assertThat(running.progress()).isEqualTo(new Progress(0.5, "half of a"));
            assertThat(running.worker()).isEqualTo(workers.name());
            assertThat(running.attempts()).isEqualTo(1);
            assertThat(running.leaseUntil()).isNotNull();
            queue.gate.countDown();
            queue.awaitState(waiting, JobState.COMPLETED);
        }
        assertThat(queue.job(waiting).finishedAt()).isNotNull();
    }

    @Test
    void aJobThatDiedTellsOfEachAttempt() {
        JobId id = queue.add(queue.acme, NewJob.of(BREAK, new Order("x")).withMaxAttempts(1));
        queue.drain();
        Job dead = queue.job(id);
        assertThat(dead.state()).isEqualTo(JobState.DEAD);
        assertThat(dead.error()).contains("the Machine is broken at x");
        assertThat(dead.errors()).singleElement().satisfies(failure -> {
            assertThat(failure.attempt()).isEqualTo(1);
            assertThat(failure.error()).contains("the Machine is broken at x");
            assertThat(failure.worker()).isEqualTo(dead.worker());
            assertThat(failure.at()).isBetween(dead.createdAt(), Objects.requireNonNull(dead.finishedAt()));
        });
    }

    @Test
    void aResultIsShownAsItWasReturned() {
        JobId id = queue.add(queue.acme, ECHO, "hello");
        queue.drain();
        assertThat(queue.job(id).result()).isEqualTo("{\"echo\": \"hello\"}");
    }

    @Test
    void aJobThatIsNowhereIsRefusedByName() {
        JobId nobody = JobId.create();
        assertThat(queue.board.find(nobody)).isEmpty();
        assertThatThrownBy(() -> queue.board.get(nobody))
                .isInstanceOf(JobRefused.class)
                .hasMessageContaining("there is no job " + nobody);
    }

    @Test
    void theListHasTheNewestOfBothTablesFirst() {
        JobId first = queue.add(queue.acme, ECHO, "1");
        JobId second = queue.add(queue.beta, BREAK, "2");
        queue.drain();
        JobId third = queue.add(queue.acme, BREAK, "3");
        JobId fourth = queue.add(queue.beta, ECHO, "4");

        assertThat(list(JobFilter.ALL, 10)).containsExactly(fourth, third, second, first);
        assertThat(list(JobFilter.ALL, 3)).containsExactly(fourth, third, second);
        assertThat(list(JobFilter.ALL.withTenant(queue.acme.id()), 10)).containsExactly(third, first);
        assertThat(list(JobFilter.ALL.withTenant(queue.acme.id()), 1)).containsExactly(third);
        assertThat(list(JobFilter.ALL.withType("echo"), 10)).containsExactly(fourth, first);
        assertThat(list(JobFilter.ALL.withStates(Set.of(JobState.DEAD)), 10)).containsExactly(second);
        assertThat(list(JobFilter.ALL.withStates(Set.of(JobState.HELD, JobState.COMPLETED)), 10))
                .containsExactly(fourth, third, first);
        assertThat(list(JobFilter.ALL.withError("MACHINE is BROKEN"), 10)).containsExactly(second);
        assertThat(list(JobFilter.ALL.withQueue("other"), 10)).isEmpty();
        assertThat(list(JobFilter.ALL.withFinishedSince(Instant.now().minus(1, ChronoUnit.HOURS)), 10))
                .containsExactly(second, first);
        assertThat(list(JobFilter.ALL.withFinishedSince(Instant.now().plus(1, ChronoUnit.HOURS)), 10))
                .isEmpty();
        assertThat(list(JobFilter.ALL.withCreatedSince(queue.job(third).createdAt()), 10))
                .containsExactly(fourth, third);
    }

    @Test
    void eachStateIsListedFromWhereverItIs() {
        JobId scheduled = queue.add(
                queue.acme,
                NewJob.of(ECHO, new Order("later")).withRunAt(Instant.now().plus(1, ChronoUnit.HOURS)));
        JobId retried = queue.add(queue.acme, NewJob.of(BREAK.withMaxAttempts(5), new Order("again")));
        JobId running = queue.add(queue.acme, WAIT, "running");
        try (Workers _ = queue.work()) {
            queue.awaitState(running, JobState.PROCESSING);
            queue.awaitState(retried, JobState.FAILED);
            assertThat(list(JobFilter.ALL.withStates(Set.of(JobState.PROCESSING)), 5))
                    .containsExactly(running);
            assertThat(list(JobFilter.ALL.withStates(Set.of(JobState.SCHEDULED)), 5))
                    .containsExactly(scheduled);
            assertThat(list(JobFilter.ALL.withStates(Set.of(JobState.SCHEDULED, JobState.PROCESSING)), 5))
                    .containsExactly(running, scheduled);
            queue.gate.countDown();
        }
    }

    @Test
    void theHistoryIsListedAcrossItsDays() {
        JobId old = queue.add(queue.acme, ECHO, "old");
        JobId recent = queue.add(queue.acme, ECHO, "recent");
        queue.drain();
        queue.database.execute(
                "update app.finished_jobs set finished_at = finished_at - interval '1 day' where id = '" + old + "'");
        assertThat(list(JobFilter.ALL, 10)).containsExactly(recent, old);
        assertThat(list(JobFilter.ALL.withFinishedSince(Instant.now().minus(1, ChronoUnit.HOURS)), 10))
                .containsExactly(recent);
        assertThat(queue.job(old).state()).isEqualTo(JobState.COMPLETED);
    }

    @Test
    void theCountsAreOfWhatTheListShows() {
        queue.add(queue.acme, ECHO, "1");
        queue.add(queue.acme, BREAK, "2");
        queue.drain();
        queue.add(queue.acme, ECHO, "3");
        queue.add(queue.beta, ECHO, "4");
        assertThat(queue.board.counts(JobFilter.ALL.withTenant(queue.acme.id())))
                .containsEntry(JobState.HELD, new Count(1, false))
                .containsEntry(JobState.COMPLETED, new Count(1, false))
                .containsEntry(JobState.DEAD, new Count(1, false))
                .containsEntry(JobState.PROCESSING, new Count(0, false))
                .hasSize(8);
        assertThat(queue.board.counts(JobFilter.ALL.withType("echo").withStates(Set.of(JobState.HELD))))
                .containsOnly(java.util.Map.entry(JobState.HELD, new Count(2, false)));
        assertThat(queue.board.counts(
                        JobFilter.ALL.withFinishedSince(Instant.now().minus(1, ChronoUnit.HOURS))))
                .containsOnlyKeys(JobState.COMPLETED, JobState.CANCELLED, JobState.DEAD);
    }

    @Test
    void countingEndsSomewhere() {
        queue.flood(queue.acme, JobState.HELD, 10_500);
        Count count = Objects.requireNonNull(queue.board.counts(JobFilter.ALL).get(JobState.HELD));
        assertThat(count).hasToString("more than 10,000");
    }

    @Test
    void aListOfNothingOrOfEverythingIsRefused() {
        for (int limit : List.of(0, -1, 1_001)) {
            assertThatThrownBy(() -> queue.board.list(JobFilter.ALL, limit))
                    .isInstanceOf(JobRefused.class)
                    .hasMessageContaining("a list has 1 to 1000 jobs, unlike " + limit);
        }
    }

    @Test
    void theLoadsAreWhatEachTenantHasOfEachState() {
        queue.add(queue.acme, BREAK, "dies");
        queue.add(queue.acme, ECHO, "done");
        JobId running = queue.add(queue.acme, WAIT, "running");
        try (Workers _ = queue.work()) {
            queue.awaitState(running, JobState.PROCESSING);
            OperatedQueue.await("one is dead", () -> queue.count("app.finished_jobs") == 2);
            queue.control.pauseQueue("default");
            queue.flood(queue.beta, JobState.HELD, 300);
            queue.flood(queue.beta, JobState.SCHEDULED, 20);
            queue.flood(queue.beta, JobState.FAILED, 3);

            OperatedQueue.await("completions are seen", () -> completed(queue.acme.slug()) > 0);
            List<TenantLoad> loads = queue.board.loads(null, Duration.ofHours(1), 10);
            assertThat(loads).extracting(TenantLoad::tenantSlug).containsExactly("beta", "acme");
            Load beta = loads.getFirst().load();
            assertThat(beta.waiting()).isEqualTo(300);
            assertThat(beta.scheduled()).isEqualTo(20);
            assertThat(beta.failed()).isEqualTo(3);
            assertThat(beta.oldestWait()).isBetween(Duration.ZERO, Duration.ofMinutes(1));
            assertThat(beta.isEstimated()).isFalse();
            Load acme = loads.getLast().load();
            assertThat(acme.running()).isEqualTo(1);
            assertThat(acme.dead()).isEqualTo(1);
            assertThat(acme.waiting()).isZero();
            assertThat(queue.board.loads("other", Duration.ofHours(1), 10)).isEmpty();

            LoadWatch.Reading one = queue.board.watch(null, Duration.ofHours(1)).read(1);
            assertThat(one.lanes()).hasSize(1);
            assertThat(one.more()).isEqualTo(1);
            assertThat(one.total().running()).isEqualTo(1);
            assertThat(one.total().waiting()).isEqualTo(300);
            queue.gate.countDown();
        }
    }

    private double completed(String tenant) {
        return queue.board.loads(null, Duration.ofHours(1), 10).stream()
                .filter(load -> load.tenantSlug().equals(tenant))
                .mapToDouble(load -> load.load().completedPerSecond())
                .sum();
    }

    private List<JobId> list(JobFilter filter, int limit) {
        return queue.board.list(filter, limit).stream().map(Job::id).toList();
    }
}
