package io.partywall.snapshots;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.access.Contexts;
import io.partywall.isolation.Access;
import io.partywall.isolation.SigningKeys;
import io.partywall.isolation.Tenancy;
import io.partywall.jobs.AwaitedJobs;
import io.partywall.jobs.DatabaseClock;
import io.partywall.jobs.JobHandlers;
import io.partywall.jobs.JobId;
import io.partywall.jobs.JobState;
import io.partywall.jobs.JobStatus;
import io.partywall.jobs.Jobs;
import io.partywall.jobs.WorkerOptions;
import io.partywall.jobs.Workers;
import io.partywall.schema.Migrations;
import io.partywall.schema.Roles;
import io.partywall.snapshots.RollUpDays.RolledUp;
import io.partywall.snapshots.RollUpDays.Wanted;
import io.partywall.tenants.Tenant;
import io.partywall.tenants.Tenants;
import io.partywall.testing.TestDatabase;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The daily roll-up, done by a worker as any job is. */
class RollUpDaysTest {

    /** The 2nd of June in Auckland, the 1st in New York. */
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-06-01T13:00:00Z"), ZoneOffset.UTC);

    private final TestDatabase database = TestDatabase.create();
    private final Contexts contexts;
    private final Tenancy tenancy;
    private final Tenants tenants;
    private final DataSource platform;
    private Workers workers;

    @SuppressWarnings("NullAway.Init") // set before each test
    RollUpDaysTest() throws SQLException {
        SigningKeys keys = SigningKeys.parse(SigningKeys.generate("k1"));
        Migrations.of(database.pool("postgres", 2))
                .trusting(keys)
                .password(Roles.APP, TestDatabase.PASSWORD)
                .password(Roles.PLATFORM, TestDatabase.PASSWORD)
                .run();
        contexts = new Contexts(keys);
        tenancy = Tenancy.connect(database.pool(Roles.APP, 4), keys);
        platform = database.pool(Roles.PLATFORM, 8);
        tenants = new Tenants(platform);
        database.execute("select app.ensure_event_partitions('2026-05-01', '2026-06-30')");
    }

    @BeforeEach
    void work() {
        workers = Workers.start(
                platform,
                tenancy,
                contexts,
                DatabaseClock.of(platform),
                JobHandlers.none().with(RollUpDays.TYPE, new RollUpDays(CLOCK)),
                WorkerOptions.DEFAULT.withPoll(Duration.ofMillis(10)));
    }

    @AfterEach
    void close() {
        workers.close();
        tenancy.close();
        database.close();
    }

    @Test
    void yesterdayAndTodayAreTheTenantsOwn() {
        Tenant auckland = tenant("auckland", "Pacific/Auckland");
        Tenant newYork = tenant("new-york", "America/New_York");

        assertThat(rollUp(auckland, RollUpDays.YESTERDAY_AND_TODAY).days())
                .containsExactly(LocalDate.of(2026, 6, 1), LocalDate.of(2026, 6, 2));
        assertThat(rollUp(newYork, RollUpDays.YESTERDAY_AND_TODAY).days())
                .containsExactly(LocalDate.of(2026, 5, 31), LocalDate.of(2026, 6, 1));
    }

    @Test
    void theFiguresAreThoseOfAllConnectorsAndOfTheDaysThatWereAskedForAlone() {
        Tenant acme = tenant("acme", "Europe/London");
        Tenant other = tenant("other", "Europe/London");
        for (String connector : List.of("one", "two")) {
            line(acme, connector, "2026-06-01", 10);
            line(acme, connector, "2026-05-01", 99);
        }
        line(other, "one", "2026-06-01", 1000);
        database.execute("insert into app.analytics_snapshots (tenant_id, id, date, revenue) values ('" + acme.id()
                + "', gen_random_uuid(), '2026-05-31', 7), ('" + acme.id() + "', gen_random_uuid(), '2026-05-30', 8)");

        RolledUp done = rollUp(acme, RollUpDays.YESTERDAY_AND_TODAY);

        assertThat(done.connectors()).isEqualTo(2);
        // The 31st had a figure without ground; nobody has asked for the 30th and the 1st of May.
        assertThat(snapshots(acme)).containsExactly("2026-05-30 8", "2026-06-01 20");
        assertThat(snapshots(other)).isEmpty();
    }

    @Test
    void whatWasRolledUpAlreadyIsLeftUntouched() {
        Tenant acme = tenant("acme", "Europe/London");
        line(acme, "one", "2026-05-20", 3);
        Wanted day = new Wanted(List.of(LocalDate.of(2026, 5, 20)));
        rollUp(acme, day);
        List<String> before = versions(acme);

        rollUp(acme, day);

        assertThat(before).hasSize(2);
        assertThat(versions(acme)).isEqualTo(before);
    }

    private Tenant tenant(String slug, String zone) {
        return tenants.create(slug, slug, ZoneId.of(zone), Currency.getInstance("EUR"));
    }

    private void line(Tenant tenant, String connector, String day, int value) {
        database.execute("""
            insert into app.connectors (tenant_id, id, name, provider, status)
            values ('%1$s', gen_random_uuid(), '%2$s', 'test', 'ACTIVE') on conflict do nothing;
            insert into app.analytics_events (tenant_id, id, connector_id, event_type, event_name, source, source_id, day, "timestamp",
                subject_id, value, currency, properties)
            select '%1$s', gen_random_uuid(), id, 'order_line', 'line', '%2$s', '%3$s/1', '%3$s', '%3$s 12:00Z', 'c', %4$d, 'EUR',
                '{"invoice": "1", "country": "Spain"}'
            from app.connectors where tenant_id = '%1$s' and name = '%2$s'\
            """.formatted(tenant.id(), connector, day, value));
    }

    private RolledUp rollUp(Tenant tenant, Wanted wanted) {
        JobId job = tenancy.inTenant(
                contexts.service(tenant.id(), "test", Access.WRITE),
                scope -> new Jobs(platform).enqueue(scope, RollUpDays.TYPE, wanted));
        Instant end = Instant.now().plus(Duration.ofMinutes(1));
        while (true) {
            Map<JobId, JobStatus> statuses = tenancy.inTenant(
                    contexts.service(tenant.id(), "test", Access.READ), scope -> AwaitedJobs.look(scope, List.of(job)));
            JobStatus status = statuses.get(job);
            if (status != null && status.state().isFinished()) {
                assertThat(status.state()).as(status.error()).isEqualTo(JobState.COMPLETED);
                return status.result(RolledUp.class);
            }
            assertThat(Instant.now()).as("%s", status).isBefore(end);
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    private List<String> snapshots(Tenant tenant) {
        return database.query(
                "select date || ' ' || trim_scale(revenue) from app.analytics_snapshots where tenant_id = '"
                        + tenant.id() + "' order by date");
    }

    private List<String> versions(Tenant tenant) {
        return database.query("""
            select concat(s, s.xmin, s.ctid) from app.analytics_snapshots s where tenant_id = '%1$s'
            union all select concat(c, c.xmin, c.ctid) from app.analytics_contributions c where tenant_id = '%1$s'\
            """.formatted(tenant.id()));
    }
}
