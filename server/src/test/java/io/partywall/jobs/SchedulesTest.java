package io.partywall.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.jobs.Timetable.Order;
import io.partywall.tenants.Tenant;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What workers make of schedules: each time comes once, whoever looks, and nobody's schedule delays another's. */
class SchedulesTest {

    private static final Recurring EVERY_TENANTS =
            Recurring.of("nightly", "15 0 * * *", Timetable.TYPE, new Order("figures"));

    private Timetable timetable;
    private Tenant acme;

    @SuppressWarnings("NullAway.Init") // set before each test
    SchedulesTest() {}

    @BeforeEach
    void open() throws SQLException {
        timetable = new Timetable();
        acme = timetable.tenant("acme", "Europe/London");
    }

    @AfterEach
    void close() {
        timetable.close();
    }

    @Test
    void aNewScheduleRunsNothingBeforeItsFirstTimeInTheTenantsZone() throws SQLException {
        Tenant samoa = timetable.tenant("samoa", "Pacific/Apia");
        timetable.save(acme, "daily", "15 0 * * *");
        timetable.save(samoa, "daily", "15 0 * * *");

        assertThat(timetable.start()).isZero();

        for (Tenant tenant : List.of(acme, samoa)) {
            Instant next =
                    Objects.requireNonNull(timetable.schedule(tenant, "daily").nextRunAt());
            assertThat(next).isBetween(Instant.now(), Instant.now().plus(Duration.ofHours(26)));
            assertThat(next.atZone(tenant.timeZone()).toLocalTime()).hasToString("00:15");
            assertThat(timetable.jobs(tenant)).isEmpty();
        }
    }

    @Test
    void timesThatWereMissedAreMadeUpForByOneJob() throws SQLException {
        timetable.save(acme, "often", "* * * * *");
        timetable.start();
        timetable.due();

        assertThat(timetable.start()).isEqualTo(1);
        assertThat(timetable.start()).isZero();

        assertThat(timetable.jobs(acme)).containsExactly("order HELD {\"what\": \"tea\"}");
        JobSchedule schedule = timetable.schedule(acme, "often");
        assertThat(Objects.requireNonNull(schedule.nextRunAt())).isAfter(Objects.requireNonNull(schedule.lastRunAt()));
        assertThat(Duration.between(schedule.lastRunAt(), schedule.nextRunAt()))
                .isLessThanOrEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void whileAJobOfAScheduleIsUnfinishedNoOtherIsAdded() throws SQLException {
        timetable.save(acme, "slow", "* * * * *");
        timetable.start();
        timetable.due();
        timetable.start();
        timetable.due();

        assertThat(timetable.start()).isZero();
        assertThat(timetable.jobs(acme)).hasSize(1);

        timetable.finishAll();
        timetable.due();
        assertThat(timetable.start()).isEqualTo(1);
    }

    @Test
    void howeverManyServersLookEachTimeComesOnce() throws Exception {
        List<Tenant> many = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            many.add(timetable.tenant("tenant-" + i, "Europe/London"));
            for (int n = 0; n < 20; n++) {
                timetable.save(many.getLast(), "schedule-" + n, "0 0 * * *");
            }
        }
        timetable.read();
        try (ExecutorService servers = Executors.newFixedThreadPool(4)) {
            for (int round = 0; round < 3; round++) {
                timetable.finishAll();
                timetable.due();
                List<Callable<Integer>> calls =
                        List.of(timetable::start, timetable::start, timetable::start, timetable::start);
                int added = 0;
                for (Future<Integer> call : servers.invokeAll(calls)) {
                    added += call.get();
                }
                // What one had at hand, another has passed over; and each has its time.
                for (int more = timetable.start(); more > 0; more = timetable.start()) {
                    added += more;
                }
                assertThat(added).isEqualTo(240);
                for (Tenant tenant : many) {
                    assertThat(timetable.jobs(tenant)).hasSize(20);
                }
            }
        }
    }

    @Test
    void aScheduleThatCannotBeReadIsDisabledAndDelaysNobody() throws SQLException {
        timetable.save(acme, "good", "@hourly");
        Tenant nowhere = timetable.tenant("nowhere", "Europe/London");
        timetable.save(nowhere, "lost", "@hourly");
        timetable.start();
        insert("broken", "every now and then", "default");
        insert("never", "0 0 30 2 *", "default");
        insert("unwritable", "@hourly", "x".repeat(101));
        timetable.database.execute("update app.tenants set time_zone = 'Mars/Olympus' where slug = 'nowhere'");

        timetable.start();
        timetable.due();
        assertThat(timetable.start()).isEqualTo(1);

        for (String name : List.of("broken", "never", "unwritable")) {
            assertThat(timetable.schedule(acme, name)).as(name).matches(s -> !s.enabled() && s.nextRunAt() == null);
        }
        assertThat(timetable.schedule(nowhere, "lost").enabled()).isFalse();
        assertThat(timetable.schedule(acme, "good").enabled()).isTrue();
    }

    private void insert(String name, String cron, String queue) {
        timetable.in(
                acme,
                scope -> scope.sql()
                        .execute(scope.unscopedSql(
                                "insert into app.job_schedules (tenant_id, id, name, queue, type, cron)"
                                        + " values (?::uuid, gen_random_uuid(), ?, ?, 'order', ?)",
                                acme.id().toString(),
                                name,
                                queue,
                                cron)));
    }

    @Test
    void aTenantThatMovesToAnotherZoneHasItsNextTimeThere() throws SQLException {
        timetable.save(acme, "daily", "15 0 * * *");
        timetable.start();
        Instant inLondon =
                Objects.requireNonNull(timetable.schedule(acme, "daily").nextRunAt());

        try (Connection platform = timetable.database.connect("partywall_platform");
                Statement statement = platform.createStatement()) {
            statement.execute("update app.tenants set time_zone = 'Australia/Lord_Howe' where slug = 'acme'");
        }
        assertThat(timetable.start()).isZero();

        Instant next = Objects.requireNonNull(timetable.schedule(acme, "daily").nextRunAt());
        assertThat(next).isNotEqualTo(inLondon);
        assertThat(next.atZone(ZoneId.of("Australia/Lord_Howe")).toLocalTime()).hasToString("00:15");
    }

    @Test
    void everyTenantGetsWhatEveryTenantHasAndKeepsItDisabled() throws SQLException {
        Tenant suspended = timetable.tenant("suspended", "UTC");
        timetable.database.execute("update app.tenants set status = 'SUSPENDED' where slug = 'suspended'");
        timetable.start(EVERY_TENANTS);
        timetable.in(acme, scope -> JobSchedules.disable(scope, "nightly"));
        Tenant late = timetable.tenant("late", "UTC");

        timetable.start(EVERY_TENANTS);
        timetable.due();

        assertThat(timetable.start(EVERY_TENANTS)).isEqualTo(1);
        assertThat(timetable.jobs(late)).containsExactly("order HELD {\"what\": \"figures\"}");
        assertThat(timetable.jobs(acme)).isEmpty();
        assertThat(timetable.schedule(acme, "nightly").enabled()).isFalse();
        assertThat(timetable.database.query(
                        "select name from app.job_schedules where tenant_id = '" + suspended.id() + "'"))
                .isEmpty();
    }

    @Test
    void aTransactionThatHoldsATenantOrAUniqueKeyDelaysNobodyElse() throws SQLException {
        Tenant beta = timetable.tenant("beta", "UTC");
        Tenant gone = timetable.tenant("gone", "UTC");
        for (Tenant tenant : List.of(acme, beta, gone)) {
            timetable.save(tenant, "daily", "@daily");
        }
        timetable.start();
        timetable.due();
        try (Connection erasing = timetable.database.admin();
                Connection squatting = timetable.database.admin()) {
            execute(erasing, "delete from app.tenants where slug = 'gone'");
            execute(
                    squatting,
                    "insert into app.jobs (tenant_id, id, type, unique_key) select s.tenant_id, gen_random_uuid(),"
                            + " 'order', 'schedule/' || s.id from app.job_schedules s where s.tenant_id = '" + acme.id()
                            + "'");

            assertThat(timetable.start(EVERY_TENANTS)).isEqualTo(1);
            assertThat(timetable.jobs(beta)).hasSize(1);

            squatting.rollback();
            erasing.rollback();
        }
        timetable.due();
        assertThat(timetable.start()).isEqualTo(4);
        assertThat(timetable.jobs(acme)).hasSize(2);
        assertThat(timetable.jobs(beta)).hasSize(2);
        assertThat(timetable.jobs(gone)).hasSize(1);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
