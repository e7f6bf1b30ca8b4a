package io.partywall.jobs;

import static io.partywall.jobs.OperatedQueue.ECHO;
import static io.partywall.jobs.OperatedQueue.WAIT;
import static io.partywall.jobs.OperatedQueue.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partywall.isolation.TenantId;
import io.partywall.jobs.OperatedQueue.Order;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pausing, shares, and what is said of a job that waits because of either. */
class PausesTest {

    private OperatedQueue queue;

    @SuppressWarnings("NullAway.Init") // set before each test
    PausesTest() {}

    @BeforeEach
    void open() throws SQLException {
        queue = new OperatedQueue();
    }

    @AfterEach
    void close() {
        queue.close();
    }

    @Test
    void nothingOfAPausedQueueBeginsUntilItIsResumed() {
        try (Workers _ = queue.work()) {
            assertThat(queue.control.pauseQueue("default")).isTrue();
            assertThat(queue.control.pauseQueue("default")).isFalse();
            JobId id = queue.add(queue.acme, ECHO, "paused");
            assertThat(why(id)).startsWith("queue 'default' is paused since ");
            assertThat(queue.board.paused()).isEqualTo(new JobBoard.Paused(List.of("default"), List.of()));
            // Whatever is added later is not begun either: it would be by now, as that of the other queue is.
            try (Workers _ = queue.work(WorkerOptions.DEFAULT.withQueues(List.of("other")))) {
                JobId other = queue.add(queue.acme, ECHO.withQueue("other"), "other");
                queue.awaitState(other, JobState.COMPLETED);
            }
            assertThat(queue.state(id)).isEqualTo(JobState.HELD);

            assertThat(queue.control.resumeQueue("default")).isTrue();
            queue.awaitState(id, JobState.COMPLETED);
            assertThat(queue.control.resumeQueue("default")).isFalse();
        }
    }

    @Test
    void aQueueThatNobodyServesIsRefusedByNameWithThoseThereAre() {
        queue.drain();
        assertThatThrownBy(() -> queue.control.pauseQueue("defualt"))
                .isInstanceOf(JobRefused.class)
                .hasMessage("no worker has ever served a queue 'defualt': there are default");
        assertThatThrownBy(() -> queue.control.resumeQueue("defualt")).isInstanceOf(JobRefused.class);
    }

    @Test
    void jobsOfAPausedTypeLeaveTheLineAndOthersDoNotWaitForThem() throws SQLException {
        JobId inLine = queue.add(queue.acme, ECHO, "in line");
        queue.admit();
        assertThat(queue.state(inLine)).isEqualTo(JobState.PENDING);

        assertThat(queue.control.pauseType("echo")).isTrue();
        assertThat(queue.control.pauseType("echo")).isFalse();
        assertThat(queue.state(inLine)).isEqualTo(JobState.HELD);
        assertThat(queue.job(inLine).attempts()).isZero();
        assertThat(why(inLine)).startsWith("jobs of the type 'echo' are paused since ");
        assertThat(queue.board.paused()).isEqualTo(new JobBoard.Paused(List.of(), List.of("echo")));

        JobId later = queue.add(queue.acme, ECHO, "later");
        JobId other = queue.add(queue.acme, WAIT, "other");
        queue.gate.countDown();
        try (Workers _ = queue.work()) {
            queue.awaitState(other, JobState.COMPLETED);
            assertThat(queue.runs).containsOnlyKeys("other");

            assertThat(queue.control.resumeType("echo")).isTrue();
            queue.awaitState(inLine, JobState.COMPLETED);
            queue.awaitState(later, JobState.COMPLETED);
            assertThat(queue.control.resumeType("echo")).isFalse();
        }
    }

    @Test
    void aTypeMayBePausedBeforeThereIsAnyWorker() {
        queue.control.pauseType("echo");
        JobId id = queue.add(queue.acme, ECHO, "x");
        queue.drain();
        assertThat(queue.count("app.jobs where parked")).isEqualTo(1);
        queue.control.resumeType("echo");
        assertThat(queue.count("app.jobs where parked")).isZero();
        queue.drain();
        assertThat(queue.state(id)).isEqualTo(JobState.COMPLETED);
    }

    @Test
    void aTenantsShareIsWhatWasSaidLast() {
        assertThat(share()).isEqualTo(Share.DEFAULT);
        queue.control.share(queue.acme.id(), "default", new Share(3, 5));
        assertThat(share()).isEqualTo(new Share(3, 5));
        queue.control.share(queue.acme.id(), "default", share().withCap(null));
        assertThat(share()).isEqualTo(new Share(3, null));
        assertThat(queue.control.share(queue.beta.id(), "default")).isEqualTo(Share.DEFAULT);
    }

    @Test
    void aShareThatCannotBeIsRefusedAndChangesNothing() {
        refusedShare(() -> new Share(-1, null), "a weight is from 1 to 1000, unlike -1");
        refusedShare(() -> new Share(1001, null), "unlike 1001");
        refusedShare(() -> new Share(1, 0), "a cap is 1 at least, or none, unlike 0");
        refusedShare(
                () -> queue.control.share(new TenantId(new UUID(1, 2)), "default", Share.DEFAULT),
                "there is no tenant");
        refusedShare(() -> queue.control.share(queue.acme.id(), " ", Share.DEFAULT), "a queue has a name");
        assertThat(queue.count("app.job_shares")).isZero();
    }

    @Test
    void noMoreJobsRunThanTheCapAndTheNextOneSaysSo() {
        queue.control.share(queue.acme.id(), "default", new Share(1, 2));
        List<JobId> ids = List.of(
                queue.add(queue.acme, WAIT, "1"),
                queue.add(queue.acme, WAIT, "2"),
                queue.add(queue.acme, WAIT, "3"),
                queue.add(queue.acme, WAIT, "4"));
        try (Workers _ = queue.work()) {
            await("two run", () -> queue.count("app.jobs where state = 'PROCESSING'") == 2);
            assertThat(queue.board.waiting(queue.job(ids.getLast())))
                    .isEqualTo(new Waiting.CapReached(2, 2, new Count(1, false)));
            assertThat(why(ids.getLast()))
                    .isEqualTo("2 of 2 jobs of the tenant run or are next, and 1 of its own are before this one");
            queue.gate.countDown();
            await("all are done", () -> queue.count("app.jobs") == 0);
        }
    }

    @Test
    void aJobSaysWhyItWaits() {
        JobId scheduled =
                queue.add(queue.acme, NewJob.of(ECHO, new Order("s")).withRunAt(Instant.parse("2100-01-01T00:00:00Z")));
        JobId nowhere = queue.add(queue.acme, ECHO.withQueue("nowhere"), "n");
        queue.flood(queue.acme, JobState.FAILED, 1);
        assertThat(why(scheduled)).isEqualTo("runs at 2100-01-01T00:00:00Z, or soon after");
        assertThat(why(nowhere)).isEqualTo("no worker has ever served queue 'nowhere'");
        Job failed = queue.board.list(JobFilter.ALL.withType("flood"), 1).getFirst();
        assertThat(queue.board.waiting(failed).sentence())
                .startsWith("attempt 1 failed, it is tried again at ")
                .contains(failed.runAt().truncatedTo(ChronoUnit.SECONDS).toString());
        queue.drain();
        queue.control.pauseType("never");
        JobId first = queue.add(queue.acme, ECHO, "1");
        JobId second = queue.add(queue.acme, ECHO, "2");
        assertThat(why(first)).isEqualTo("the next of its tenant to come into line");
        assertThat(why(second)).isEqualTo("behind 1 own jobs of the same tenant");
        queue.database.execute("update app.tenants set status = 'SUSPENDED' where slug = 'acme'");
        assertThat(why(first)).isEqualTo("its tenant 'acme' is suspended");
    }

    @Test
    void aJobInLineSaysHowManyAreBeforeIt() throws SQLException {
        List<JobId> ids = List.of(queue.add(queue.acme, ECHO, "1"), queue.add(queue.acme, ECHO, "2"));
        queue.admit();
        assertThat(why(ids.getFirst())).isEqualTo("in line, 0 jobs before it");
        assertThat(why(ids.getLast())).isEqualTo("in line, 1 job before it");
        queue.drain();
        assertThat(why(ids.getLast())).isEqualTo("is over");
        JobId running = queue.add(queue.beta, WAIT, "running");
        try (Workers workers = queue.work()) {
            queue.awaitState(running, JobState.PROCESSING);
            assertThat(queue.board.waiting(queue.job(running))).isEqualTo(new Waiting.Nothing(workers.name()));
            queue.gate.countDown();
        }
    }

    @Test
    void aBacklogIsCountedAsFarAsItMatters() {
        queue.drain();
        queue.flood(queue.acme, JobState.HELD, 10_500);
        JobId last = queue.add(queue.acme, NewJob.of(ECHO, new Order("last")).withPriority(9));
        assertThat(why(last)).isEqualTo("behind more than 10,000 own jobs of the same tenant");
    }

    private Share share() {
        return queue.control.share(queue.acme.id(), "default");
    }

    private String why(JobId id) {
        return queue.board.waiting(queue.job(id)).sentence();
    }

    private static void refusedShare(Runnable action, String why) {
        assertThatThrownBy(action::run).isInstanceOf(JobRefused.class).hasMessageContaining(why);
    }
}
