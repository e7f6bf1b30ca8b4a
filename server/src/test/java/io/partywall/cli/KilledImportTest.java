package io.partywall.cli;

import static io.partywall.cli.Workplace.await;
import static io.partywall.cli.Workplace.counts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.partywall.cli.Command.Running;
import io.partywall.tenants.Tenant;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * Imports that are killed, and imports at the same time. The moment of a killing is exact: the test holds a lock that the
 * import runs into, at its first row of a month or at its first statement on a table, with all that comes before already sent.
 */
@TestInstance(Lifecycle.PER_CLASS)
class KilledImportTest {

    private static final int LINES_OF_A_MONTH = 1000;
    private static final List<String> MONTHS =
            List.of("2010-12", "2011-01", "2011-02", "2011-03", "2011-04", "2011-05");

    private Workplace workplace;
    private Path file;
    private Tenant unharmed;
    private List<String> othersBefore;
    private Tenant killed;
    private int tenants;

    @SuppressWarnings("NullAway.Init") // set before the first test
    KilledImportTest() {}

    @BeforeAll
    void importForATenantThatNothingHappensTo(@TempDir Path directory) throws Exception {
        workplace = new Workplace(directory);
        unharmed = workplace.tenant("unharmed");
        file = workplace.file("months.csv", lines().toArray(String[]::new));
        counts(begin(unharmed).end());
        othersBefore = workplace.rows(unharmed);
    }

    @BeforeEach
    void aTenantWithoutTrade() throws IOException {
        tenants++;
        killed = workplace.tenant("killed-" + tenants);
        workplace.file("months.csv", lines().toArray(String[]::new));
    }

    @AfterEach
    void nothingOfTheOtherTenantHasMoved() {
        assertThat(workplace.rows(unharmed)).isEqualTo(othersBefore);
    }

    @AfterAll
    void close() {
        workplace.close();
    }

    @Test
    void anImportThatIsKilledLeavesNothingAndTheNextOneIsAsIfItHadNotBeen() throws Exception {
        try (Running early = begin(killed)) {
            early.kill();
        }
        try (Connection _ = locked("connectors")) {
            killWhen("it has connected", () -> connections() > 0);
        }
        assertThat(workplace.rows(killed)).isEmpty();

        List<String> moments = new ArrayList<>(List.of("connectors"));
        MONTHS.forEach(month -> moments.add("analytics_events_" + month.replace('-', '_')));
        moments.addAll(List.of("analytics_contributions", "analytics_snapshots", "connector_runs"));
        for (String table : moments) {
            killAt(table);
            assertThat(workplace.rows(killed)).as("killed at %s", table).isEmpty();
        }

        assertThat(counts(begin(killed).end())).containsEntry("inserted", (long) LINES_OF_A_MONTH * MONTHS.size());
        assertThat(workplace.meaning(killed)).isEqualTo(workplace.meaning(unharmed));
    }

    @Test
    void anImportThatIsKilledAsItCommitsHasHappened() {
        killWhen(
                "it has committed",
                () -> !workplace
                        .database
                        .query("select id from app.connector_runs where tenant_id = '" + killed.id() + "'")
                        .isEmpty());

        assertThat(workplace.meaning(killed)).isEqualTo(workplace.meaning(unharmed));
        List<String> before = workplace.meaning(killed);
        assertThat(counts(begin(killed).end())).containsEntry("unchanged", (long) LINES_OF_A_MONTH * MONTHS.size());
        assertThat(workplace.meaning(killed)).isEqualTo(before);
    }

    @Test
    void aCorrectionThatIsKilledLeavesWhatWasThereAndTheNextOneIsAsIfItHadNotBeen() throws Exception {
        counts(begin(killed).end());
        workplace.file("months.csv", corrected().toArray(String[]::new));
        List<String> before = workplace.rows(killed);

        for (String table : List.of(
                "stated_events",
                "analytics_events_2010_12",
                "analytics_events_2011_05",
                "analytics_contributions",
                "connector_runs")) {
            killAt(table);
            assertThat(workplace.rows(killed)).as("killed at %s", table).isEqualTo(before);
        }

        assertThat(counts(begin(killed).end()))
                .containsEntry("updated", 6L)
                .containsEntry("removed", 6L)
                .containsEntry("inserted", 6L);
        Tenant another = workplace.tenant("another");
        counts(begin(another).end());
        assertThat(workplace.meaning(killed)).isEqualTo(workplace.meaning(another));
    }

    @Test
    void twoImportsOfOneFileAtOnceGiveTheResultOfOne() throws Exception {
        try (Connection lock = locked("connectors");
                Running one = begin(killed)) {
            await("the first has begun", () -> waitingFor("connectors") == 1);
            long ofTheFirst = connections();
            try (Running two = begin(killed)) {
                await("the second waits for the first", () -> connections() > ofTheFirst);
                lock.rollback();

                long lines = (long) LINES_OF_A_MONTH * MONTHS.size();
                assertThat(List.of(counts(one.end()), counts(two.end())))
                        .extracting(counts -> counts.get("inserted"), counts -> counts.get("unchanged"))
                        .containsExactly(tuple(lines, 0L), tuple(0L, lines));
            }
        }
        assertThat(workplace.meaning(killed)).isEqualTo(workplace.meaning(unharmed));
    }

    @Test
    void anImportThatIsInterruptedIsCalledOffAndLeavesNothing() throws Exception {
        try (Connection _ = locked("analytics_events_2011_05");
                Running running = begin(killed)) {
            await("it waits for a table", () -> waitingFor("analytics_events_2011_05") > 0);
            running.process().destroy();
            assertThat(running.end().exitCode()).isEqualTo(143);
        }
        await("its connections are gone", () -> connections() == 0);

        assertThat(workplace.rows(killed)).isEmpty();
        assertThat(workplace.database.query("select state from app.jobs where tenant_id = '" + killed.id() + "'"))
                .isEmpty();
        assertThat(workplace.database.query(
                        "select state from app.finished_jobs where tenant_id = '" + killed.id() + "'"))
                .containsExactly("CANCELLED");
    }

    private Running begin(Tenant tenant) {
        return workplace.partywall.start("import", "--tenant", tenant.slug(), file.toString());
    }

    /** Kills an import that stands still before its first row in this table. */
    private void killAt(String table) throws SQLException {
        try (Connection _ = locked(table)) {
            killWhen("it waits for " + table, () -> waitingFor(table) > 0);
        }
        await("its connections are gone", () -> connections() == 0);
    }

    private void killWhen(String what, BooleanSupplier condition) {
        try (Running running = begin(killed)) {
            await(what, condition);
            // It may have ended by itself where nothing holds it.
            running.process().destroyForcibly();
            running.end();
        }
    }

    private Connection locked(String table) throws SQLException {
        Connection connection = workplace.database.admin();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("lock table app." + table + " in share mode");
        }
        return connection;
    }

    private long waitingFor(String table) {
        return count("pg_locks where not granted and relation = 'app." + table + "'::regclass"
                + " and database = (select oid from pg_database where datname = current_database())");
    }

    private long connections() {
        return count("pg_stat_activity where datname = current_database() and usename = 'partywall_app'");
    }

    private long count(String from) {
        return Long.parseLong(
                workplace.database.query("select count(*) from " + from).getFirst());
    }

    private static List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (String month : MONTHS) {
            for (int line = 0; line < LINES_OF_A_MONTH; line++) {
                int day = 5 + line * 20 / LINES_OF_A_MONTH;
                lines.add("%d,S%d,TEA,%d,%s-%02d 12:00:00,1.%02d,%d,%s"
                        .formatted(
                                line / 5,
                                line % 97,
                                line % 9 + 1,
                                month,
                                day,
                                line % 100,
                                line % 50,
                                line % 3 == 0 ? "Spain" : "France"));
            }
        }
        return lines;
    }

    /** Each month has one line that differs, one fewer and one more. */
    private static List<String> corrected() throws IOException {
        List<String> lines = new ArrayList<>(lines());
        for (int month = MONTHS.size() - 1; month >= 0; month--) {
            int first = month * LINES_OF_A_MONTH;
            lines.set(first, lines.get(first).replace("TEA", "GREEN TEA"));
            lines.set(first + 1, lines.get(first + 1).replace(",S1,", ",NEW,"));
        }
        return lines;
    }
}
