package io.partywall.connectors.onlineretail;

import static io.partywall.connectors.onlineretail.Installation.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partywall.connectors.FileConnector;
import io.partywall.connectors.onlineretail.OnlineRetailImport.Result;
import io.partywall.events.Counts;
import io.partywall.isolation.Access;
import io.partywall.isolation.IsolationException;
import io.partywall.snapshots.Snapshot;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a file states is what the tenant has, whatever happened before, and nobody else's rows move. */
class OnlineRetailImportTest {

    private static final String[] DAY = {
        "1,A,TEA,2,2010-12-01 09:00:00,1.25,100,United Kingdom",
        "1,B,POT,1,2010-12-01 09:00:00,10.10,100,United Kingdom",
        "2,A,TEA,3,2010-12-01 10:00:00,1.25,200,France",
        "2,A,TEA,3,2010-12-01 10:00:00,1.25,200,France",
        "3,A,TEA,1,2010-12-01 11:00:00,1.25,,France",
        "C4,B,POT,-1,2010-12-01 12:00:00,10.10,300,United Kingdom"
    };

    @TempDir
    private Path directory;

    private Installation installation;
    private List<String> othersBefore;

    @SuppressWarnings("NullAway.Init") // set before each test
    OnlineRetailImportTest() {}

    @BeforeEach
    void openWithAnotherTenantsTrade() throws Exception {
        installation = new Installation();
        installation.read(installation.beta, file(directory, "beta.csv", DAY));
        othersBefore = installation.rows(installation.beta);
    }

    @AfterEach
    void nothingOfTheOtherTenantHasMoved() {
        assertThat(installation.rows(installation.beta)).isEqualTo(othersBefore);
        installation.close();
    }

    @Test
    void aDaysFiguresAreThoseOfItsLines() throws Exception {
        Result result = installation.read(installation.acme, file(directory, "day.csv", DAY));

        assertThat(result.counts()).isEqualTo(new Counts(6, 0, 0, 0));
        Snapshot day = installation.day(installation.acme, "2010-12-01");
        assertThat(day.revenue()).isEqualByComparingTo("11.25");
        assertThat(day.conversions()).isEqualTo(3);
        assertThat(day.users()).isEqualTo(2);
        assertThat(day.sessions()).isZero();
        assertThat(day.sourceBreakdown())
                .containsExactly(
                        Map.entry("France", new BigDecimal("8.75")),
                        Map.entry("United Kingdom", new BigDecimal("2.50")));
    }

    @Test
    void theSameFileAgainChangesNothing() throws Exception {
        Path file = file(directory, "day.csv", DAY);
        installation.read(installation.acme, file);
        List<String> before = installation.rows(installation.acme);

        assertThat(installation.read(installation.acme, file).counts()).isEqualTo(new Counts(0, 0, 6, 0));
        assertThat(installation.rows(installation.acme)).isEqualTo(before);
    }

    @Test
    void aCorrectedFileChangesWhatItCorrects() throws Exception {
        installation.read(installation.acme, file(directory, "day.csv", DAY));
        List<String> before = installation.rows(installation.acme);
        String[] corrected = DAY.clone();
        corrected[0] = "1,A,TEA,4,2010-12-01 09:00:00,1.25,100,United Kingdom";
        corrected[5] = "5,D,CUP,1,2010-12-01 13:00:00,3.00,300,Spain";

        Result result = installation.read(installation.acme, file(directory, "day.csv", corrected));

        assertThat(result.counts()).isEqualTo(new Counts(1, 1, 4, 1));
        assertThat(installation.rows(installation.acme))
                .filteredOn(before::contains)
                .hasSize(4);
        Snapshot day = installation.day(installation.acme, "2010-12-01");
        assertThat(day.revenue()).isEqualByComparingTo("26.85");
        assertThat(day.conversions()).isEqualTo(4);
        assertThat(day.users()).isEqualTo(3);
    }

    @Test
    void aLineThatMovesOverTheBorderOfAPartitionIsStillTheSame() throws Exception {
        installation.read(installation.acme, file(directory, "a.csv", "1,A,TEA,1,2011-03-31 10:00:00,1,7,Spain"));
        // 00:30 in summer time is the 31st of March in UTC, 23:30: the partition of the month before.
        installation.read(installation.acme, file(directory, "b.csv", "2,A,TEA,1,2011-04-01 00:30:00,1,7,Spain"));
        Result moved = installation.read(
                installation.acme, file(directory, "b.csv", "2,A,TEA,1,2011-04-01 10:00:00,1,7,Spain"));

        assertThat(moved.counts()).isEqualTo(new Counts(0, 1, 0, 0));
        assertThat(installation.snapshots(installation.acme))
                .extracting(day -> day.date().toString())
                .containsExactly("2011-03-31", "2011-04-01");
        assertThat(installation.facts(installation.acme)).hasSize(2);
    }

    @Test
    void aFileOfSeveralDaysStatesEachOfThemWhole() throws Exception {
        installation.read(
                installation.acme,
                file(
                        directory,
                        "two.csv",
                        "1,A,TEA,1,2010-12-01 09:00:00,1,7,Spain",
                        "1,B,TEA,1,2010-12-02 09:00:00,1,7,Spain",
                        "2,B,TEA,1,2010-12-02 09:00:00,1,7,Spain"));
        Result result = installation.read(
                installation.acme, file(directory, "one.csv", "2,B,TEA,1,2010-12-02 09:00:00,1,7,Spain"));

        assertThat(result.counts()).isEqualTo(new Counts(0, 0, 1, 1));
        assertThat(installation.snapshots(installation.acme))
                .extracting(Snapshot::revenue)
                .allMatch(revenue -> revenue.compareTo(BigDecimal.ONE) == 0)
                .hasSize(2);
    }

    @Test
    void twoImportsOfOneFileAtOnceGiveTheResultOfOne() throws Exception {
        Path file = file(directory, "day.csv", DAY);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Result> run = () -> installation.read(installation.acme, file);
            List<Counts> counts = threads.invokeAll(List.of(run, run)).stream()
                    .map(OnlineRetailImportTest::counts)
                    .toList();
            assertThat(counts).containsExactlyInAnyOrder(new Counts(6, 0, 0, 0), new Counts(0, 0, 6, 0));
        }
        assertThat(installation.facts(installation.acme)).hasSize(6);
    }

    private static Counts counts(Future<Result> result) {
        return result.resultNow().counts();
    }

    @Test
    void whatCannotBeReadIsPutAsideAndTheRestTaken() throws Exception {
        Path file = file(
                directory,
                "day.csv",
                DAY[0],
                ",A,TEA,2,2010-12-01 09:00:00,1.25,100,United Kingdom",
                "2,A,TEA,two,2010-12-01 09:00:00,1.25,100,United Kingdom",
                "3,A,TEA,2,2010-12-01 25:00:00,1.25,100,United Kingdom",
                "4,A,TEA,2,0010-12-01 09:00:00,1.25,100,United Kingdom",
                "5,A,TEA",
                DAY[1]);

        Result result = installation.read(installation.acme, file);

        assertThat(result.counts()).isEqualTo(new Counts(2, 0, 0, 0));
        assertThat(result.read()).isEqualTo(7);
        assertThat(result.rejected()).isEqualTo(5);
        assertThat(Files.readAllLines(directory.resolve("day.csv.rejected.csv")))
                .hasSize(6)
                .element(2)
                .asString()
                .startsWith("4,the quantity 'two' is not a number,2,A,TEA,two");
    }

    @Test
    void aStrictImportTakesNothingOfAFileWithALineThatCannotBeRead() throws Exception {
        Path file = file(directory, "day.csv", DAY[0], "no line");

        assertThatThrownBy(() -> installation.read(installation.acme, file, true))
                .isInstanceOf(RejectedLines.class)
                .hasMessageContaining("1 line cannot be read, nothing was imported")
                .hasMessageContaining("day.csv.rejected.csv");
        assertThat(installation.rows(installation.acme)).isEmpty();
        assertThat(directory.resolve("day.csv.rejected.csv")).exists();
    }

    @Test
    void aSourceThatLostItsConnectorIsRecognisedByTheNextOne() throws Exception {
        Path file = file(directory, "day.csv", DAY);
        installation.read(installation.acme, file);
        installation.database.execute("delete from app.connectors where tenant_id = '" + installation.acme.id() + "'");
        assertThat(installation.day(installation.acme, "2010-12-01").revenue()).isEqualByComparingTo("11.25");

        assertThat(installation.read(installation.acme, file).counts()).isEqualTo(new Counts(0, 6, 0, 0));
        assertThat(installation.day(installation.acme, "2010-12-01").revenue()).isEqualByComparingTo("11.25");
    }

    @Test
    void theDayIsTheShopsOwn() throws Exception {
        String late = "9,A,TEA,1,2011-01-31 23:30:00,5,7,Spain";
        installation.read(installation.acme, file(directory, "late.csv", late));

        assertThat(installation.day(installation.acme, "2011-01-31").revenue()).isEqualByComparingTo("5");
        assertThat(installation.database.query("select \"timestamp\" at time zone 'UTC' from app.analytics_events"
                        + " where tenant_id = '" + installation.acme.id() + "'"))
                .containsExactly("2011-01-31 23:30:00");
    }

    @Test
    void aRunTellsItsCountsAndTheyAddUp() throws Exception {
        installation.read(installation.acme, file(directory, "day.csv", DAY[0], "no line", DAY[1]));

        assertThat(installation.database.query("""
            select concat_ws(' ', source_name, state, read_count, inserted_count, rejected_count) from app.connector_runs
            where tenant_id = '%s'\
            """.formatted(installation.acme.id())))
                .containsExactly("day.csv SUCCEEDED 3 2 1");
    }

    @Test
    void aReadersContextImportsNothing() throws SQLException {
        assertThatThrownBy(() -> installation.tenancy.inTenant(
                        installation.contexts.service(installation.acme.id(), "import", Access.READ),
                        scope -> FileConnector.of(scope, "online-retail")))
                .isInstanceOf(IsolationException.ReadOnlyContext.class);
    }
}
