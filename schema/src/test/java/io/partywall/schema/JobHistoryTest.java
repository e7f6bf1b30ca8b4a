package io.partywall.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The days of finished jobs: made before they come, dropped when they are old, reachable by nobody. */
@Timeout(60)
class JobHistoryTest {

    private static final int DAYS = 9; // yesterday, today and a week

    private static Platform platform;

    private Session session;

    @BeforeAll
    static void open() throws SQLException {
        platform = Platform.open();
    }

    @AfterAll
    static void close() {
        platform.close();
    }

    @BeforeEach
    void logIn() throws SQLException {
        session = platform.loggedInAs(Roles.PLATFORM);
    }

    @AfterEach
    void dropDays() throws SQLException {
        session.close();
        for (String day : days()) {
            platform.database.execute("drop table " + day);
        }
    }

    private static String keep(int days) {
        return "select app.keep_job_history(" + days + ")";
    }

    private static List<String> days() {
        return platform.database.query("select inhrelid::regclass from pg_inherits where inhparent ="
                + " 'app.finished_jobs'::regclass order by 1");
    }

    /** The name of the day that is so many days from today, in UTC. */
    private static String day(int fromToday) {
        return platform.database
                .query("select 'app.finished_jobs_' || to_char((now() at time zone 'UTC')::date + " + fromToday
                        + ", 'YYYY_MM_DD')")
                .getFirst();
    }

    private static String finished(String moment) {
        return """
            insert into app.finished_jobs (tenant_id, id, queue, type, payload, state, priority, attempts, max_attempts, run_at,
                finished_at, created_at)
            values ('%s', gen_random_uuid(), 'default', 'sync', '{}', 'COMPLETED', 0, 1, 3, now(), %s, now())\
            """.formatted(Platform.ACME, moment);
    }

    /** A day that the function would have made then. */
    private void made(int fromToday) throws SQLException {
        String name = day(fromToday);
        platform.database.execute("""
            create table %1$s (like app.finished_jobs including defaults including constraints);
            alter table %1$s enable row level security;
            alter table %1$s force row level security;
            alter table %1$s owner to partywall_owner;
            set timezone = 'UTC';
            do $$ begin execute format('alter table app.finished_jobs attach partition %1$s for values from (%%L) to (%%L)',
                current_date + %2$d || ' 00:00Z', current_date + %2$d + 1 || ' 00:00Z'); end $$\
            """.formatted(name, fromToday));
    }

    @Test
    void yesterdayTodayAndAWeekAheadAreMade() throws SQLException {
        assertThat(session.query(keep(30))).containsExactly(Integer.toString(DAYS));
        assertThat(days()).hasSize(DAYS).startsWith(day(-1), day(0)).endsWith(day(7));
        assertThat(session.query(keep(30))).containsExactly("0");
    }

    @Test
    void theyBeginAndEndWithTheDayInUtcWhateverTheSessionsZone() throws SQLException {
        session.update("set timezone = 'Pacific/Kiritimati'");
        session.query(keep(30));
        try (Session observer = platform.superuser()) {
            observer.update("set timezone = 'UTC'");
            assertThat(observer.query("select pg_get_expr(relpartbound, oid) = format('FOR VALUES FROM (%L) TO (%L)',"
                            + " current_date || ' 00:00:00+00', current_date + 1 || ' 00:00:00+00')"
                            + " from pg_class where oid = '" + day(0) + "'::regclass"))
                    .containsExactly("t");
        }
    }

    @Test
    void whatIsOlderThanThatIsDroppedAndNothingElse() throws SQLException {
        for (int day : new int[] {-40, -31, -30, -29}) {
            made(day);
        }
        session.update(finished("now() - interval '40 days'"));
        session.update(finished("now() - interval '29 days'"));
        assertThat(session.query(keep(30))).containsExactly(Integer.toString(DAYS + 2));
        assertThat(days()).hasSize(DAYS + 2).startsWith(day(-30), day(-29), day(-1));
        assertThat(platform.database.query("select 1 from app.finished_jobs")).hasSize(1);
    }

    @Test
    void aFinishedJobFindsItsDay() throws SQLException {
        session.query(keep(30));
        session.update(finished("now()"));
        session.update(finished("now() - interval '1 day'"));
        session.update(finished("now() + interval '7 days'"));
        assertThat(platform.database.query("select tableoid::regclass from app.finished_jobs order by finished_at"))
                .containsExactly(day(-1), day(0), day(7));
    }

    @Test
    void aJobOfADayThatIsNotThereIsRefusedAndNotMislaid() throws SQLException {
        session.query(keep(30));
        assertThat(session.refusal(finished("now() + interval '9 days'")))
                .startsWith("23514")
                .contains("no partition");
        assertThat(session.refusal(finished("'infinity'"))).startsWith("23514").contains("no partition");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "36501", "2147483647", "null"})
    void aSenselessSpanIsRefusedAndNothingIsDropped(String days) throws SQLException {
        made(-40);
        assertThat(session.refusal("select app.keep_job_history(" + days + ")"))
                .startsWith("22023")
                .contains("1 to 36500 days");
        assertThat(days()).containsExactly(day(-40));
    }

    @Test
    void theApplicationNeitherMakesNorDropsDays() throws SQLException {
        session.query(keep(30));
        try (Session ann = platform.ann()) {
            assertThat(ann.refusal(keep(1))).startsWith("42501");
        }
    }

    @Test
    void nobodyReachesADayDirectly() throws SQLException {
        session.query(keep(30));
        session.update(finished("now()"));
        String today = day(0);
        try (Session ann = platform.ann();
                Session owner = platform.owner()) {
            for (String statement : List.of(
                    "select * from " + today,
                    "delete from " + today,
                    "update " + today + " set error = 'x'",
                    finished("now()").replace("app.finished_jobs", today))) {
                assertThat(ann.refusal(statement)).startsWith("42501");
                assertThat(session.refusal(statement)).startsWith("42501");
            }
            assertThat(owner.query("select 1 from " + today)).isEmpty();
            assertThat(ann.query("select state from app.finished_jobs")).containsExactly("COMPLETED");
        }
        try (Session bob = platform.bob()) {
            assertThat(bob.query("select 1 from app.finished_jobs")).isEmpty();
        }
        assertThat(platform.database.query("select relation from isolation.unprotected()"))
                .isEmpty();
    }

    @Test
    void twoWhoMakeThemAtTheSameTimeMakeEachOnce() throws Exception {
        try (Session other = platform.loggedInAs(Roles.PLATFORM)) {
            session.begin();
            assertThat(session.query(keep(30))).containsExactly(Integer.toString(DAYS));
            Future<String> second = platform.waiting(other, () -> other.refusal(keep(30)));
            // It does not wait for long; the next time there is nothing left to do.
            assertThat(second.get()).startsWith("55P03");
            session.commit();
            assertThat(other.query(keep(30))).containsExactly("0");
        }
        assertThat(days()).hasSize(DAYS);
    }

    @Test
    void nobodyWaitsLongForAReaderWhoStays() throws SQLException {
        made(-40);
        session.query(keep(50));
        try (Session reader = platform.ann()) {
            reader.begin();
            reader.query("select 1 from app.finished_jobs");
            assertThat(session.refusal(keep(30))).startsWith("55P03");
            assertThat(days()).contains(day(-40));
            reader.commit();
        }
        assertThat(session.query(keep(30))).containsExactly("1");
        assertThat(days()).doesNotContain(day(-40));
    }

    @Test
    void aTransactionThatReadsHistoryDoesNotKeepTheDaysThatComeFromBeingMade() throws SQLException {
        session.query(keep(30));
        platform.database.execute("drop table " + day(7));
        try (Session reader = platform.ann()) {
            reader.begin();
            reader.query("select 1 from app.finished_jobs");
            assertThat(session.query(keep(30))).containsExactly("1");
            reader.commit();
        }
    }

    @Test
    void everyDayHasTheKeysAndIndexesOfTheTable() throws SQLException {
        session.query(keep(30));
        assertThat(platform.database.query("""
            select count(*) filter (where c.contype = 'f') || ' ' || count(*) filter (where c.contype = 'p') || ' '
                || count(*) filter (where c.contype = 'c')
            from pg_constraint c where c.conrelid = '%1$s'::regclass
            union all
            select count(*)::text from pg_index where indrelid = '%1$s'::regclass\
            """.formatted(day(0)))).containsExactly("2 1 3", "4");
    }
}
