package io.partywall.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.jobs.Queue.Note;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Where a long backlog begins is remembered, and looked at again now and then. */
class LongBacklogsTest extends QueueTest {

    private static int look() throws SQLException {
        try (Connection connection = queue.worker()) {
            return LongBacklogs.look(connection);
        }
    }

    @Test
    void aJobThatComesBeforeTheOthersOfItsTenantIsFoundSoon() throws Exception {
        queue.flood(acme, 2_000);
        assertThat(queue.take("w", 10)).hasSize(10);
        JobId urgent = queue.add(acme, NewJob.of(Queue.NOTE, new Note("urgent")).withPriority(-1))
                .id();
        List<Claim> taken = new ArrayList<>();
        Queue.await("the urgent one", () -> {
            look();
            taken.addAll(queue.take("w", 1));
            return taken.stream().anyMatch(claim -> claim.id().equals(urgent));
        });
        assertThat(taken).hasSizeLessThan(1_990);
    }

    @Test
    void aWorkerFindsIt() throws Exception {
        queue.flood(acme, 3_000);
        queue.work((note, job) -> {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
            return null;
        });
        Queue.await("the backlog to be long", () -> queue.count("app.job_shares where is_long") == 1);
        JobId urgent = queue.add(acme, NewJob.of(Queue.NOTE, new Note("urgent")).withPriority(-1))
                .id();
        queue.awaitState(urgent, "COMPLETED 1");
        assertThat(queue.count("app.jobs")).isPositive();
    }

    /** Its tenant has nothing else any more, and every job of it that fails comes back before those that it had. */
    @Test
    void whatComesBackAfterTheEndOfALongBacklogIsFoundSoon() throws Exception {
        queue.flood(acme, 200);
        List<Claim> taken = queue.take("w", 100);
        List<Claim> rest = new ArrayList<>();
        Queue.await("the rest of the backlog", () -> {
            rest.addAll(queue.take("w", 100));
            return rest.size() == 100;
        });
        assertThat(queue.take("w", 100)).isEmpty();
        queue.database.execute("""
            update app.jobs set state = 'HELD', worker = null, lease_until = null, started_at = null, fair_tag = null
            where id = '%s'\
            """.formatted(taken.getFirst().id()));
        List<Claim> back = new ArrayList<>();
        Queue.await("the one that came back", () -> {
            look();
            return back.addAll(queue.take("w", 100));
        });
        assertThat(back).extracting(Claim::id).containsExactly(taken.getFirst().id());
    }

    @Test
    void aBacklogThatIsGoneIsForgotten() throws Exception {
        queue.flood(acme, 200);
        assertThat(queue.take("w", 10)).hasSize(10);
        assertThat(queue.count("app.job_shares where is_long")).isOne();
        queue.database.execute("delete from app.jobs");
        Queue.await("it to be forgotten", () -> {
            look();
            return queue.count("app.job_shares where is_long") == 0;
        });
    }

    /** A transaction that is open keeps what was taken from being swept up: there is much to be passed over for as long. */
    @Test
    void whatCannotBeSweptUpIsPassedOverAfterTheEndOfTheBacklog() throws Exception {
        try (Connection open =
                queue.holding("set transaction isolation level repeatable read; select count(*) from app.tenants")) {
            queue.database.execute("""
                insert into app.jobs (tenant_id, id, type, payload)
                select '%s', gen_random_uuid(), 'note', '{"text": "many"}' from generate_series(1, 60000)\
                """.formatted(acme));
            Queue.await("the end of the backlog", () -> queue.take("w", 4_000).isEmpty());
            JobId urgent = queue.add(
                            acme, NewJob.of(Queue.NOTE, new Note("urgent")).withPriority(-1))
                    .id();
            assertThat(queue.take("w", 1)).isEmpty();
            queue.database.execute("update app.job_shares set next_look_at = now()");
            assertThat(look()).isOne();
            assertThat(queue.take("w", 1)).extracting(Claim::id).containsExactly(urgent);
            assertThat(queue.count("app.job_shares where is_long")).isOne();
            open.rollback();
        }
    }

    @Test
    void whoHoldsAShareHoldsNoLookUp() throws Exception {
        queue.flood(acme, 200);
        assertThat(queue.take("w", 10)).hasSize(10);
        queue.database.execute("update app.job_shares set next_look_at = now()");
        try (Connection open = queue.holding("update app.job_shares set weight = 2")) {
            assertThat(look()).isZero();
            open.rollback();
        }
    }
}
