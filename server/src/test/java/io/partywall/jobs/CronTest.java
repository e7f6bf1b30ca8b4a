package io.partywall.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When cron expressions come, by the clocks of zones that move theirs in awkward ways. */
class CronTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        15 0 * * *           | 2026-01-15T00:15, 2026-01-16T00:15
        0 9 * * mon-fri      | 2026-01-15T09:00, 2026-01-16T09:00, 2026-01-19T09:00
        0 9 * * MON,wed      | 2026-01-19T09:00, 2026-01-21T09:00
        0 0 * * 0            | 2026-01-18T00:00, 2026-01-25T00:00
        0 0 * * 7            | 2026-01-18T00:00, 2026-01-25T00:00
        */20 10-11 * * *     | 2026-01-14T10:20, 2026-01-14T10:40, 2026-01-14T11:00
        5,10 1 1 jan,Jul *   | 2026-07-01T01:05, 2026-07-01T01:10, 2027-01-01T01:05
        0 0 13 * fri         | 2026-01-16T00:00, 2026-01-23T00:00, 2026-01-30T00:00, 2026-02-06T00:00, 2026-02-13T00:00
        0 0 29 2 *           | 2028-02-29T00:00, 2032-02-29T00:00
        @hourly              | 2026-01-14T11:00, 2026-01-14T12:00
        @Daily               | 2026-01-15T00:00, 2026-01-16T00:00
        @midnight            | 2026-01-15T00:00
        @weekly              | 2026-01-18T00:00
        @monthly             | 2026-02-01T00:00
        @yearly              | 2027-01-01T00:00
        @annually            | 2027-01-01T00:00
        """)
    void anExpressionComesWhenItsFieldsSay(String cron, String times) {
        List<String> expected = List.of(times.split(", ", -1));

        assertThat(after(cron, "UTC", "2026-01-14T10:07:30Z", expected.size()))
                .extracting(
                        time -> time.atOffset(ZoneOffset.UTC).toLocalDateTime().toString())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "daily",
                "@reboot",
                "@dayly",
                "* * * *",
                "* * * * * *",
                "60 * * * *",
                "* 24 * * *",
                "* * 0 * *",
                "* * * 13 *",
                "* * * * 8",
                "-5 * * * *",
                "*/0 * * * *",
                "5-1 * * * *",
                "0 0 L * *",
                "a b c d e",
                "1,,2 * * * *"
            })
    void whatIsNoExpressionIsRefusedInOneClearSentence(String cron) {
        assertThatThrownBy(() -> Cron.of(cron))
                .isInstanceOf(JobRefused.class)
                .hasMessageStartingWith(
                        "the cron expression '" + cron.strip() + "' cannot be read: write minute, hour,");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 0 30 2 *", "0 0 31 4,6,9,11 *", "* * 31 feb *"})
    void aDayThatNeverComesIsRefused(String cron) {
        assertThatThrownBy(() -> Cron.of(cron))
                .isInstanceOf(JobRefused.class)
                .hasMessage("the cron expression '" + cron + "' names a day that never comes");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        Europe/London       | 30 1 * * *  | 2026-03-28T12:00Z | 2026-03-29T01:00Z, 2026-03-30T00:30Z
        America/New_York    | 30 2 * * *  | 2026-03-07T12:00Z | 2026-03-08T07:00Z, 2026-03-09T06:30Z
        America/New_York    | 15,45 2 * * * | 2026-03-07T12:00Z | 2026-03-08T07:00Z, 2026-03-09T06:15Z, 2026-03-09T06:45Z
        Australia/Lord_Howe | 15 2 * * *  | 2026-10-03T00:00Z | 2026-10-03T15:30Z, 2026-10-04T15:15Z
        Pacific/Apia        | 15 0 * * *  | 2011-12-29T10:30Z | 2011-12-30T10:00Z, 2011-12-30T10:15Z, 2011-12-31T10:15Z
        Pacific/Apia        | 0 12 30 12 * | 2011-12-01T00:00Z | 2011-12-30T10:00Z, 2012-12-29T22:00Z
        """)
    void aTimeThatDoesNotExistComesOnceRightAfterTheGap(String zone, String cron, String after, String times) {
        assertComes(zone, cron, after, times);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        Europe/London       | 30 1 * * *  | 2026-10-24T12:00Z | 2026-10-25T00:30Z, 2026-10-26T01:30Z
        Europe/London       | 30 1 * * *  | 2026-10-25T01:10Z | 2026-10-26T01:30Z
        America/New_York    | 30 1 * * *  | 2026-10-31T12:00Z | 2026-11-01T05:30Z, 2026-11-02T06:30Z
        America/New_York    | */30 1 * * * | 2026-10-31T12:00Z | 2026-11-01T05:00Z, 2026-11-01T05:30Z, 2026-11-02T06:00Z
        Australia/Lord_Howe | 45 1 * * *  | 2026-04-04T00:00Z | 2026-04-04T14:45Z, 2026-04-05T15:15Z
        """)
    void aTimeThatComesTwiceCountsOnce(String zone, String cron, String after, String times) {
        assertComes(zone, cron, after, times);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        Europe/London       | */30 * * * * | 2026-10-25T00:10Z | 2026-10-25T00:30Z, 2026-10-25T01:00Z, 2026-10-25T01:30Z, 2026-10-25T02:00Z
        Europe/London       | */30 * * * * | 2026-03-29T00:10Z | 2026-03-29T00:30Z, 2026-03-29T01:00Z, 2026-03-29T01:30Z
        America/New_York    | @hourly      | 2026-11-01T04:10Z | 2026-11-01T05:00Z, 2026-11-01T06:00Z, 2026-11-01T07:00Z
        Australia/Lord_Howe | */15 * * * * | 2026-04-04T14:35Z | 2026-04-04T14:45Z, 2026-04-04T15:00Z, 2026-04-04T15:15Z, 2026-04-04T15:30Z
        Pacific/Apia        | @hourly      | 2011-12-30T08:30Z | 2011-12-30T09:00Z, 2011-12-30T10:00Z, 2011-12-30T11:00Z
        """)
    void whatComesEveryHourGoesOnInBothHoursThatAreTheSameOnTheWall(
            String zone, String cron, String after, String times) {
        assertComes(zone, cron, after, times);
    }

    @Test
    void noTimeIsMissedOrTwiceWhereverOneAsksFrom() {
        for (String zone : List.of("Europe/London", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia")) {
            for (String cron : List.of("15 0 * * *", "30 1,2 * * *", "*/20 * * * *", "50 1 * * sun")) {
                ZoneId clock = ZoneId.of(zone);
                Instant begin = Instant.parse(zone.endsWith("Apia") ? "2011-12-28T00:00:00Z" : "2026-10-01T00:00:00Z");
                Instant end = begin.plus(Duration.ofDays(40));
                Cron read = Cron.of(cron);
                Instant expected = read.next(begin, clock).orElseThrow();
                for (Instant asked = begin; asked.isBefore(end); asked = asked.plus(Duration.ofMinutes(10))) {
                    while (!expected.isAfter(asked)) {
                        Instant before = expected;
                        expected = read.next(expected, clock).orElseThrow();
                        assertThat(expected).as("%s in %s", cron, zone).isAfter(before);
                    }
                    assertThat(read.next(asked, clock))
                            .as("%s in %s after %s", cron, zone, asked)
                            .contains(expected);
                }
            }
        }
    }

    private static void assertComes(String zone, String cron, String after, String times) {
        List<Instant> expected = List.of(times.split(", ", -1)).stream()
                .map(time -> Instant.parse(time.replace("Z", ":00Z")))
                .toList();
        assertThat(after(cron, zone, after.replace("Z", ":00Z"), expected.size()))
                .isEqualTo(expected);
    }

    private static List<Instant> after(String cron, String zone, String after, int count) {
        List<Instant> times = new ArrayList<>();
        Instant last = Instant.parse(after);
        for (int i = 0; i < count; i++) {
            last = Cron.of(cron).next(last, ZoneId.of(zone)).orElseThrow();
            times.add(last);
        }
        return times;
    }
}
