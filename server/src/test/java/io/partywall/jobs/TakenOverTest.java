package io.partywall.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partywall.isolation.IsolationException;
import io.partywall.isolation.TenantId;
import io.partywall.jobs.Queue.Note;
import io.partywall.jobs.Settlement.Settled;
import io.partywall.schema.Roles;
import io.partywall.testing.Relay;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Workers vanish, connections break, tenants close: a job is one worker's at a time, and none is lost. */
class TakenOverTest extends QueueTest {

    private Claim claimed(JobId id) throws SQLException {
        queue.admit(10);
        Claim claim = queue.claim("w", 1).getFirst();
        assertThat(claim.id()).isEqualTo(id);
        return claim;
    }

    private void leaseRunsOut() {
        queue.database.execute("update app.jobs set lease_until = now() - interval '1 s' where state = 'PROCESSING'");
    }

    @Test
    void theJobsOfAWorkerThatVanishedAreRunByAnother() throws Exception {
        JobId id = queue.add(acme, "x");
        claimed(id);
        leaseRunsOut();
        queue.work((note, job) -> null);
        queue.awaitState(id, "COMPLETED 2");
        assertThat(queue.field(id, "errors -> 0 ->> 'error'")).contains("the worker w was not heard of");
    }

    @Test
    void aJobWhoseLastAttemptVanishedIsDead() throws Exception {
        JobId id = queue.add(acme, NewJob.of(Queue.NOTE, new Note("x")).withMaxAttempts(1))
                .id();
        claimed(id);
        leaseRunsOut();
        queue.work((note, job) -> null);
        queue.awaitState(id, "DEAD 1");
    }

    @Test
    void whatAnotherWorkerOrAnotherAttemptSaysChangesNothing() throws Exception {
        JobId id = queue.add(acme, "x");
        Claim claim = claimed(id);
        Claim later = new Claim(claim.tenant(), id, claim.type(), claim.payload(), 2, 3, true, claim.startedAt());
        Outcome done = new Outcome.Completed(null);
        assertThat(queue.settle("v", claim, done)).isEmpty();
        assertThat(queue.settle("w", later, done)).isEmpty();
        assertThat(queue.state(id)).isEqualTo("PROCESSING 1");
        queue.settle("w", claim, done);
        queue.settle("w", claim, new Outcome.Failed("late", Duration.ZERO));
        assertThat(queue.state(id)).isEqualTo("COMPLETED 1");
    }

    /** Whoever never got the answer sends it again, and may have claimed the job once more meanwhile: in the same attempt. */
    @Test
    void aHandBackThatIsSentTwiceDoesNotTakeTheJobFromItsNextRunner() throws Exception {
        JobId id = queue.add(acme, "x");
        Claim first = claimed(id);
        assertThat(queue.settle("w", first, new Outcome.HandedBack())).isEmpty();
        Claim second = claimed(id);
        assertThat(second.attempt()).isEqualTo(first.attempt());
        assertThat(queue.settle("w", first, new Outcome.HandedBack())).isEmpty();
        assertThat(queue.state(id)).isEqualTo("PROCESSING 1");
        assertThat(queue.settle("w", second, new Outcome.Completed(null))).isEmpty();
        assertThat(queue.state(id)).isEqualTo("COMPLETED 1");
    }

    /** The answer to a hand-back is lost on its way, by a connection that is cut once the server has done it. */
    @Test
    void aHandBackWhoseAnswerIsLostIsSentAgainAndHandsBackNothingElse() throws Exception {
        JobId id = queue.add(acme, "x");
        Claim first = claimed(id);
        List<Attempt> released = new ArrayList<>();
        try (Relay relay = Relay.start()) {
            Settler settler = new Settler(
                    queue.database.poolAt(relay.url(queue.database, Roles.PLATFORM), 1),
                    new Settlement("w"),
                    new History(30),
                    released::add);
            relay.loseAnswerTo("finished_jobs");
            settler.add(new Settled(new Attempt(first, System.nanoTime()), new Outcome.HandedBack()));
            assertThatThrownBy(settler::step).isInstanceOf(SQLException.class);
            Queue.await("the hand-back to be done", () -> queue.state(id).equals("HELD 0"));
            assertThat(released).isEmpty();
            Claim second = claimed(id);
            while (released.isEmpty()) {
                settler.step();
            }
            assertThat(queue.state(id)).isEqualTo("PROCESSING 1");
            assertThat(queue.settle("w", second, new Outcome.Completed(null))).isEmpty();
            assertThat(queue.state(id)).isEqualTo("COMPLETED 1");
        }
    }

    @Test
    void aWorkerThatStopsGivesItsJobsBackWithoutCountingTheAttempt() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        Workers workers = queue.work((note, job) -> {
            never.await();
            return null;
        });
        JobId id = queue.add(acme, "x");
        queue.awaitState(id, "PROCESSING 1");
        workers.close();
        assertThat(queue.state(id)).isEqualTo("HELD 0");
    }

    /** Backends that are stopped answer nothing, as behind a network that swallows everything. */
    @Test
    void aWorkerThatTheDatabaseDoesNotAnswerInterruptsItsJobsByTheTimeThatOthersMayBegin() throws Exception {
        Duration lease = Duration.ofSeconds(3);
        CountDownLatch never = new CountDownLatch(1);
        AtomicLong interruptedAt = new AtomicLong();
        queue.work(
                JobHandlers.none().with(Queue.NOTE, (note, job) -> {
                    try {
                        never.await();
                    } finally {
                        interruptedAt.set(System.nanoTime());
                    }
                    return null;
                }),
                Queue.OPTIONS.withLease(lease));
        JobId id = queue.add(acme, "x");
        queue.awaitState(id, "PROCESSING 1");
        List<String> backends = queue.database.query(
                "select pid from pg_stat_activity where usename = 'partywall_platform' and datname ="
                        + " current_database()");
        signal("STOP", backends);
        try {
            long stopped = System.nanoTime();
            Queue.await("the job to be interrupted", () -> interruptedAt.get() != 0);
            assertThat(Duration.ofNanos(interruptedAt.get() - stopped)).isLessThan(lease.plusSeconds(2));
        } finally {
            signal("CONT", backends);
        }
    }

    private static void signal(String signal, List<String> processes) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
        command.addAll(processes);
        assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
    }

    @Test
    void nothingIsLostWhenConnectionsBreakWhileJobsAreClaimedAndSettled() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        queue.work(
                JobHandlers.none().with(Queue.NOTE, (note, job) -> {
                    runs.incrementAndGet();
                    LockSupport.parkNanos(Duration.ofMillis(4).toNanos());
                    return null;
                }),
                Queue.OPTIONS.withLease(Duration.ofSeconds(2)));
        queue.flood(acme, 2_000, job -> job.withMaxAttempts(50));
        List<String> cuts = new ArrayList<>();
        try (Connection admin = queue.database.admin();
                Statement statement = admin.createStatement()) {
            AtomicInteger next = new AtomicInteger();
            Queue.await("many cuts", () -> {
                int done = queue.count("app.finished_jobs");
                if (done >= next.get()) {
                    cuts.addAll(cutThrough(statement));
                    next.set(done + 1);
                }
                return cuts.size() > 5;
            });
        }
        assertThat(cuts).hasSizeGreaterThan(5);
        Queue.await("the rest", () -> queue.count("app.finished_jobs where state = 'COMPLETED'") == 2_000);
        assertThat(queue.count("app.jobs")).isZero();
        assertThat(runs.get()).isGreaterThanOrEqualTo(2_000);
    }

    /** Cuts whatever is in the middle of a statement; returns whom. */
    private static List<String> cutThrough(Statement statement) throws SQLException {
        List<String> cut = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("""
            select pid, pg_terminate_backend(pid) from pg_stat_activity where usename = 'partywall_platform'
            and state = 'active' and datname = current_database()\
            """)) {
            while (rows.next()) {
                cut.add(rows.getString(1));
            }
        }
        return cut;
    }

    @Test
    void aTenantThatIsSuspendedWaitsAndLosesNoAttempt() throws Exception {
        JobId waits = queue.add(acme, "x");
        Claim running = claimed(waits);
        queue.database.execute("update app.tenants set status = 'SUSPENDED' where slug = 'acme'");
        JobId behind = queue.add(beta, "beta");
        queue.settle("w", running, new Outcome.Failed("closed", Duration.ZERO));
        assertThat(queue.state(waits)).isEqualTo("HELD 0");
        queue.work((note, job) -> null);
        queue.awaitState(behind, "COMPLETED 1");
        assertThat(queue.state(waits)).isEqualTo("HELD 0");
        queue.database.execute("update app.tenants set status = 'ACTIVE'");
        queue.awaitState(waits, "COMPLETED 1");
    }

    @Test
    void aHandlerSeesItsOwnTenantsRowsAndNoOthers() throws Exception {
        queue.add(beta, NewJob.of(Queue.NOTE.withQueue("elsewhere"), new Note("beta's")));
        TenantId other = new TenantId(UUID.fromString(queue.database
                .query("select id from app.tenants where name = 'beta'")
                .getFirst()));
        AtomicReference<Throwable> refused = new AtomicReference<>();
        AtomicInteger seen = new AtomicInteger();
        queue.work((note, job) -> {
            seen.set(job.scope()
                    .sql()
                    .fetch(job.scope().unscopedSql("select id from app.jobs"))
                    .size());
            assertThatThrownBy(() -> job.scope()
                            .sql()
                            .execute(job.scope()
                                    .unscopedSql(
                                            "insert into app.jobs (tenant_id, id, type) values (?::uuid,"
                                                    + " gen_random_uuid(), 'x')",
                                            other.toString())))
                    .hasMessageContaining("row-level security");
            try {
                queue.in(other, scope -> scope.sql().fetch("select 1"));
            } catch (IsolationException.ForeignTenant expected) {
                refused.set(expected);
            }
            return null;
        });
        queue.awaitState(queue.add(acme, "x"), "COMPLETED 1");
        assertThat(seen).hasValue(1);
        assertThat(refused.get()).isInstanceOf(IsolationException.ForeignTenant.class);
    }
}
