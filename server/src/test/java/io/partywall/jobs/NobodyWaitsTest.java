package io.partywall.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.isolation.TenantId;
import io.partywall.jobs.Queue.Note;
import io.partywall.jobs.Settlement.Settled;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody's transaction that stays open for long, whatever it has locked, holds up nobody else's jobs. */
class NobodyWaitsTest extends QueueTest {

    private final CountDownLatch goOn = new CountDownLatch(1);

    @AfterEach
    void letGoOn() {
        goOn.countDown();
    }

    private void workSlowlyFor(TenantId slow) {
        queue.work((note, job) -> {
            if (job.scope().context().tenant().equals(slow)) {
                goOn.await();
            }
            return null;
        });
    }

    private static void assertJobsRun(TenantId tenant) throws Exception {
        for (int i = 0; i < 3; i++) {
            JobId id = queue.add(tenant, "after");
            queue.awaitState(id, "COMPLETED 1");
        }
    }

    private static void awaitRunning(JobId id) throws Exception {
        queue.awaitState(id, "PROCESSING 1");
    }

    /** The row itself is locked first, the tenant's events go next, and its jobs only when those are gone. */
    private static final String LOCK = "select 1 from app.tenants where id = '%s' for update";

    private static final String DELETE = "delete from app.tenants where id = '%s'";

    @ParameterizedTest
    @ValueSource(strings = {LOCK, DELETE})
    void aTenantThatIsBeingErasedBeforeItsFirstJobHasRunDelaysNobody(String statement) throws Exception {
        queue.flood(acme, 10);
        try (Connection erasure = queue.holding(statement.formatted(acme))) {
            queue.work((note, job) -> null);
            assertJobsRun(beta);
            erasure.rollback();
        }
        Queue.await("acme's jobs", () -> queue.count("app.finished_jobs where tenant_id = '" + acme + "'") == 10);
    }

    @ParameterizedTest
    @ValueSource(strings = {LOCK, DELETE})
    void aTenantThatIsBeingErasedWhileItsJobsWaitAndRunDelaysNobody(String statement) throws Exception {
        workSlowlyFor(acme);
        JobId running = queue.add(acme, "running");
        awaitRunning(running);
        queue.flood(acme, 20, job -> job.withPriority(1));
        try (Connection erasure = queue.holding(statement.formatted(acme))) {
            goOn.countDown();
            assertJobsRun(beta);
            erasure.commit();
        }
        if (statement.equals(LOCK)) {
            queue.awaitState(running, "COMPLETED 1");
        }
        Queue.await("nothing of acme to wait", () -> queue.count("app.jobs where tenant_id = '" + acme + "'") == 0);
        assertJobsRun(beta);
    }

    @Test
    void whatEndsTogetherWithAJobOfATenantThatIsBeingErasedIsStored() throws Exception {
        queue.add(acme, "its");
        queue.add(beta, "another's");
        queue.admit(10);
        List<Settled> ended = queue.claim("w", 2).stream()
                .map(claim -> new Settled(new Attempt(claim, System.nanoTime()), new Outcome.Completed(null)))
                .toList();
        try (Connection erasure = queue.holding(LOCK.formatted(acme));
                Connection worker = queue.worker()) {
            assertThat(new Settlement("w").settle(worker, ended))
                    .extracting(left -> left.attempt().claim().tenant())
                    .containsExactly(acme);
            erasure.rollback();
        }
        assertThat(queue.count("app.finished_jobs where tenant_id = '" + beta + "'"))
                .isEqualTo(1);
    }

    @Test
    void theErasureIsNotHeldUpByTheQueueEither() throws Exception {
        workSlowlyFor(acme);
        JobId running = queue.add(acme, "running");
        awaitRunning(running);
        queue.flood(acme, 20);
        queue.database.execute("set lock_timeout = '20s'; " + DELETE.formatted(acme));
        goOn.countDown();
        assertThat(queue.state(running)).isEmpty();
        assertJobsRun(beta);
        assertThat(queue.count("app.finished_jobs where tenant_id = '" + acme + "'"))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select 1 from app.connectors where tenant_id = '%s' for update",
                "delete from app.connectors where tenant_id = '%s'"
            })
    void aConnectorThatIsBeingDeletedDelaysNobodysJobsButItsOwn(String statement) throws Exception {
        UUID connector = UUID.randomUUID();
        queue.database.execute(
                "insert into app.connectors (tenant_id, id, name, provider) values ('%s', '%s', 'shop', 'csv')"
                        .formatted(acme, connector));
        workSlowlyFor(acme);
        JobId running = queue.add(acme, NewJob.of(Queue.NOTE, new Note("r")).withConnector(connector))
                .id();
        awaitRunning(running);
        try (Connection deletion = queue.holding(statement.formatted(acme))) {
            goOn.countDown();
            assertJobsRun(beta);
            deletion.commit();
        }
        queue.awaitState(running, "COMPLETED 1");
        assertJobsRun(acme);
        assertThat(queue.field(running, "connector_id"))
                .isEqualTo(statement.startsWith("delete") ? null : connector.toString());
    }

    /** With one slot free there is one turn at a time: it must not always be that of a job which cannot be had. */
    @Test
    void jobsThatAreLockedAtTheHeadOfATenantsBacklogDelayNobodyWhereOneSlotIsFree() throws Exception {
        UUID connector = UUID.randomUUID();
        queue.database.execute(
                "insert into app.connectors (tenant_id, id, name, provider) values ('%s', '%s', 'shop', 'csv')"
                        .formatted(acme, connector));
        queue.serve("default");
        queue.flood(acme, 10, job -> job.withConnector(connector));
        queue.admit(0);
        try (Connection deletion = queue.holding("delete from app.connectors where tenant_id = '" + acme + "'")) {
            queue.work(
                    JobHandlers.none().with(Queue.NOTE, (note, job) -> {
                        // Long enough for a worker to claim nothing ahead.
                        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
                        return null;
                    }),
                    Queue.OPTIONS.withSlots(1));
            for (int i = 0; i < 5; i++) {
                assertJobsRun(beta);
            }
            deletion.commit();
        }
        Queue.await("acme's jobs", () -> queue.count("app.finished_jobs where tenant_id = '" + acme + "'") == 10);
    }

    @Test
    void aTenantWhoseShareIsLockedDelaysNobody() throws Exception {
        queue.serve("default");
        queue.database.execute("insert into app.job_shares (tenant_id, id, queue) values ('" + acme
                + "', gen_random_uuid(), 'default')");
        try (Connection open = queue.holding("select 1 from app.job_shares for update")) {
            queue.work((note, job) -> null);
            assertJobsRun(beta);
            Instant soon = Instant.now().plusMillis(300);
            JobId due = queue.add(beta, NewJob.of(Queue.NOTE, new Note("soon")).withRunAt(soon))
                    .id();
            queue.awaitState(due, "COMPLETED 1");
            open.rollback();
        }
    }

    @Test
    void aLongTransactionThatAddsJobsDelaysNotEvenItsOwnTenantsOthers() throws Exception {
        queue.work((note, job) -> null);
        JobId late = queue.in(
                acme,
                scope -> scope.inTransaction(() -> {
                    JobId id = queue.jobs.enqueue(scope, Queue.NOTE, new Note("late"));
                    FutureTask<Void> others = new FutureTask<>(() -> {
                        assertJobsRun(beta);
                        assertJobsRun(acme);
                        return null;
                    });
                    Thread.ofPlatform().start(others);
                    others.get();
                    assertThat(queue.state(id)).isEmpty();
                    return id;
                }));
        queue.awaitState(late, "COMPLETED 1");
    }
}
