package io.partywall.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partywall.access.Role;
import io.partywall.schema.Roles;
import io.partywall.tenants.Tenant;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** {@code context}: its SQL, in a session of psql's kind, lets the holder of the keys in, and no further than was asked. */
@TestInstance(Lifecycle.PER_CLASS)
class ContextCommandTest {

    private Workplace workplace;

    @SuppressWarnings("NullAway.Init") // set before the first test
    ContextCommandTest() {}

    @BeforeAll
    void twoTenantsWithTrade(@TempDir Path directory) throws Exception {
        workplace = new Workplace(directory);
        Tenant acme = workplace.tenant("acme");
        Tenant beta = workplace.tenant("beta");
        workplace.tenants.addMember(acme, "vera@acme.example", "Vera", Role.VIEWER);
        workplace.tenants.addMember(beta, "bert@beta.example", "Bert", Role.OWNER);
        String file = workplace
                .file(
                        "day.csv",
                        "1,A,TEA,2,2010-12-01 09:00:00,1.25,1,Spain",
                        "2,A,TEA,2,2010-12-01 09:00:00,1.25,1,Spain")
                .toString();
        String less = workplace
                .file("less.csv", "7,A,TEA,2,2010-12-01 09:00:00,1.25,1,Spain")
                .toString();
        workplace.partywall.run("import", "--tenant", "acme", file).succeeded();
        workplace.partywall.run("import", "--tenant", "beta", less).succeeded();
    }

    @AfterAll
    void close() {
        workplace.close();
    }

    @Test
    void theSqlLetsASessionSeeTheTenantsRowsAndNoOthers() throws Exception {
        try (Connection session = workplace.database.connect(Roles.APP)) {
            assertThat(ask(session, "select count(*) from app.analytics_events"))
                    .isEqualTo("0");

            enter(session, "--tenant", "acme");
            assertThat(ask(session, "select count(*) from app.analytics_events"))
                    .isEqualTo("2");

            enter(session, "--tenant", "beta");
            assertThat(ask(session, "select count(*) from app.analytics_events"))
                    .isEqualTo("1");
        }
    }

    @Test
    void readingIsAllUnlessWritingIsAskedFor() throws Exception {
        String change = "update app.analytics_events set subject_id = subject_id || '!' where source_id like '%/1/A/1'";
        try (Connection session = workplace.database.connect(Roles.APP)) {
            enter(session, "--tenant", "acme");
            assertThatThrownBy(() -> execute(session, change)).hasMessageContaining("row-level security");
            assertThatThrownBy(() -> execute(
                            session,
                            "insert into app.analytics_snapshots (tenant_id, id, date)"
                                    + " select tenant_id, gen_random_uuid(), date - 1 from app.analytics_snapshots"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("row-level security");

            enter(session, "--tenant", "acme", "--access", "write");
            assertThat(execute(session, change)).isEqualTo(1);
        }
    }

    @Test
    void aMemberMayBeNamedAndNobodyElse() throws Exception {
        try (Connection session = workplace.database.connect(Roles.APP)) {
            enter(session, "--tenant", "acme", "--user", "Vera@acme.example");
            assertThat(ask(session, "select count(*) from app.analytics_events"))
                    .isEqualTo("2");
            assertThat(ask(session, "select isolation.verified_actor()"))
                    .isEqualTo(workplace
                            .database
                            .query("select id from app.users where email = 'vera@acme.example'")
                            .getFirst());

            workplace.database.execute("update app.tenant_members set status = 'SUSPENDED' where user_id ="
                    + " (select id from app.users where email = 'vera@acme.example')");
            assertThat(ask(session, "select count(*) from app.analytics_events"))
                    .isEqualTo("0");
        }
        List<String> before = workplace.everything();
        workplace
                .partywall
                .run("context", "--tenant", "acme", "--user", "bert@beta.example")
                .refusedAtOnce("'bert@beta.example' is no member of 'acme'");
        assertThat(workplace.everything()).isEqualTo(before);
    }

    @Test
    void itHoldsForAsManyMinutesAsAskedFifteenWithoutAsking() {
        assertThat(lifetime("--tenant", "acme"))
                .isBetween(Duration.ofMinutes(14), Duration.ofMinutes(15).plusSeconds(1));
        assertThat(lifetime("--tenant", "acme", "--minutes", "60"))
                .isBetween(Duration.ofMinutes(59), Duration.ofMinutes(60).plusSeconds(1));
    }

    @Test
    void whatCannotBeAskedIsOneLine() {
        Command partywall = workplace.partywall;
        partywall.run("context").refusedAtOnce("--tenant");
        partywall.run("context", "--tenant", "nobody").refusedAtOnce("there is no tenant 'nobody'");
        partywall.run("context", "--tenant", "acme", "--minutes", "0").refusedAtOnce("1 minute to 24 hours, not 0");
        partywall.run("context", "--tenant", "acme", "--minutes", "soon").refusedAtOnce("--minutes", "soon");
        partywall.run("context", "--tenant", "acme", "--access", "all").refusedAtOnce("--access", "all");
    }

    private Duration lifetime(String... arguments) {
        String comment = sql(arguments).lines().findFirst().orElseThrow();
        return Duration.between(
                Instant.now(), Instant.parse(comment.replaceFirst("-- read access to acme until ", "")));
    }

    private void enter(Connection session, String... arguments) throws SQLException {
        ask(session, sql(arguments));
    }

    private String sql(String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = "context";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return workplace.partywall.run(command).succeeded().out();
    }

    private static String ask(Connection session, String query) throws SQLException {
        try (Statement statement = session.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    private static int execute(Connection session, String sql) throws SQLException {
        try (Statement statement = session.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }
}
