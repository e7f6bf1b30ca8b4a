package io.partywall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.cli.Command.Result;
import io.partywall.database.Homes;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line as a shell sees it, and the commands about the embedded database. */
class MainTest {

    @TempDir
    private Path directory;

    @Test
    void aUrlThatIsPrintedWorksAfterTheCommandHasEndedForEachRole() throws Exception {
        Path home = Homes.fresh(directory.resolve(".partywall"));
        Command partywall = Command.in(directory);
        Result url = partywall.run("database", "url", "--role", "owner");
        try {
            assertThat(url.succeeded().out())
                    .startsWith("postgresql://partywall_admin:")
                    .endsWith("?options=-c%20role%3Dpartywall_owner\n");
            assertThat(url.err()).contains("./partywall database stop").hasLineCount(1);
            assertThat(user(url)).isEqualTo("partywall_admin");

            Result app = partywall.run("database", "url").succeeded();
            assertThat(app.err()).isEmpty();
            assertThat(user(app)).isEqualTo("partywall_app");
            assertThat(user(partywall.run("database", "url", "--role", "platform")))
                    .isEqualTo("partywall_platform");
            assertThat(partywall.run("database", "status").out())
                    .contains("running until 'database stop'", "127.0.0.1:");
        } finally {
            assertThat(partywall.run("database", "stop").out()).isEqualTo("stopped\n");
        }
        assertThat(partywall.run("database", "stop").out()).isEqualTo("was not running\n");
        assertThat(partywall.run("database", "status").out()).contains("stopped", home.toString());
    }

    @Test
    void whatAPersonCanPutRightIsOneLineAndExitCode2() {
        Command partywall = Command.in(directory);
        partywall.run().refusedAtOnce("no command given");
        partywall.run("nonsense").refusedAtOnce("Unmatched argument at index 0: 'nonsense'");
        partywall.run("database", "url", "--role", "root").refusedAtOnce("Invalid value for option '--role'");
        partywall.run("database").refusedAtOnce("which? url, start, stop or status");
        partywall
                .with("PARTYWALL_DATABASE_URL", "nonsense")
                .run("database", "url")
                .refusedAtOnce("cannot read the database URL");
        partywall
                .with("PARTYWALL_DATABASE_URL", "postgresql://h/d")
                .run("database", "stop")
                .refusedAtOnce("not ours to start or stop");
        partywall
                .with("PARTYWALL_HOME", "/dev/null/home")
                .run("database", "start")
                .refusedAtOnce("cannot use /dev/null/home");
        partywall
                .with("PARTYWALL_DATABASE_URL", "postgresql://u@127.0.0.1:1/d")
                .run("database", "status")
                .refusedAtOnce("cannot be reached");
    }

    @Test
    void helpSaysWhatThereIs() {
        Command partywall = Command.in(directory);
        assertThat(partywall.run("--help").out()).contains("Usage: partywall", "database", "PARTYWALL_DATABASE_URL");
        assertThat(partywall.run("database", "url", "--help").out())
                .contains("--role", "app, platform, owner", "default: app");
    }

    /** Who the URL of this result logs in as, asked of the server. */
    private static String user(Result url) throws SQLException {
        String jdbc = url.out()
                .strip()
                .replaceFirst("postgresql://(\\w+):([^@]+)@([^?]+).*", "jdbc:postgresql://$3?user=$1&password=$2");
        try (Connection connection = DriverManager.getConnection(jdbc);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select session_user")) {
            row.next();
            return row.getString(1);
        }
    }
}
