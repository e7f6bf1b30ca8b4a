package io.partywall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.tenants.Tenant;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code audit}: a trail is sealed, exported, and verified far from its database. */
class AuditCommandTest {

    @TempDir
    private Path directory = Path.of("");

    @TempDir
    private Path elsewhere = Path.of("");

    private Workplace workplace;
    private Command partywall;
    private Tenant acme;

    @BeforeEach
    void open() throws Exception {
        workplace = new Workplace(directory);
        partywall = workplace.partywall;
        acme = workplace.tenant("acme");
        change("Acme & Sons");
    }

    @AfterEach
    void close() {
        workplace.close();
    }

    private void change(String name) {
        workplace.database.execute("update app.tenants set name = '" + name + "' where slug = 'acme'");
    }

    @Test
    void aTrailIsProvenFarFromItsDatabaseAndWhatIsDoneToItIsNamed() throws Exception {
        assertThat(partywall
                        .run("audit", "verify", "--tenant", "acme")
                        .succeeded()
                        .out())
                .isEqualTo("whole: 0 rows are as they were sealed, under 0 seals; 2 are not sealed yet\n");
        assertThat(partywall
                        .run("audit", "seal", "--tenant", "acme")
                        .succeeded()
                        .out())
                .isEqualTo("2 rows sealed\n");
        String keys = partywall.run("audit", "keys").succeeded().out().strip();
        partywall
                .run("audit", "export", "--tenant", "acme", "--file", "trail.ndjson")
                .succeeded();
        String whole =
                partywall.run("audit", "verify", "--tenant", "acme").succeeded().out();
        assertThat(whole)
                .startsWith("whole: 2 rows are as they were sealed, under 1 seals; 0 are not sealed yet\nhead ");

        Command far = Command.in(elsewhere);
        Path there = Files.copy(directory.resolve("trail.ndjson"), elsewhere.resolve("trail.ndjson"));
        String[] verify = {"audit", "verify", "--tenant", "acme", "trail.ndjson", "--public-keys", keys};
        assertThat(far.run(verify).succeeded().out()).isEqualTo(whole);
        assertThat(elsewhere.resolve(".partywall")).doesNotExist();

        List<String> lines = Files.readAllLines(there);
        Files.write(there, lines.subList(0, lines.size() - 1));
        Command.Result cut = far.run(verify);
        assertThat(cut.exitCode()).isEqualTo(1);
        assertThat(cut.out()).startsWith("row 2 was taken away\nNOT WHOLE: 1 rows are as they were sealed");

        Files.writeString(there, String.join("\n", lines).replace("Acme & Sons", "Acme"));
        assertThat(far.run(verify).out())
                .startsWith("row 2 was changed (what was changed): update tenants " + acme.id());
    }

    @Test
    void theKeysThatAreKeptHereVerifyWithoutTheDatabase() {
        partywall.run("audit", "seal", "--tenant", "acme").succeeded();
        partywall
                .run("audit", "export", "--tenant", "acme", "--file", "trail.ndjson")
                .succeeded();
        String all =
                partywall.run("audit", "export", "--tenant", "acme").succeeded().out();
        assertThat(all).hasLineCount(4).contains("\"slug\":\"acme\"");
        workplace.database.execute("alter role partywall_app nologin; alter role partywall_platform nologin");
        try {
            assertThat(partywall
                            .run("audit", "verify", "--tenant", "acme", "trail.ndjson")
                            .succeeded()
                            .out())
                    .startsWith("whole: 2 rows");
        } finally {
            workplace.database.execute("alter role partywall_app login; alter role partywall_platform login");
        }
    }

    @Test
    void whatCannotBeVerifiedIsRefusedInOneLine() throws Exception {
        workplace.tenant("beta");
        partywall.run("audit", "seal", "--tenant", "acme").succeeded();
        partywall
                .run("audit", "export", "--tenant", "acme", "--file", "trail.ndjson")
                .succeeded();
        partywall
                .run("audit", "export", "--tenant", "acme", "--file", "trail.ndjson")
                .refusedAtOnce("trail.ndjson is there already");
        partywall
                .run("audit", "verify", "--tenant", "beta", "trail.ndjson")
                .refusedAtOnce("trail.ndjson is the trail of 'acme', not of 'beta'");
        partywall.run("audit", "verify", "--tenant", "acme", "none").refusedAtOnce("there is no file none");
        partywall
                .run("audit", "verify", "--tenant", "acme", "trail.ndjson", "--public-keys", "a1:AAAA")
                .refusedAtOnce("audit key a1 has 3 bytes and not 32");
        partywall.run("audit", "verify", "--tenant", "nobody").refusedAtOnce("there is no tenant 'nobody'");
        Files.writeString(directory.resolve("notes.txt"), "hello\n");
        partywall.run("audit", "verify", "--tenant", "acme", "notes.txt").refusedAtOnce("line 1 is no JSON");
        Files.copy(directory.resolve("trail.ndjson"), elsewhere.resolve("trail.ndjson"));
        Command.in(elsewhere)
                .run("audit", "verify", "--tenant", "acme", "trail.ndjson")
                .refusedAtOnce("no keys are kept here", "--public-keys");
        partywall
                .with("PARTYWALL_AUDIT_KEYS", "a1")
                .run("audit", "seal", "--tenant", "acme")
                .refusedAtOnce("audit keys are written");
    }

    @Test
    void aWorkerSealsByItself() {
        try (Command.Running _ = partywall.start("jobs", "work")) {
            workplace.database.execute("insert into app.job_queues (name) values ('default') on conflict do nothing");
            Workplace.await(
                    "a schedule of the tenant",
                    () -> !workplace
                            .database
                            .query("select 1 from app.job_schedules where name = 'seal-audit-trail'")
                            .isEmpty());
            workplace.database.execute(
                    "update app.job_schedules set next_run_at = now() where name = 'seal-audit-trail'");
            Workplace.await(
                    "a seal",
                    () -> !workplace
                            .database
                            .query("select 1 from app.audit_checkpoints")
                            .isEmpty());
        }
        assertThat(partywall
                        .run("audit", "verify", "--tenant", "acme")
                        .succeeded()
                        .out())
                .startsWith("whole: ");
    }
}
