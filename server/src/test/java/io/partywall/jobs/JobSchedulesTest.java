package io.partywall.jobs;

import static io.partywall.jobs.Timetable.TYPE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partywall.jobs.Timetable.Order;
import io.partywall.tenants.Tenant;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What a tenant may say about its own schedules. */
@TestInstance(Lifecycle.PER_CLASS)
class JobSchedulesTest {

    private Timetable timetable;
    private Tenant acme;
    private Tenant beta;

    @SuppressWarnings("NullAway.Init") // set before the first test
    JobSchedulesTest() {}

    @BeforeAll
    void open() throws SQLException {
        timetable = new Timetable();
        acme = timetable.tenant("acme", "Europe/London");
        beta = timetable.tenant("beta", "America/New_York");
    }

    @AfterAll
    void close() {
        timetable.close();
    }

    @Test
    void aScheduleIsMadeAndThenChangedByItsName() throws SQLException {
        timetable.save(acme, "changed", "@daily");
        timetable.start();
        assertThat(timetable.schedule(acme, "changed").nextRunAt()).isNotNull();

        timetable.in(
                acme,
                scope -> JobSchedules.save(
                        scope,
                        "changed",
                        " 0 9 * * mon ",
                        JobType.of("other", Order.class).withQueue("slow"),
                        new Order("pot")));

        assertThat(timetable.schedule(acme, "changed"))
                .isEqualTo(new JobSchedule(
                        "changed", "0 9 * * mon", "slow", "other", "{\"what\": \"pot\"}", true, null, null));
    }

    @Test
    void aScheduleThatIsDisabledStaysSoWhenItIsChanged() {
        timetable.save(acme, "off", "@daily");
        timetable.in(acme, scope -> JobSchedules.disable(scope, "off"));
        timetable.save(acme, "off", "@hourly");

        assertThat(timetable.schedule(acme, "off").enabled()).isFalse();

        timetable.in(acme, scope -> JobSchedules.enable(scope, "off"));
        timetable.in(acme, scope -> JobSchedules.enable(scope, "off"));
        assertThat(timetable.schedule(acme, "off").enabled()).isTrue();
    }

    @Test
    void whatCannotComeIsRefusedAndNothingIsKept() {
        assertRefused("@fortnightly", "the cron expression '@fortnightly' cannot be read");
        assertRefused("0 0 30 2 *", "names a day that never comes");
        assertThatThrownBy(() -> timetable.save(acme, " ", "@daily"))
                .isInstanceOf(JobRefused.class)
                .hasMessageContaining("a schedule has a name");
        assertThatThrownBy(() -> timetable.in(
                        acme,
                        scope -> JobSchedules.save(scope, "huge", "@daily", TYPE, new Order("x".repeat(300_000)))))
                .isInstanceOf(JobRefused.class)
                .hasMessageContaining("the payload of a job 'order' has");
    }

    private void assertRefused(String cron, String why) {
        assertThatThrownBy(() -> timetable.save(acme, "refused", cron))
                .isInstanceOf(JobRefused.class)
                .hasMessageContaining(why);
        timetable.in(
                acme,
                scope -> assertThat(JobSchedules.list(scope))
                        .noneMatch(s -> s.name().equals("refused")));
    }

    @Test
    void aTenantReachesNoScheduleOfAnother() {
        timetable.save(acme, "private", "@daily");

        timetable.in(beta, scope -> {
            assertThat(JobSchedules.list(scope)).isEmpty();
            assertThatThrownBy(() -> JobSchedules.delete(scope, "private"))
                    .isInstanceOf(JobRefused.class)
                    .hasMessage("there is no schedule 'private'");
            assertThatThrownBy(() -> JobSchedules.disable(scope, "private")).isInstanceOf(JobRefused.class);
        });

        assertThat(timetable.schedule(acme, "private").enabled()).isTrue();
        timetable.in(acme, scope -> JobSchedules.delete(scope, "private"));
        timetable.in(
                acme,
                scope -> assertThat(JobSchedules.list(scope))
                        .noneMatch(s -> s.name().equals("private")));
    }
}
