package io.partywall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** {@code snapshots} in its three forms, with exact figures, for a tenant whose lines and days are chosen to be awkward. */
@TestInstance(Lifecycle.PER_CLASS)
class SnapshotsCommandTest {

    private Workplace workplace;

    @SuppressWarnings("NullAway.Init") // set before the first test
    SnapshotsCommandTest() {}

    @BeforeAll
    void importTwoDays(@TempDir Path directory) throws Exception {
        workplace = new Workplace(directory);
        workplace.tenant("acme");
        String file = workplace
                .file(
                        "days.csv",
                        // 0.1 + 0.2, which binary fractions cannot add, and a product with seven decimals.
                        "1,A,TEA,1,2010-12-01 09:00:00,0.1,100.0,\"Korea, South\"",
                        "1,B,TEA,1,2010-12-01 09:00:00,0.2,100.0,\"Korea, South\"",
                        "2,A,TEA,0.333,2010-12-01 10:00:00,0.0001,200,France",
                        "C3,A,TEA,-1,2010-12-01 11:00:00,5.55,300,France",
                        // The largest there is, at the last second of the shop's day.
                        "4,Z,GOLD,999999999,2010-12-31 23:59:59,99999999.99,,France")
                .toString();
        workplace.partywall.run("import", "--tenant", "acme", file).succeeded();
    }

    @AfterAll
    void close() {
        workplace.close();
    }

    @Test
    void asJsonTheyAreAnArrayOfExactFigures() {
        assertThat(december("json")).isEqualTo("""
            [{"date":"2010-12-01","sessions":0,"users":2,"conversions":2,"revenue":-5.2499667,"currency":"GBP",\
            "sourceBreakdown":{"Korea, South":0.3,"France":-5.5499667}},\
            {"date":"2010-12-31","sessions":0,"users":0,"conversions":1,"revenue":99999999890000000.01,"currency":"GBP",\
            "sourceBreakdown":{"France":99999999890000000.01}}]
            """);
    }

    @Test
    void asCsvTheyHaveALineADay() {
        assertThat(december("csv")).isEqualTo("""
            date,sessions,users,conversions,revenue,currency,sourceBreakdown
            2010-12-01,0,2,2,-5.2499667,GBP,"Korea, South=0.3; France=-5.5499667"
            2010-12-31,0,0,1,99999999890000000.01,GBP,France=99999999890000000.01
            """);
    }

    @Test
    void asATableTheyAreAligned() {
        assertThat(december("table")).isEqualTo("""
            date        sessions  users  conversions               revenue  currency  sourceBreakdown
            2010-12-01         0      2            2            -5.2499667  GBP       Korea, South=0.3; France=-5.5499667
            2010-12-31         0      0            1  99999999890000000.01  GBP       France=99999999890000000.01
            """);
    }

    @Test
    void daysWithoutTradeAreAnEmptyArray() {
        assertThat(workplace
                        .partywall
                        .run(
                                "snapshots",
                                "--tenant",
                                "acme",
                                "--from",
                                "2010-12-02",
                                "--to",
                                "2010-12-30",
                                "--output",
                                "json")
                        .succeeded()
                        .out())
                .isEqualTo("[]\n");
    }

    @Test
    void whatCannotBeAskedIsOneLine() {
        refused("acme", "2010-12-31", "2010-12-01", "the first day, 2010-12-31, is after the last, 2010-12-01");
        refused("acme", "2010-12-01", "2010-02-30", "--to", "'2010-02-30' is no day, write it as 2010-12-01");
        refused("acme", "01/12/2010", "2010-12-31", "--from", "'01/12/2010' is no day");
        refused("nobody", "2010-12-01", "2010-12-31", "there is no tenant 'nobody'");
        workplace
                .partywall
                .run("snapshots", "--tenant", "acme", "--from", "2010-12-01", "--to", "2010-12-31", "--output", "xml")
                .refusedAtOnce("--output", "xml");
        workplace
                .partywall
                .run("snapshots", "--tenant", "acme", "--from", "2010-12-01")
                .refusedAtOnce("--to");
    }

    private void refused(String tenant, String from, String to, String... words) {
        workplace
                .partywall
                .run("snapshots", "--tenant", tenant, "--from", from, "--to", to)
                .refusedAtOnce(words);
    }

    private String december(String output) {
        return workplace
                .partywall
                .run("snapshots", "--tenant", "acme", "--from", "2010-12-01", "--to", "2010-12-31", "--output", output)
                .succeeded()
                .out();
    }
}
