package io.partywall.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.access.Contexts;
import io.partywall.isolation.SigningKeys;
import io.partywall.isolation.Tenancy;
import io.partywall.isolation.TenantId;
import io.partywall.schema.Migrations;
import io.partywall.schema.Roles;
import io.partywall.tenants.Tenants;
import io.partywall.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.Currency;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two workers that admit into one queue: the earlier began while the line was full, the later when it had just been emptied, and
 * before the earlier had committed.
 */
class LateAdmissionTest {

    private static final JobType<Nothing> TYPE = JobType.of("nothing", Nothing.class);
    private static final String[] QUEUES = {JobType.DEFAULT_QUEUE};
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final int EARLIER_JOBS = 3;
    private static final int ROOM = 10;

    private TestDatabase database;
    private Tenancy tenancy;
    private Contexts contexts;

    record Nothing() {}

    @SuppressWarnings("NullAway.Init") // set before each test
    LateAdmissionTest() {}

    @BeforeEach
    void aQueueThatIsReadAsSlowlyAsTheTestWants() throws SQLException {
        database = TestDatabase.create();
        SigningKeys keys = SigningKeys.parse(SigningKeys.generate("k1"));
        Migrations.of(database.pool("postgres", 2))
                .trusting(keys)
                .password(Roles.APP, TestDatabase.PASSWORD)
                .password(Roles.PLATFORM, TestDatabase.PASSWORD)
                .run();
        tenancy = Tenancy.connect(database.pool(Roles.APP, 1), keys);
        contexts = new Contexts(keys);
        database.execute("insert into app.job_queues (name) values ('default')");
        // A session that has test.gate reads the queue's row only when nobody holds that lock: after its statement has
        // begun.
        database.execute("""
            create function public.pass_gate() returns boolean language plpgsql as $$
            declare
                gate integer := nullif(current_setting('test.gate', true), '');
            begin
                if gate is not null then
                    perform pg_advisory_lock(gate), pg_advisory_unlock(gate);
                end if;
                return true;
            end $$;
            create policy slow on app.job_queues as restrictive for select to partywall_platform using (public.pass_gate());
            """);
    }

    @AfterEach
    void close() {
        tenancy.close();
        database.close();
    }

    @Test
    void aJobThatCameIntoLineMeanwhileIsNotPassedOver() throws Exception {
        try (Connection gates = database.admin();
                Connection early = database.connect(Roles.PLATFORM);
                Connection late = database.connect(Roles.PLATFORM);
                Connection other = database.connect(Roles.PLATFORM)) {
            enqueue("first", EARLIER_JOBS);
            admit(other, "other", ROOM);
            enqueue("second", 1);
            execute(gates, "select pg_advisory_lock(1), pg_advisory_lock(2)");

            CompletableFuture<Void> first = begin(early, "early", 1);
            List<Claim> claims = new Claims(QUEUES, "other", LEASE).claim(other, EARLIER_JOBS);
            CompletableFuture<Void> second = begin(late, "late", 2);
            execute(gates, "select pg_advisory_unlock(1)");
            first.get(1, TimeUnit.MINUTES);
            execute(gates, "select pg_advisory_unlock(2)");
            second.get(1, TimeUnit.MINUTES);

            assertThat(claims).hasSize(EARLIER_JOBS);
            assertThat(new Claims(QUEUES, "other", LEASE).claim(other, 1)).hasSize(1);
        }
    }

    /** Begins to admit, and stands before a gate. */
    private CompletableFuture<Void> begin(Connection platform, String worker, int gate) throws SQLException {
        execute(platform, "set test.gate = " + gate);
        CompletableFuture<Void> admission =
                CompletableFuture.runAsync(() -> admit(platform, worker, ROOM), Thread::startVirtualThread);
        await(() -> database.query(
                        "select count(*) from pg_locks where locktype = 'advisory' and not granted and objid = " + gate)
                .equals(List.of("1")));
        return admission;
    }

    private static void admit(Connection platform, String worker, int leave) {
        try {
            new Admission(QUEUES, worker, LEASE).admit(platform, 0, leave);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void enqueue(String slug, int jobs) {
        TenantId tenant = new Tenants(database.pool(Roles.PLATFORM, 1))
                .create(slug, slug, ZoneOffset.UTC, Currency.getInstance("EUR"))
                .id();
        tenancy.useTenant(
                contexts.job(tenant, Duration.ofMinutes(5)),
                scope -> new Jobs(database.pool(Roles.PLATFORM, 1))
                        .enqueueAll(scope, Collections.nCopies(jobs, NewJob.of(TYPE, new Nothing()))));
        // Its share is there before the admissions that matter.
        database.execute("insert into app.job_shares (tenant_id, id, queue) values ('" + tenant
                + "', gen_random_uuid(), 'default') on conflict do nothing");
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }
}
