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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The monthly partitions of events: made in time, by anybody, reachable by nobody. */
@Timeout(60)
class EventPartitionsTest {

    private static Platform platform;

    private Session ann;

    @BeforeAll
    static void open() throws SQLException {
        platform = Platform.open();
    }

    @AfterAll
    static void close() {
        platform.close();
    }

    @BeforeEach
    void enter() throws SQLException {
        ann = platform.ann();
    }

    @AfterEach
    void dropPartitions() throws SQLException {
        ann.close();
        for (String partition : partitions()) {
            platform.database.execute("drop table " + partition);
        }
    }

    private static String ensure(String from, String to) {
        return "select app.ensure_event_partitions('" + from + "', '" + to + "')";
    }

    private static String event(String moment, String sourceId) {
        return """
            insert into app.analytics_events (tenant_id, id, event_type, event_name, source, source_id, day, timestamp)
            values ('%s', gen_random_uuid(), 'order', 'order', 'csv', '%s', '2026-03-01', '%s')\
            """.formatted(Platform.ACME, sourceId, moment);
    }

    private static List<String> partitions() {
        return platform.database.query("select inhrelid::regclass from pg_inherits where inhparent ="
                + " 'app.analytics_events'::regclass order by 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {Roles.APP, Roles.PLATFORM})
    void theLoginsMakeThemEvenOutsideATenant(String role) throws SQLException {
        try (Session session = platform.loggedInAs(role)) {
            assertThat(session.query(ensure("2026-03-10", "2026-04-10"))).containsExactly("2");
        }
        assertThat(partitions()).containsExactly("app.analytics_events_2026_03", "app.analytics_events_2026_04");
    }

    @Test
    void theyBeginAndEndWithTheMonthInUtcWhateverTheSessionsZone() throws SQLException {
        ann.update("set timezone = 'Pacific/Kiritimati'");
        ann.query(ensure("2026-12-10", "2026-12-20"));
        try (Session observer = platform.superuser()) {
            observer.update("set timezone = 'UTC'");
            assertThat(observer.query("select pg_get_expr(relpartbound, oid) from pg_class"
                            + " where oid = 'app.analytics_events_2026_12'::regclass"))
                    .containsExactly("FOR VALUES FROM ('2026-12-01 00:00:00+00') TO ('2027-01-01 00:00:00+00')");
        }
    }

    @Test
    void aSecondTimeNothingIsMade() throws SQLException {
        assertThat(ann.query(ensure("2026-01-15", "2026-03-15"))).containsExactly("3");
        assertThat(ann.query(ensure("2026-01-15", "2026-03-15"))).containsExactly("0");
        assertThat(ann.query(ensure("2026-02-15", "2026-04-15"))).containsExactly("1");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-01, 2026-03-01 00:00+14, analytics_events_2026_02",
        "2026-03-01, 2026-03-01 23:59:59.999999+14, analytics_events_2026_03",
        "2026-02-28, 2026-02-28 00:00-12, analytics_events_2026_02",
        "2026-02-28, 2026-02-28 23:59:59.999999-12, analytics_events_2026_03",
        "2026-12-31, 2026-12-31 23:59-12, analytics_events_2027_01",
        "2024-02-29, 2024-02-29 23:59-12, analytics_events_2024_03",
    })
    void everyMomentOfADayFindsItsPartitionHoweverFarItsZoneIsFromUtc(String day, String moment, String partition)
            throws SQLException {
        ann.query(ensure(day, day));
        ann.update(event(moment, "1"));
        assertThat(platform.database.query("select tableoid::regclass from app.analytics_events"))
                .containsExactly("app." + partition);
    }

    @Test
    void anEventWithoutAPartitionIsRefusedAndNotMislaid() {
        assertThat(ann.refusal(event("2031-01-01Z", "1"))).startsWith("23514").contains("no partition");
        assertThat(ann.refusal(event("infinity", "1"))).startsWith("23514");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-02-01, 2026-01-31, is after",
        "1969-12-31, 1970-01-31, from 1970 to 2199",
        "2199-01-01, 2200-01-01, from 1970 to 2199",
        "1980-01-01, 2100-01-01, at most a hundred years",
        "-infinity, 2026-01-01, from 1970 to 2199",
        "2026-01-01, infinity, from 1970 to 2199",
    })
    void senselessSpansAreRefused(String from, String to, String reason) {
        assertThat(ann.refusal(ensure(from, to))).contains(reason);
        assertThat(partitions()).isEmpty();
    }

    @Test
    void theyCanBeMadeForTheFirstAndTheLastDays() throws SQLException {
        assertThat(ann.query(ensure("1970-01-01", "1970-01-01"))).containsExactly("2");
        assertThat(ann.query(ensure("2199-12-31", "2199-12-31"))).containsExactly("2");
    }

    @Test
    void twoWhoMakeThemAtTheSameTimeMakeEachOnce() throws Exception {
        try (Session other = platform.bob()) {
            ann.begin();
            assertThat(ann.query(ensure("2026-03-10", "2026-04-10"))).containsExactly("2");
            Future<List<String>> second =
                    platform.waiting(other, () -> other.query(ensure("2026-03-10", "2026-05-10")));
            ann.commit();
            assertThat(second.get()).containsExactly("1");
        }
        assertThat(partitions()).hasSize(3);
    }

    @Test
    void readersAreNotLockedOutWhileTheyAreMade() throws SQLException {
        ann.query(ensure("2026-03-10", "2026-03-10"));
        ann.update(event("2026-03-05Z", "1"));
        try (Session other = platform.ann()) {
            other.update("set lock_timeout = '5s'");
            ann.begin();
            ann.query(ensure("2026-04-10", "2026-04-10"));
            assertThat(other.query("select source_id from app.analytics_events"))
                    .containsExactly("1");
            assertThat(other.update(event("2026-03-06Z", "2"))).isOne();
            ann.commit();
        }
    }

    @Test
    void nobodyReachesAPartitionDirectly() throws SQLException {
        ann.query(ensure("2026-03-10", "2026-03-10"));
        ann.update(event("2026-03-05Z", "1"));
        try (Session platformRole = platform.loggedInAs(Roles.PLATFORM);
                Session owner = platform.owner()) {
            for (String statement : List.of(
                    "select * from app.analytics_events_2026_03",
                    "delete from app.analytics_events_2026_03",
                    "update app.analytics_events_2026_03 set value = 1",
                    event("2026-03-05Z", "2").replace("analytics_events", "analytics_events_2026_03"))) {
                assertThat(ann.refusal(statement)).startsWith("42501");
                assertThat(platformRole.refusal(statement)).startsWith("42501");
            }
            assertThat(owner.query("select 1 from app.analytics_events_2026_03"))
                    .isEmpty();
        }
        assertThat(platform.database.query("select relation from isolation.unprotected()"))
                .isEmpty();
    }

    @Test
    void throughTheTableTenantsAreApart() throws SQLException {
        ann.query(ensure("2026-03-10", "2026-03-10"));
        ann.update(event("2026-03-05Z", "1"));
        try (Session bob = platform.bob()) {
            assertThat(bob.query("select 1 from app.analytics_events")).isEmpty();
            assertThat(bob.refusal(event("2026-03-05Z", "2"))).startsWith("42501");
        }
    }

    @Test
    void anEventMayMoveToAnotherMonth() throws SQLException {
        ann.query(ensure("2026-03-10", "2026-04-10"));
        ann.update(event("2026-03-05Z", "1"));
        assertThat(ann.update("update app.analytics_events set timestamp = '2026-04-05Z'"))
                .isOne();
        assertThat(platform.database.query("select tableoid::regclass from app.analytics_events"))
                .containsExactly("app.analytics_events_2026_04");
    }

    @Test
    void everyPartitionHasTheKeysAndIndexesOfTheTable() throws SQLException {
        ann.query(ensure("2026-03-10", "2026-04-10"));
        assertThat(platform.database.query("""
            select count(*) filter (where c.contype = 'f') || ' ' || count(*) filter (where c.contype in ('p', 'u'))
            from pg_constraint c where c.conrelid = 'app.analytics_events_2026_03'::regclass
            union all
            select count(*)::text from pg_index where indrelid = 'app.analytics_events_2026_03'::regclass\
            """)).containsExactly("2 2", "3");
    }
}
