package io.partywall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.cli.Command.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Work for a tenant begins on a database whose walls stand. */
class StartUpTest {

    @TempDir
    private Path directory;

    @SuppressWarnings("NullAway.Init") // set before each test
    StartUpTest() {}

    @Test
    void brokenWallsAreRefusedAndAllNamed() throws Exception {
        try (Workplace workplace = new Workplace(directory)) {
            workplace.tenant("acme");
            workplace.database.execute("alter table app.kpis disable row level security");
            workplace.database.execute("grant truncate on app.goals to partywall_app");
            // Of less than high severity: it is for the inspector to say, and for people to decide.
            workplace.database.execute("create index kpis_by_name on app.kpis (name, tenant_id)");
            Path file = workplace.file("2011-12-09.csv", "1,A,Tea,2,2011-12-09 10:00,1.5,7,France");

            Result refused = workplace.partywall.run("import", "--tenant", "acme", file.toString());

            assertThat(refused.exitCode()).isEqualTo(2);
            assertThat(refused.err())
                    .contains("the database's walls are broken: './partywall inspect' tells the way out")
                    .contains("critical: B2 app.kpis: ")
                    .contains("critical: E1 app.goals: ")
                    .doesNotContain("kpis_by_name");
            assertThat(workplace.database.query("select count(*) from app.analytics_events"))
                    .containsExactly("0");
        }
    }
}
