package io.partywall.database;

import static io.partywall.database.EmbeddedDatabaseTest.ask;
import static io.partywall.database.EmbeddedDatabaseTest.run;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded server among commands in processes of their own, and after crashes of each. */
class SharedServerTest {

    @TempDir
    private Path directory;

    private Path home = Path.of("");

    @BeforeEach
    void aHome() {
        home = Homes.fresh(directory.resolve("home"));
    }

    @AfterEach
    void nothingRunsOn() {
        Homes.server(home).stop(true);
    }

    @Test
    void commandsThatBeginAtOnceShareOneServerAndTheLastOneOutStopsIt() throws Exception {
        try (OtherCommand one = OtherCommand.launch(home);
                OtherCommand two = OtherCommand.launch(home);
                OtherCommand three = OtherCommand.launch(home)) {
            assertThat(List.of(one.opened(), two.opened(), three.opened()))
                    .containsOnly(Homes.server(home).status().port());
            String started = one.ask("select pg_postmaster_start_time()");

            one.finish();
            two.finish();

            assertThat(three.ask("select pg_postmaster_start_time()")).isEqualTo(started);
            three.finish();
            assertThat(running()).isFalse();
        }
    }

    @Test
    void twoUsesInOneProcessCountAsTwo() throws Exception {
        Database one = Homes.open(home);
        Database two = Homes.open(home);

        one.close();
        one.close();

        assertThat(ask(two, "select 1")).isEqualTo("1");
        two.close();
        assertThat(running()).isFalse();
    }

    @Test
    void ctrlCAtOneCommandLeavesTheServerToTheOthers() throws Exception {
        try (Database mine = Homes.open(home);
                OtherCommand other = OtherCommand.launch(home)) {
            other.opened();

            other.interrupt();

            assertThat(ask(mine, "select 1")).isEqualTo("1");
            assertThat(Homes.server(home).status().users()).hasSize(1);
        }
        assertThat(running()).isFalse();
    }

    @Test
    void ctrlCAtTheOnlyCommandStopsTheServer() throws Exception {
        try (OtherCommand only = OtherCommand.launch(home)) {
            only.opened();

            only.interrupt();

            assertThat(running()).isFalse();
        }
    }

    @Test
    void theServerHasASessionOfItsOwnOutOfReachOfATerminalsSignals() throws Exception {
        try (Database _ = Homes.open(home)) {
            long pid = PostmasterFile.read(home.toRealPath().resolve("data"))
                    .orElseThrow()
                    .pid();
            Process ps = new ProcessBuilder("ps", "-o", "sid=", "-p", Long.toString(pid)).start();

            assertThat(new String(ps.getInputStream().readAllBytes(), UTF_8).strip())
                    .isEqualTo(Long.toString(pid));
        }
    }

    @Test
    void aKilledCommandHoldsNothing() throws Exception {
        try (OtherCommand killed = OtherCommand.launch(home)) {
            killed.opened();
            killed.kill();
        }
        assertThat(Homes.server(home).status().users()).isEmpty();
        assertThat(running()).isTrue();

        Homes.open(home).close();

        assertThat(running()).isFalse();
    }

    @Test
    void aCommandKilledWhileItMakesTheDatabaseLeavesTheNextOneAFreshStart() throws Exception {
        try (OtherCommand killed = OtherCommand.launch(home)) {
            while (!Files.exists(home.resolve("credentials.properties"))) {
                Thread.onSpinWait();
            }
            killed.kill();
        }

        try (Database database = Homes.open(home)) {
            assertThat(ask(database, "select 1")).isEqualTo("1");
        }
        assertThat(running()).isFalse();
    }

    @Test
    void aKilledServerIsRecoveredByTheNextCommandWithAllThatWasCommitted() throws Exception {
        try (Database database = Homes.open(home)) {
            run(database, "create table kept as select 42 as answer");
            killServer();
        }

        try (Database database = Homes.open(home)) {
            assertThat(ask(database, "select answer from kept")).isEqualTo("42");
        }
    }

    @Test
    void aServerKilledUnderACommandIsBroughtUpByTheNextOneAndBothGoOn() throws Exception {
        try (OtherCommand first = OtherCommand.launch(home)) {
            first.opened();
            killServer();
            assertThat(first.ask("select 1")).isEqualTo("gone");

            try (Database second = Homes.open(home)) {
                assertThat(ask(second, "select 1")).isEqualTo("1");
                assertThat(first.ask("select 1")).isEqualTo("1");
            }
            first.finish();
        }
        assertThat(running()).isFalse();
    }

    @Test
    void aProcessNumberThatNowBelongsToAnotherProcessDoesNotPassForTheServer() throws Exception {
        Homes.open(home).close();
        String stale =
                ProcessHandle.current().pid() + "\n" + home.resolve("data") + "\n1\n1\n\n127.0.0.1\n 1 1\nready   \n";
        Files.writeString(home.resolve("data/postmaster.pid"), stale);

        try (Database database = Homes.open(home)) {
            assertThat(ask(database, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void aPortThatSomebodyTookIsLeftToThem() throws Exception {
        Homes.open(home).close();
        int port = Homes.server(home).status().port();

        try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                Database database = Homes.open(home)) {
            assertThat(database.url(Role.ADMIN).port()).isNotEqualTo(port);
            assertThat(ask(database, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void aKeptServerOutlivesItsCommandsUntilItIsStopped() throws Exception {
        EmbeddedServer server = Homes.server(home);
        assertThat(server.keep()).isTrue();
        assertThat(server.keep()).isFalse();

        Homes.open(home).close();

        assertThat(server.status())
                .returns(true, EmbeddedServer.Status::running)
                .returns(true, EmbeddedServer.Status::kept);
        assertThat(server.stop(false)).isTrue();
        assertThat(server.status())
                .returns(false, EmbeddedServer.Status::running)
                .returns(false, EmbeddedServer.Status::kept);
        assertThat(server.stop(false)).isFalse();
    }

    @Test
    void aServerInUseIsStoppedOnlyByForceAndTheRefusalNamesWhoUsesIt() throws Exception {
        EmbeddedServer server = Homes.server(home);
        try (OtherCommand other = OtherCommand.launch(home)) {
            other.opened();

            assertThatThrownBy(() -> server.stop(false))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessage("a command uses the database: other (process " + other.pid()
                            + "); wait for the end, or stop with --force");
            assertThat(other.ask("select 1")).isEqualTo("1");

            assertThat(server.stop(true)).isTrue();
            assertThat(other.ask("select 1")).isEqualTo("gone");
            other.finish();
        }
    }

    @Test
    void stoppingWhereNothingEverRanMakesNothing() {
        Path nowhere = directory.resolve("nowhere");

        assertThat(Homes.server(nowhere).stop(false)).isFalse();
        assertThat(Homes.server(nowhere).status().port()).isZero();
        assertThat(nowhere).doesNotExist();
    }

    private boolean running() {
        return Homes.server(home).status().running();
    }

    private void killServer() throws Exception {
        PostmasterFile server =
                PostmasterFile.read(home.toRealPath().resolve("data")).orElseThrow();
        ProcessHandle process = ProcessHandle.of(server.pid()).orElseThrow();
        process.destroyForcibly();
        process.onExit().get();
    }
}
