package io.partywall.jobs;

import static io.partywall.jobs.OperatedQueue.BREAK;
import static io.partywall.jobs.OperatedQueue.ECHO;
import static io.partywall.jobs.OperatedQueue.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partywall.jobs.OperatedQueue.Order;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calling jobs off, and having them tried again. */
class JobControlTest {

    private OperatedQueue queue;

    @SuppressWarnings("NullAway.Init") // set before each test
    JobControlTest() {}

    @BeforeEach
    void open() throws SQLException {
        queue = new OperatedQueue();
    }

    @AfterEach
    void close() {
        queue.close();
    }

    @Test
    void aJobThatWaitsIsCalledOffAtOnceAndNeverRuns() {
        JobId held = queue.add(queue.acme, ECHO, "held");
        JobId scheduled = queue.add(
                queue.acme,
                NewJob.of(ECHO, new Order("scheduled")).withRunAt(Instant.now().plus(1, ChronoUnit.HOURS)));
        assertThat(queue.control.cancel(held)).isEqualTo(new Cancelled(1, 0, 0));
        assertThat(queue.control.cancel(scheduled)).isEqualTo(new Cancelled(1, 0, 0));
        assertThat(queue.state(held)).isEqualTo(JobState.CANCELLED);
        assertThat(queue.state(scheduled)).isEqualTo(JobState.CANCELLED);
        queue.drain();
        assertThat(queue.runs).isEmpty();
    }

    @Test
    void aJobInLineGivesItsPlaceUp() throws SQLException {
        JobId one = queue.add(queue.acme, ECHO, "one");
        JobId other = queue.add(queue.acme, ECHO, "other");
        queue.admit();
        assertThat(queue.state(one)).isEqualTo(JobState.PENDING);
        assertThat(queue.control.cancel(one)).isEqualTo(new Cancelled(1, 0, 0));
        assertThat(queue.state(one)).isEqualTo(JobState.CANCELLED);
        queue.drain();
        assertThat(queue.state(other)).isEqualTo(JobState.COMPLETED);
        assertThat(queue.runs).containsOnlyKeys("other");
    }

    @Test
    void aJobThatRunsIsInterruptedWithinASecondOrSo() {
        JobId id = queue.add(queue.acme, WAIT, "runs");
        try (Workers _ = queue.work()) {
            queue.awaitState(id, JobState.PROCESSING);
            assertThat(queue.control.cancel(id)).isEqualTo(new Cancelled(0, 1, 0));
            queue.awaitState(id, JobState.CANCELLED);
        }
        assertThat(queue.runs).containsEntry("runs", 1);
    }

    @Test
    void aJobThatWasCalledOffAsItFailedIsNotTriedAgain() throws SQLException {
        calledOffAs(new Outcome.Failed("just then", Duration.ZERO), JobState.CANCELLED);
        calledOffAs(new Outcome.HandedBack(), JobState.CANCELLED);
        calledOffAs(new Outcome.Completed(null), JobState.COMPLETED);
        calledOffAs(new Outcome.Dead("just then"), JobState.DEAD);
    }

    /** A job whose worker learns that it was called off when it has ended already. */
    private void calledOffAs(Outcome outcome, JobState becomes) throws SQLException {
        JobId id = queue.add(queue.acme, ECHO, "claimed");
        queue.admit();
        try (Connection connection = queue.platform.getConnection()) {
            new History(30).keep(connection);
            Claims claims = new Claims(new String[] {"default"}, "late", Duration.ofMinutes(1));
            Claim claim = claims.claim(connection, 1).getFirst();
            assertThat(queue.control.cancel(id)).isEqualTo(new Cancelled(0, 1, 0));
            new Settlement("late")
                    .settle(
                            connection,
                            List.of(new Settlement.Settled(new Attempt(claim, System.nanoTime()), outcome)));
        }
        assertThat(queue.state(id)).isEqualTo(becomes);
    }

    @Test
    void jobsAreCalledOffByFilterUpToALimit() {
        queue.flood(queue.acme, JobState.HELD, 700);
        queue.flood(queue.acme, JobState.FAILED, 10);
        queue.flood(queue.beta, JobState.HELD, 5);
        JobFilter acmes = JobFilter.ALL.withTenant(queue.acme.id());
        assertThat(queue.control.cancel(acmes.withStates(Set.of(JobState.FAILED)), 1_000))
                .isEqualTo(new Cancelled(10, 0, 0));
        assertThat(queue.control.cancel(acmes, 600)).isEqualTo(new Cancelled(600, 0, 0));
        assertThat(queue.count("app.jobs where tenant_id = '" + queue.acme.id() + "'"))
                .isEqualTo(100);
        assertThat(queue.count("app.jobs where tenant_id = '" + queue.beta.id() + "'"))
                .isEqualTo(5);
        assertThat(queue.count("app.finished_jobs where state = 'CANCELLED'")).isEqualTo(610);
    }

    @Test
    void whatSomebodyHoldsIsLeftAndNotWaitedFor() throws SQLException {
        JobId held = queue.add(queue.acme, ECHO, "held");
        try (Connection holder = queue.database.admin();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("select from app.jobs where id = '" + held + "' for update");
            assertThat(queue.control.cancel(held)).isEqualTo(new Cancelled(0, 0, 1));
        }
        assertThat(queue.state(held)).isEqualTo(JobState.HELD);
    }

    @Test
    void whatIsOverCannotBeCalledOff() {
        JobId id = queue.add(queue.acme, ECHO, "done");
        queue.drain();
        assertThatThrownBy(() -> queue.control.cancel(id))
                .isInstanceOf(JobRefused.class)
                .hasMessageContaining("is COMPLETED already");
        assertThatThrownBy(() -> queue.control.cancel(JobId.create())).hasMessageContaining("there is no job");
        assertThatThrownBy(() -> queue.control.cancel(JobFilter.ALL.withStates(Set.of(JobState.DEAD)), 10))
                .isInstanceOf(JobRefused.class);
        assertThatThrownBy(() -> queue.control.cancel(JobFilter.ALL, 0)).isInstanceOf(JobRefused.class);
    }

    @Test
    void aDeadJobIsTriedAgainFromTheBeginningAndKeepsWhatItMet() {
        JobId id = queue.add(queue.acme, NewJob.of(BREAK, new Order("x")).withPriority(3));
        queue.drain();
        assertThat(queue.state(id)).isEqualTo(JobState.DEAD);

        queue.control.retry(id);
        Job again = queue.job(id);
        assertThat(again.state()).isEqualTo(JobState.HELD);
        assertThat(again.attempts()).isZero();
        assertThat(again.priority()).isEqualTo(3);
        assertThat(again.errors()).hasSize(1);
        assertThat(queue.count("app.finished_jobs")).isZero();

        queue.broken = false;
        queue.drain();
        Job done = queue.job(id);
        assertThat(done.state()).isEqualTo(JobState.COMPLETED);
        assertThat(done.errors()).hasSize(1);
        assertThat(queue.runs).containsEntry("x", 2);
    }

    @Test
    void completedAndCancelledJobsAreRunOnceMore() {
        JobId completed = queue.add(queue.acme, ECHO, "completed");
        queue.drain();
        JobId cancelled = queue.add(queue.acme, ECHO, "cancelled");
        queue.control.cancel(cancelled);
        queue.control.retry(completed);
        queue.control.retry(cancelled);
        queue.drain();
        assertThat(queue.runs).containsEntry("completed", 2).containsEntry("cancelled", 1);
    }

    @Test
    void aJobThatWaitsForItsTimeRunsNow() {
        JobId id = queue.add(
                queue.acme,
                NewJob.of(ECHO, new Order("now")).withRunAt(Instant.now().plus(9, ChronoUnit.DAYS)));
        queue.control.retry(id);
        queue.drain();
        assertThat(queue.state(id)).isEqualTo(JobState.COMPLETED);
    }

    @Test
    void whatRunsOrIsAboutToIsNotRetried() {
        JobId id = queue.add(queue.acme, WAIT, "runs");
        refusedToRetry(id, "is about to run anyway");
        try (Workers _ = queue.work()) {
            queue.awaitState(id, JobState.PROCESSING);
            refusedToRetry(id, "runs: it can be retried when it has ended");
            queue.gate.countDown();
            queue.awaitState(id, JobState.COMPLETED);
        }
        refusedToRetry(JobId.create(), "there is no job");
    }

    @Test
    void aJobWhoseUniqueKeyIsAnothersStaysInTheHistory() {
        NewJob<Order> unique = NewJob.of(BREAK, new Order("x")).withUnique(UniqueKey.untilFinished("nightly"));
        JobId first = queue.add(queue.acme, unique);
        queue.drain();
        String before = history();
        JobId second = queue.add(queue.acme, unique);
        assertThat(second).isNotEqualTo(first);

        refusedToRetry(first, "another job has its unique key 'nightly'");
        assertThat(queue.control.redrive(JobFilter.ALL, 10)).isEqualTo(new Redriven(0, 1, 0));
        assertThat(history()).isEqualTo(before);
    }

    @Test
    void deadJobsAreTriedAgainByFilterAndTheOthersLeft() {
        for (int i = 0; i < 3; i++) {
            queue.add(queue.acme, BREAK, "acme-" + i);
        }
        queue.add(queue.beta, BREAK, "beta");
        queue.add(queue.acme, ECHO, "fine");
        queue.drain();
        queue.broken = false;

        assertThat(queue.control.redrive(JobFilter.ALL.withError("at acme-1"), 10))
                .isEqualTo(new Redriven(1, 0, 0));
        assertThat(queue.control.redrive(JobFilter.ALL.withTenant(queue.acme.id()), 1))
                .isEqualTo(new Redriven(1, 0, 0));
        assertThat(queue.count("app.finished_jobs where state = 'DEAD'")).isEqualTo(2);
        queue.drain();
        assertThat(queue.control.redrive(JobFilter.ALL, 10)).isEqualTo(new Redriven(2, 0, 0));
        queue.drain();
        assertThat(queue.count("app.finished_jobs where state = 'COMPLETED'")).isEqualTo(5);
        assertThatThrownBy(() -> queue.control.redrive(JobFilter.ALL.withStates(Set.of(JobState.HELD)), 10))
                .isInstanceOf(JobRefused.class);
    }

    @Test
    void twoOperatorsHaveAJobTriedAgainOnce() throws Exception {
        JobId id = queue.add(queue.acme, BREAK, "x");
        queue.drain();
        try (Connection other = queue.database.admin();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("delete from app.finished_jobs where id = '" + id + "'");
            refusedToRetry(id, "is being changed by somebody else");
        }
        queue.control.retry(id);
        refusedToRetry(id, "is about to run anyway");
        assertThat(queue.count("app.jobs")).isEqualTo(1);
        assertThat(queue.count("app.finished_jobs")).isZero();
    }

    private String history() {
        return String.join("\n", queue.database.query("select row_to_json(f) from app.finished_jobs f order by id"));
    }

    private void refusedToRetry(JobId id, String why) {
        assertThatThrownBy(() -> queue.control.retry(id))
                .isInstanceOf(JobRefused.class)
                .hasMessageContaining(why);
    }
}
