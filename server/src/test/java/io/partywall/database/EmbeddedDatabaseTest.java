package io.partywall.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded PostgreSQL as one command has it. */
class EmbeddedDatabaseTest {

    @TempDir
    private Path directory;

    @Test
    void itIsARealDurablePostgresThatOnlyThisMachineReachesAndOnlyByPassword() throws Exception {
        try (Database database = Homes.open(Homes.fresh(directory.resolve("a home")))) {
            assertThat(database.isEmbedded()).isTrue();
            assertThat(ask(database, "show fsync")).isEqualTo("on");
            assertThat(ask(database, "show full_page_writes")).isEqualTo("on");
            assertThat(ask(database, "show server_version")).startsWith("18.");
            assertThat(ask(database, "show listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(ask(database, "show unix_socket_directories")).isEmpty();
            assertThat(ask(database, "show server_encoding")).isEqualTo("UTF8");
            assertThat(ask(database, "select string_agg(distinct auth_method, ',') from pg_hba_file_rules"))
                    .isEqualTo("scram-sha-256");
            DatabaseUrl wrong = database.url(Role.ADMIN).withLogin("partywall_admin", "guess");
            assertThatThrownBy(() -> wrong.dataSource().getConnection())
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void rowsRemainAndTheAddressToo() throws Exception {
        Path home = Homes.fresh(directory.resolve("home"));
        DatabaseUrl first;
        try (Database database = Homes.open(home)) {
            first = database.url(Role.ADMIN);
            run(database, "create table kept as select 42 as answer");
        }
        assertThat(Homes.server(home).status().running()).isFalse();

        try (Database database = Homes.open(home)) {
            assertThat(database.url(Role.ADMIN)).isEqualTo(first);
            assertThat(ask(database, "select answer from kept")).isEqualTo("42");
        }
    }

    @Test
    void theRuntimeRolesLogInWithTheKeptPasswordsAndTheOwnerIsARoleOfTheAdministrators() throws Exception {
        try (Database database = Homes.open(Homes.fresh(directory.resolve("home")))) {
            Credentials credentials = database.obtainCredentials();
            run(database, "create role partywall_owner");
            run(database, "create role partywall_app login password '" + credentials.appPassword() + "'");
            run(database, "create role partywall_platform login password '" + credentials.platformPassword() + "'");

            assertThat(ask(database.url(Role.APP), "select current_user")).isEqualTo("partywall_app");
            assertThat(ask(database.url(Role.PLATFORM), "select current_user")).isEqualTo("partywall_platform");
            assertThat(ask(database.url(Role.OWNER), "select current_user || '/' || session_user"))
                    .isEqualTo("partywall_owner/partywall_admin");
            assertThat(database.signingKeys()).startsWith("k1:");
        }
    }

    @Test
    void whatItKeepsIsForItsOwnerOnly() throws Exception {
        Path home = Homes.fresh(directory.resolve("home"));
        try (Database _ = Homes.open(home)) {
            assertThat(permissions(home.resolve("credentials.properties"))).isEqualTo("rw-------");
            assertThat(permissions(home.resolve("data"))).isEqualTo("rwx------");
            assertThat(home.resolve("log")).isDirectoryNotContaining("glob:**/initial-*");
            assertThat(home.resolve(".gitignore")).hasContent("*");
        }
    }

    @Test
    void aPathTooLongForASocketWillDo() throws Exception {
        Path home = directory.resolve("d".repeat(100)).resolve("e".repeat(100));

        try (Database database = Homes.open(Homes.fresh(home))) {
            assertThat(ask(database, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void aPathThatAShellWouldReadIsRefused() {
        Path home = directory.resolve("$(touch x)");

        assertThatThrownBy(() -> Homes.open(home))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContainingAll(home.toString(), "PARTYWALL_HOME");
    }

    @Test
    void aHomeThatCannotBeADirectoryIsRefusedInOneLine() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> Homes.open(file.resolve("home")))
                .isInstanceOf(DatabaseException.class)
                .message()
                .hasLineCount(1)
                .startsWith("cannot use " + file.resolve("home"));
    }

    @Test
    void rowsOfAnotherMajorVersionAreRefusedWithTheRemedyAndLeftAlone() throws Exception {
        Path home = Homes.fresh(directory.resolve("home"));
        Files.createDirectories(home.resolve("data"));
        Files.writeString(home.resolve("data/PG_VERSION"), "17\n");

        assertThatThrownBy(() -> Homes.open(home))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContainingAll("PostgreSQL 17", "18.", "dump");
        assertThat(home.resolve("data/PG_VERSION")).hasContent("17");
        assertThat(Homes.server(home).status().users()).isEmpty();
    }

    @Test
    void lostCredentialsAreNamedWithTheRemedy() throws Exception {
        Path home = Homes.fresh(directory.resolve("home"));
        Homes.open(home).close();
        Files.delete(home.resolve("credentials.properties"));

        try (Database database = Homes.open(home)) {
            assertThatThrownBy(() -> database.url(Role.ADMIN))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContainingAll("credentials.properties", "partywall_admin.password", "restore");
        }
    }

    @Test
    void whatAnInterruptedCommandLeftIsClearedAway() throws Exception {
        Path home = Homes.fresh(directory.resolve("home"));
        Files.createDirectories(home.resolve("initialising-x/base"));

        Homes.open(home).close();

        assertThat(home.resolve("initialising-x")).doesNotExist();
        assertThat(home.resolve("leases")).isEmptyDirectory();
    }

    @Test
    void theHomeIsInTheWorkingDirectoryUnlessTheEnvironmentChoosesIt() {
        assertThat(Home.of(Map.of(), directory).directory()).isEqualTo(directory.resolve(".partywall"));
        assertThat(Home.of(Map.of("PARTYWALL_HOME", "there"), directory).directory())
                .isEqualTo(directory.resolve("there"));
        assertThat(Home.of(Map.of("PARTYWALL_HOME", "/there"), directory).directory())
                .isEqualTo(Path.of("/there"));
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    static void run(Database database, String sql) throws SQLException {
        try (Connection connection = database.dataSource(Role.ADMIN).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static String ask(Database database, String query) throws SQLException {
        return ask(database.url(Role.ADMIN), query);
    }

    private static String ask(DatabaseUrl url, String query) throws SQLException {
        try (Connection connection = url.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getString(1);
        }
    }
}
