package io.partywall.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.jobs.Queue.Note;
import java.sql.Connection;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What is due comes to its tenant's backlog, whatever else is or was due. */
class DueJobsTest extends QueueTest {

    @Test
    void whatIsDueOfOneIsNotBehindAFloodThatAnotherHasScheduled() throws Exception {
        Instant soon = Instant.now().plusSeconds(1);
        queue.flood(acme, 8_000, job -> job.withRunAt(soon));
        JobId due = queue.add(beta, NewJob.of(Queue.NOTE, new Note("due")).withRunAt(soon))
                .id();
        queue.work((note, job) -> null);
        queue.awaitState(due, "COMPLETED 1");
        assertThat(queue.count("app.finished_jobs where tenant_id = '" + acme + "'"))
                .isLessThan(8_000);
    }

    /** It was added in a transaction that was long, and all that was due after it has been brought. */
    @Test
    void whatAppearsBehindWhatWasBroughtIsBroughtSoon() throws Exception {
        DueJobs due = new DueJobs();
        try (Connection connection = queue.worker()) {
            queue.flood(acme, 10, job -> job.withRunAt(Instant.now().plusMillis(1)));
            Queue.await("ten", () -> {
                due.bring(connection, 100);
                return queue.count("app.jobs where state = 'HELD'") == 10;
            });
            queue.database.execute("""
                insert into app.jobs (tenant_id, id, type, state, run_at)
                values ('%s', gen_random_uuid(), 'note', 'SCHEDULED', now() - interval '1 hour')\
                """.formatted(beta));
            Queue.await("the late one", () -> due.bring(connection, 100) == 1);
        }
    }

    @Test
    void ofManyThatAreDueSoManyAreBroughtAtATimeAndNoneIsForgotten() throws Exception {
        DueJobs due = new DueJobs();
        Instant soon = Instant.now().plusSeconds(2);
        queue.flood(acme, 1_000, job -> job.withRunAt(soon));
        queue.flood(beta, 10, job -> job.withRunAt(soon));
        try (Connection connection = queue.worker()) {
            Queue.await("all of the first and a part of the second", () -> due.bring(connection, 100) == 110);
            for (int i = 1; i < 10; i++) {
                assertThat(due.bring(connection, 100)).isEqualTo(100);
            }
            assertThat(due.bring(connection, 100)).isZero();
        }
        assertThat(queue.count("app.jobs where state = 'HELD'")).isEqualTo(1_010);
    }
}
