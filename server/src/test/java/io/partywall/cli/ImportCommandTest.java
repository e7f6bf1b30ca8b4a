package io.partywall.cli;

import static io.partywall.cli.Workplace.counts;
import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.cli.Command.Result;
import io.partywall.connectors.onlineretail.ImportFile;
import io.partywall.tenants.Tenant;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** {@code import} as a person gives it: what it says, what it refuses, and that a refusal leaves everything as it was. */
@TestInstance(Lifecycle.PER_CLASS)
class ImportCommandTest {

    private static final String[] DAY = {
        "1,A,TEA,2,2010-12-01 09:00:00,1.25,100,United Kingdom",
        "1,B,POT,1,2010-12-01 09:00:00,10.10,100,United Kingdom",
        "2,A,TEA,3,2010-12-01 10:00:00,1.25,200,France",
        "C3,B,POT,-1,2010-12-01 12:00:00,10.10,300,United Kingdom"
    };

    private Path directory;
    private Workplace workplace;

    @SuppressWarnings("NullAway.Init") // set before the first test
    ImportCommandTest() {}

    @BeforeAll
    void open(@TempDir Path directory) throws Exception {
        this.directory = directory;
        workplace = new Workplace(directory);
        workplace.tenant("other");
        counts(importing("other", workplace.file("others.csv", DAY)));
    }

    @AfterAll
    void close() {
        workplace.close();
    }

    @Test
    void anImportEndsWithItsCounts() throws Exception {
        workplace.tenant("counted");
        Path file = workplace.file("counted.csv", DAY);

        Result first = importing("counted", file);
        assertThat(first.out()).startsWith("""
            files  read  inserted  updated  removed  unchanged  rejected
                1     4         4        0        0          0         0
            in\
            """).endsWith(" lines a second\n").hasLineCount(3);
        assertThat(counts(importing("counted", file))).containsEntry("unchanged", 4L);

        workplace.file(
                "counted.csv",
                DAY[0],
                DAY[1].replace("POT,1", "POT,2"),
                DAY[2],
                "4,D,CUP,1,2010-12-01 13:00:00,3,,Spain");
        assertThat(counts(importing("counted", file)))
                .isEqualTo(Map.of(
                        "files", 1L,
                        "read", 4L,
                        "inserted", 1L,
                        "updated", 1L,
                        "removed", 1L,
                        "unchanged", 2L,
                        "rejected", 0L));
    }

    @Test
    void whereThereIsNoTerminalProgressIsPlainLines() throws Exception {
        workplace.tenant("watched");

        Result result = importing("watched", workplace.file("watched.csv", DAY));

        assertThat(result.err()).isEqualTo("import into watched: 100 %, file 1 of 1: watched.csv\n");
    }

    @Test
    void theCountsOfSeveralFilesAreAddedUp() throws Exception {
        workplace.tenant("several");

        Result result = importing(
                "several",
                workplace.file("several-1.csv", DAY),
                workplace.file("several-2.csv", "9,A,TEA,1,2010-12-02 09:00:00,1,,Spain"));

        assertThat(counts(result)).containsEntry("files", 2L).containsEntry("inserted", 5L);
    }

    @Test
    void linesThatCannotBeReadGoBesideTheFileAndTheRestIsImported() throws Exception {
        Tenant tenant = workplace.tenant("partly");
        Path file = workplace.file(
                "partly.csv",
                DAY[0],
                "5,A,TEA,many,2010-12-01 09:00:00,1,,Spain",
                ",A,TEA,1,2010-12-01 09:00:00,1,,Spain");

        Result result = importing("partly", file);

        assertThat(counts(result)).containsEntry("inserted", 1L).containsEntry("rejected", 2L);
        assertThat(result.out()).endsWith("rejected lines: " + file + ".rejected.csv\n");
        assertThat(directory.resolve("partly.csv.rejected.csv")).hasContent("""
            Line,Reason,InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
            3,the quantity 'many' is not a number,5,A,TEA,many,2010-12-01 09:00:00,1,,Spain
            4,no invoice,,A,TEA,1,2010-12-01 09:00:00,1,,Spain
            """);
        assertThat(workplace.meaning(tenant)).hasSize(3);
    }

    @Test
    void strictlyNothingIsImportedIfAnyLineOfAnyFileIsRejected() throws Exception {
        workplace.tenant("strict");
        Path good = workplace.file("good.csv", DAY);
        Path bad = workplace.file("bad.csv", DAY[0], "5,A,TEA,1,yesterday,1,,Spain");
        List<String> before = workplace.everything();

        workplace
                .partywall
                .run("import", "--strict", "--tenant", "strict", good.toString(), bad.toString())
                .refusedAtOnce(bad + ": 1 line cannot be read, nothing was imported (see " + bad + ".rejected.csv)");

        assertThat(workplace.everything()).isEqualTo(before);
        assertThat(directory.resolve("bad.csv.rejected.csv")).content().contains("3,the time 'yesterday'");
    }

    @Test
    void aFileThatIsRefusedIsOneLineAndChangesNothingNotEvenOfTheFilesBeforeIt() throws Exception {
        workplace.tenant("careful");
        Path good = workplace.file("before.csv", DAY);
        List<String> before = workplace.everything();

        refused(good, directory.resolve("missing.csv"), "there is no such file");
        refused(good, Files.createDirectory(directory.resolve("folder.csv")), "this is a directory");
        refused(good, bytes("binary.csv", 'P', 'K', 3, 4, 0, 0), "a NUL byte: this is a binary file");
        refused(good, bytes("empty.csv"), "the file is empty");
        refused(good, bytes("latin1.csv", 'C', 'a', 'f', 0xE9, '\n'), "bytes that are not UTF-8");
        refused(
                good,
                Files.writeString(directory.resolve("header.csv"), "Invoice;Code\n1;A\n"),
                "the header is 'Invoice;Code', expected 'InvoiceNo,");

        assertThat(workplace.everything()).isEqualTo(before);
    }

    @Test
    void bytesThatAreNotUtf8AreFoundAtTheEndOfAFileToo() throws Exception {
        workplace.tenant("late");
        Path good = workplace.file("early.csv", DAY);
        byte[] text = Files.readString(
                        workplace.file("late.csv", DAY[0], "5,A,CAF\u00c9,1,2010-12-01 09:00:00,1,,Spain"))
                .getBytes(StandardCharsets.ISO_8859_1);
        Path bad = Files.write(directory.resolve("late.csv"), text);
        List<String> before = workplace.everything();

        importing("late", good, bad).refusedAtOnce(bad + ": line 3 holds bytes that are not UTF-8");

        assertThat(workplace.everything()).isEqualTo(before);
    }

    @Test
    void whatTheDatabaseRefusesIsOneLineAndTheFilesBehindItAreNotImported() throws Exception {
        Tenant tenant = workplace.tenant("unlucky");
        workplace.database.execute(
                "alter table app.connector_runs add constraint luck check (source_name <> 'unlucky-2.csv')");
        Path second = workplace.file("unlucky-2.csv", "9,A,TEA,1,2010-12-02 09:00:00,1,,Spain");

        Result result = importing(
                "unlucky",
                workplace.file("unlucky-1.csv", DAY),
                second,
                workplace.file("unlucky-3.csv", "9,A,TEA,1,2010-12-03 09:00:00,1,,Spain"));

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .contains("partywall: " + second + ": nothing of it was imported: ERROR: new row for relation"
                        + " \"connector_runs\" violates check constraint \"luck\"\n")
                .doesNotContain("Exception");
        assertThat(workplace.database.query(
                        "select distinct day from app.analytics_events where tenant_id = '" + tenant.id() + "'"))
                .containsExactly("2010-12-01");
        assertThat(jobs(tenant))
                .startsWith("COMPLETED", "DEAD")
                .hasSize(3)
                .last()
                .isIn("CANCELLED", "DEAD");
    }

    @Test
    void aFileThatIsTriedAgainComesBeforeThoseThatWereAddedAfterIt() throws Exception {
        Tenant tenant = workplace.tenant("ordered");
        Path early = workplace.file("early-statement.csv", "1,A,TEA,1,2010-12-01 09:00:00,1,,Spain");
        workplace.database.execute("""
            insert into app.jobs (tenant_id, id, queue, type, payload, state, attempts, max_attempts, error, run_at)
            values ('%s', '01900000-0000-7000-8000-000000000001', '%s', 'import',
                '{"path": "%s", "format": "online-retail", "strict": false,
                "command": "00000000-0000-0000-0000-000000000001"}', 'FAILED', 1, 10, 'bad luck',
                now() + interval '5 seconds')\
            """.formatted(tenant.id(), ImportFile.QUEUE.name(), early));

        Result result = importing("ordered", workplace.file("late-statement.csv", DAY));

        assertThat(counts(result)).containsEntry("inserted", 3L).containsEntry("updated", 1L);
        assertThat(jobs(tenant)).containsExactly("COMPLETED", "COMPLETED");
        assertThat(workplace.database.query(
                        "select count(*) from app.analytics_events where tenant_id = '" + tenant.id() + "'"))
                .containsExactly("4");
    }

    @Test
    void oneFileThatIsGivenTwiceIsImportedTwice() throws Exception {
        workplace.tenant("twice");
        Path file = workplace.file("twice.csv", DAY);

        assertThat(counts(importing("twice", file, file)))
                .containsEntry("files", 2L)
                .containsEntry("inserted", 4L)
                .containsEntry("unchanged", 4L);
    }

    private List<String> jobs(Tenant tenant) {
        return workplace.database.query("""
            select state from (select id, state::text from app.jobs where tenant_id = '%1$s'
                union all select id, state::text from app.finished_jobs where tenant_id = '%1$s') j order by id\
            """.formatted(tenant.id()));
    }

    @Test
    void anUnknownTenantOrFormatIsOneLineAndChangesNothing() throws Exception {
        String file = workplace.file("known.csv", DAY).toString();
        List<String> before = workplace.everything();

        workplace.partywall.run("import", "--tenant", "nobody", file).refusedAtOnce("there is no tenant 'nobody'");
        workplace
                .partywall
                .run("import", "--tenant", "other", "--format", "xlsx", file)
                .refusedAtOnce("there is no format 'xlsx'");
        workplace.partywall.run("import", "--tenant", "other").refusedAtOnce("FILE");

        assertThat(workplace.everything()).isEqualTo(before);
    }

    private Result importing(String tenant, Path... files) {
        String[] arguments = new String[files.length + 5];
        System.arraycopy(new String[] {"import", "--tenant", tenant, "--format", "online-retail"}, 0, arguments, 0, 5);
        for (int i = 0; i < files.length; i++) {
            arguments[i + 5] = files[i].toString();
        }
        return workplace.partywall.run(arguments);
    }

    private void refused(Path good, Path bad, String fault) {
        importing("careful", good, bad).refusedAtOnce(bad + ": ", fault);
    }

    private Path bytes(String name, int... bytes) throws Exception {
        byte[] content = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            content[i] = (byte) bytes[i];
        }
        return Files.write(directory.resolve(name), content);
    }
}
