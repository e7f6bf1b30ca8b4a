package io.partywall.cli;

import static io.partywall.cli.Workplace.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.cli.Command.Running;
import io.partywall.connectors.onlineretail.ImportFile;
import io.partywall.tenants.Tenant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code jobs}: what an operator sees of the queue and does to it at a shell. */
class JobsCommandTest {

    private Workplace workplace;
    private Tenant acme;

    @SuppressWarnings("NullAway.Init") // set before each test
    JobsCommandTest() {}

    @BeforeEach
    void open(@TempDir Path directory) throws Exception {
        workplace = new Workplace(directory);
        acme = workplace.tenant("acme");
    }

    @AfterEach
    void close() {
        workplace.close();
    }

    @Test
    void aWorkerThatIsToldToEndDoesSoAndHasDoneWell() {
        String id = add("nobody-knows", "HELD", 1);
        try (Running worker = workplace.partywall.start("jobs", "work", "--slots", "2")) {
            // It is handed to a worker that does not know its type, which says so.
            await("the job is dead", () -> count("app.finished_jobs where state = 'DEAD'") == 1);
            worker.process().destroy();
            assertThat(worker.end().succeeded().out())
                    .contains(
                            " serves default, " + ImportFile.QUEUE.name() + " with 2 slots, until Ctrl-C\n",
                            "stopping: ",
                            "stopped\n");
        }
        assertThat(run("show", id))
                .contains("state       DEAD: is over\n")
                .contains("tried       1 of 1 times\n")
                .contains("no handler of the type 'nobody-knows' is known to this worker");
    }

    @Test
    void whatIsListedIsShownWithItsCountsAndWithoutAnyItSaysSo() {
        assertThat(run("list")).isEqualTo("there are no such jobs\n");
        assertThat(run("list", "--output", "json")).isEqualTo("[]\n");
        String first = add("one", "HELD", 3);
        String second = add("two", "HELD", 3);
        assertThat(run("list").lines())
                .hasSize(4)
                .satisfies(lines -> assertThat(lines.get(0)).startsWith("id  "))
                .anySatisfy(
                        line -> assertThat(line).startsWith(first).contains("acme", "default", "one", "HELD", "0/3"))
                .last()
                .isEqualTo("2 HELD");
        assertThat(run("list", "--type", "two", "--output", "csv").lines())
                .hasSize(2)
                .last()
                .asString()
                .startsWith(second + ",acme,default,two,HELD,0,0,3,");
        assertThat(run("list", "--state", "dead,cancelled", "--tenant", "acme")).isEqualTo("there are no such jobs\n");
        assertThat(run("list", "--since", "5m", "--limit", "1").lines()).hasSize(3);
    }

    @Test
    void aJobSaysWhyItWaits() {
        String id = add("one", "HELD", 3);
        assertThat(run("show", id))
                .contains("job         " + id, "tenant      acme\n")
                .contains("state       HELD: no worker has ever served queue 'default'\n")
                .contains("payload     {\"word\": \"hello\"}\n");
        assertThat(run("show", id, "--output", "json"))
                .startsWith("{\"id\":\"" + id + "\",\"tenant\":\"acme\"")
                .contains("\"waiting\":\"no worker has ever served queue 'default'\"")
                .contains("\"payload\":{\"word\":\"hello\"},\"result\":null");
    }

    @Test
    void jobsAreCalledOffAndTriedAgain() {
        String one = add("one", "HELD", 3);
        add("two", "HELD", 3);
        add("two", "HELD", 3);
        assertThat(run("cancel", one)).isEqualTo("cancelled 1 job\n");
        assertThat(run("cancel", "--type", "two")).isEqualTo("cancelled 2 jobs\n");
        assertThat(run("cancel", "--type", "two")).isEqualTo("there are no such jobs\n");
        assertThat(run("retry", one)).isEqualTo("job " + one + " is tried again\n");
        assertThat(run("retry", "--dead")).isEqualTo("there are no such dead jobs\n");
        workplace.database.execute("update app.finished_jobs set state = 'DEAD', error = 'it broke'");
        assertThat(run("retry", "--dead", "--error", "BROKE", "--tenant", "acme"))
                .isEqualTo("2 jobs are tried again\n");
        assertThat(count("app.jobs where state = 'HELD'")).isEqualTo(3);
        assertThat(count("app.finished_jobs")).isZero();
    }

    @Test
    void queuesAndTypesArePausedAndSharesAreSaid() {
        workplace.database.execute("insert into app.job_queues (name) values ('default')");
        assertThat(run("pause", "--queue", "default")).isEqualTo("queue 'default' is paused\n");
        assertThat(run("pause", "--queue", "default")).isEqualTo("queue 'default' was paused already\n");
        assertThat(run("pause", "--type", "slow")).isEqualTo("type 'slow' is paused\n");
        assertThat(run("watch", "--once")).contains("   paused: queues default; types slow\n");
        assertThat(run("resume", "--queue", "default")).isEqualTo("queue 'default' goes on\n");
        assertThat(run("resume", "--type", "slow")).isEqualTo("type 'slow' goes on\n");
        assertThat(run("resume", "--type", "slow")).isEqualTo("type 'slow' was not paused\n");

        assertThat(run("share", "--tenant", "acme"))
                .isEqualTo("acme has weight 1 in queue 'default', and no cap of its own\n");
        assertThat(run("share", "--tenant", "acme", "--weight", "3", "--cap", "5"))
                .isEqualTo("acme has weight 3 in queue 'default', and runs 5 at once at most\n");
        assertThat(run("share", "--tenant", "acme", "--cap", "none"))
                .isEqualTo("acme has weight 3 in queue 'default', and no cap of its own\n");
    }

    @Test
    void whatCannotBeAskedIsOneLineAndChangesNothing() {
        String id = add("one", "HELD", 3);
        List<String> before = workplace.everything();
        refused("no command given");
        refused("is no id of a job", "show", "nonsense");
        refused("there is no job " + new UUID(1, 2), "show", new UUID(1, 2).toString());
        refused("is about to run anyway", "retry", id);
        refused("name one job, or give --dead", "retry");
        refused("name one job, or give --dead", "retry", id, "--dead");
        refused("name one job, or say by", "cancel");
        refused("name one job, or say by", "cancel", id, "--tenant", "acme");
        refused("there is no tenant 'nobody'", "cancel", "--tenant", "nobody");
        refused("a list has 1 to 1000 jobs, unlike 0", "list", "--limit", "0");
        refused("Invalid value for option '--state'", "list", "--state", "lost");
        refused("'soon' is no time", "list", "--since", "soon");
        refused("no worker has ever served a queue 'default'", "pause", "--queue", "default");
        refused("--queue", "pause");
        refused("--queue", "pause", "--queue", "default", "--type", "one");
        refused("a weight is from 1 to 1000, unlike -1", "share", "--tenant", "acme", "--weight", "-1");
        refused("a cap is 1 at least, or none, unlike 0", "share", "--tenant", "acme", "--cap", "0");
        refused("a cap is a number of jobs, or none, unlike 'few'", "share", "--tenant", "acme", "--cap", "few");
        refused("there is no tenant 'nobody'", "share", "--tenant", "nobody", "--weight", "2");
        refused("a worker has 1 to 1000 slots, unlike 0", "work", "--slots", "0");
        refused("an interval is 100ms at least", "watch", "--interval", "1ms");
        assertThat(workplace.everything()).isEqualTo(before);
    }

    @Test
    void watchingShowsTheBusiestTenantsInAHundredColumns() throws IOException {
        assertThat(run("watch", "--once")).contains("there is nothing to do");
        Tenant long1 = workplace.tenant("a-tenant-with-a-long-name-that-goes-on-and-on");
        workplace.database.execute("""
            insert into app.jobs (tenant_id, id, queue, type, run_at)
            select '%s', gen_random_uuid(), 'a-queue-with-a-long-name', 'x', now() - interval '90 minutes'
            from generate_series(1, 12345)\
            """.formatted(long1.id()));
        add("one", "HELD", 3);
        String table = run("watch", "--once");
        assertThat(table.lines().skip(2))
                .containsExactly(
                        "tenant            queue         running    waiting   oldest   done/s  scheduled   failed "
                                + " dead 24h",
                        "a-tenant-with-a…  a-queue-wit…        -     12,345   90 min        -          -        -     "
                                + "    -",
                        table.lines().toList().get(4),
                        "all                                   -     12,346   90 min        -          -        -     "
                                + "    -");
        assertThat(table.lines().toList().get(4)).startsWith("acme              default             -          1    ");
        assertThat(table.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
        assertThat(run("watch", "--once", "--limit", "1")).contains("… and 1 more\n");
        assertThat(run("watch", "--once", "--queue", "default")).doesNotContain("a-tenant");

        try (Running watching = workplace.partywall.start("jobs", "watch", "--interval", "200ms")) {
            await("three looks are printed", () -> looks(watching.out()) >= 3);
        }
    }

    private static long looks(Path out) {
        try {
            return Files.readString(out)
                    .lines()
                    .filter(line -> line.startsWith("jobs at "))
                    .count();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A job of acme. */
    private String add(String type, String state, int maxAttempts) {
        String id = UUID.randomUUID().toString();
        workplace.database.execute("""
            insert into app.jobs (tenant_id, id, type, state, max_attempts, payload)
            values ('%s', '%s', '%s', '%s', %d, '{"word": "hello"}')\
            """.formatted(acme.id(), id, type, state, maxAttempts));
        return id;
    }

    private long count(String from) {
        return Long.parseLong(
                workplace.database.query("select count(*) from " + from).getFirst());
    }

    private String run(String... arguments) {
        return workplace.partywall.run(command(arguments)).succeeded().out();
    }

    private void refused(String words, String... arguments) {
        workplace.partywall.run(command(arguments)).refusedAtOnce(words);
    }

    private static String[] command(String... arguments) {
        List<String> command = new ArrayList<>(List.of("jobs"));
        command.addAll(List.of(arguments));
        return command.toArray(String[]::new);
    }
}
