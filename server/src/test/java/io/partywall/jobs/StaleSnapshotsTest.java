package io.partywall.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.isolation.TenantId;
import io.partywall.jobs.Settlement.Settled;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A statement locks rows as they are now, and reads the others as they were when it began: much may come between. */
@Timeout(120)
class StaleSnapshotsTest {

    private static final int GATE = 4711;

    private Queue queue;
    private TenantId acme;
    private TenantId beta;

    @BeforeEach
    void open() throws SQLException {
        queue = new Queue();
        queue.serve("default");
        acme = queue.tenant("acme");
        beta = queue.tenant("beta");
        queue.database.execute("""
            create function public.gate() returns boolean language plpgsql as $$
            begin
                if current_setting('test.gated', true) = 'on' then
                    perform pg_advisory_lock_shared(%1$d), pg_advisory_unlock_shared(%1$d);
                end if;
                return true;
            end $$\
            """.formatted(GATE));
    }

    @AfterEach
    void close() {
        queue.close();
    }

    /** From now on, gated statements wait as soon as they look at this table; their snapshot is taken by then. */
    private void gate(String table) {
        queue.database.execute("alter policy platform on app." + table + " using (public.gate())");
    }

    private interface Work<R> {
        R run(Connection connection) throws SQLException;
    }

    /** Begins the first, lets the second happen before the first has locked anything, and returns what the first comes to. */
    private <R> R between(Work<R> first, Callable<?> second) throws Exception {
        try (Connection gatekeeper = queue.holding("select pg_advisory_lock(" + GATE + ")");
                Connection gated = queue.worker()) {
            try (Statement statement = gated.createStatement()) {
                statement.execute("set test.gated = 'on'; set lock_timeout = 0");
            }
            FutureTask<R> task = new FutureTask<>(() -> first.run(gated));
            Thread.ofVirtual().start(task);
            Queue.await(
                    "the gate to be reached",
                    () -> !queue.database
                            .query("select 1 from pg_locks where locktype = 'advisory' and not granted")
                            .isEmpty());
            second.call();
            try (Statement statement = gatekeeper.createStatement()) {
                statement.execute("select pg_advisory_unlock(" + GATE + ")");
            }
            return task.get();
        }
    }

    private static int admitted(Connection connection) throws SQLException {
        return Queue.admission("v").admit(connection, 0, 100).moved();
    }

    private static Work<Set<Settled>> settling(Claim claim) {
        List<Settled> settled = List.of(new Settled(new Attempt(claim, 0), new Outcome.Completed(null)));
        return connection -> new Settlement("w").settle(connection, settled);
    }

    private List<String> behindTheLine() {
        return queue.database.query("select j.fair_tag from app.jobs j join app.job_queues q on q.name = j.queue"
                + " where j.state = 'PENDING' and j.fair_tag < q.virtual_time");
    }

    /** What is behind the line's beginning would never be claimed. */
    @Test
    void twoWhoAdmitAtOnceLeaveNothingBehindTheBeginningOfTheLine() throws Exception {
        queue.flood(acme, 5);
        queue.flood(beta, 5);
        gate("job_queues");
        between(StaleSnapshotsTest::admitted, () -> queue.admit(100));
        assertThat(behindTheLine()).isEmpty();
        assertThat(queue.claim("w", 100)).hasSize(10);
    }

    @Test
    void twoWhoAdmitAtOnceNeverPassACap() throws Exception {
        queue.flood(acme, 50);
        queue.admit(2);
        queue.claim("w", 2);
        queue.database.execute("update app.job_shares set cap = 5");
        gate("job_queues");
        between(StaleSnapshotsTest::admitted, () -> queue.admit(100));
        assertThat(queue.count("app.jobs where state in ('PENDING', 'PROCESSING')"))
                .isEqualTo(5);
    }

    @Test
    void whatAnotherSettlesOfTheSameTenantMeanwhileHoldsNothingUp() throws Exception {
        queue.flood(acme, 5);
        queue.admit(100);
        List<Claim> claims = queue.claim("w", 5);
        gate("tenants");
        Set<Settled> left =
                between(settling(claims.get(0)), () -> queue.settle("w", claims.get(1), new Outcome.Completed(null)));
        assertThat(left).isEmpty();
        assertThat(queue.count("app.jobs")).isEqualTo(3);
    }

    /** As a renewal of its lease does, which another thread of the same worker sends. */
    @Test
    void aJobThatWasChangedWhileItsOutcomeWasOnItsWayIsSettledAllTheSame() throws Exception {
        JobId id = queue.add(acme, "once");
        queue.admit(100);
        Claim claim = queue.claim("w", 1).getFirst();
        gate("jobs");
        Set<Settled> left = between(settling(claim), () -> {
            queue.database.execute("update app.jobs set lease_until = now() + interval '1 hour'");
            return 0;
        });
        assertThat(left).isEmpty();
        assertThat(queue.state(id)).isEqualTo("COMPLETED 1");
    }

    @Test
    void aJobThatWasClaimedMeanwhileIsNotClaimedTwice() throws Exception {
        queue.add(acme, "once");
        queue.admit(100);
        gate("jobs");
        List<Claim> second = between(
                connection ->
                        new Claims(new String[] {"default"}, "slow", Duration.ofSeconds(30)).claim(connection, 10),
                () -> assertThat(queue.claim("fast", 10)).hasSize(1));
        assertThat(second).isEmpty();
    }

    @Test
    void aJobWhoseLeaseWasRenewedMeanwhileIsNotTakenBack() throws Exception {
        JobId id = queue.add(acme, "long");
        queue.admit(100);
        queue.claim("w", 1);
        queue.database.execute("update app.jobs set lease_until = now() - interval '1 s'");
        gate("jobs");
        between(
                connection -> {
                    try (Statement statement = connection.createStatement()) {
                        return statement.execute(Settlement.RESCUE);
                    }
                },
                () -> {
                    queue.database.execute("update app.jobs set lease_until = now() + interval '1 hour'");
                    return 0;
                });
        assertThat(queue.state(id)).isEqualTo("PROCESSING 1");
    }
}
