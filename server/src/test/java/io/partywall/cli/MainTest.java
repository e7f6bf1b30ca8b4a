package io.partywall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line as a shell sees it: a process with arguments, an environment, two streams and an exit code. */
class MainTest {

    @TempDir
    private Path directory;

    private record Result(int exitCode, String out, String err) {}

    @Test
    void aUrlThatIsPrintedWorksAfterTheCommandHasEnded() throws Exception {
        Result url = run("database", "url", "--role", "owner");
        try {
            assertThat(url.exitCode()).as(url.err()).isZero();
            assertThat(url.out())
                    .startsWith("postgresql://partywall_admin:")
                    .endsWith("?options=-c%20role%3Dpartywall_owner\n");
            assertThat(url.err()).contains("./partywall database stop").hasLineCount(1);
            String jdbc = url.out()
                    .strip()
                    .replaceFirst("postgresql://(\\w+):([^@]+)@([^?]+).*", "jdbc:postgresql://$3?user=$1&password=$2");
            DriverManager.getConnection(jdbc).close();

            assertThat(run("database", "url").err()).isEmpty();
            assertThat(run("database", "status").out()).contains("running until 'database stop'", "127.0.0.1:");
        } finally {
            assertThat(run("database", "stop").out()).isEqualTo("stopped\n");
        }
        assertThat(run("database", "stop").out()).isEqualTo("was not running\n");
        assertThat(run("database", "status").out()).contains("stopped", directory.toString());
    }

    @Test
    void whatAPersonCanPutRightIsOneLineAndExitCode2() throws Exception {
        assertMisuse("no command given", run());
        assertMisuse("Unmatched argument at index 0: 'nonsense'", run("nonsense"));
        assertMisuse("Invalid value for option '--role'", run("database", "url", "--role", "root"));
        assertMisuse("which? url, start, stop or status", run("database"));
        assertMisuse(
                "cannot read the database URL", run(Map.of("PARTYWALL_DATABASE_URL", "nonsense"), "database", "url"));
        assertMisuse(
                "not ours to start or stop",
                run(Map.of("PARTYWALL_DATABASE_URL", "postgresql://h/d"), "database", "stop"));
        assertMisuse("cannot use /dev/null/home", run(Map.of("PARTYWALL_HOME", "/dev/null/home"), "database", "start"));
        assertMisuse(
                "cannot be reached",
                run(Map.of("PARTYWALL_DATABASE_URL", "postgresql://u@127.0.0.1:1/d"), "database", "status"));
    }

    @Test
    void helpSaysWhatThereIs() throws Exception {
        assertThat(run("--help").out()).contains("Usage: partywall", "database", "PARTYWALL_DATABASE_URL");
        assertThat(run("database", "url", "--help").out()).contains("--role", "app, platform, owner", "default: app");
    }

    private static void assertMisuse(String message, Result result) {
        assertThat(result.exitCode()).as(result.err()).isEqualTo(2);
        assertThat(result.err()).startsWith("partywall: ").contains(message).hasLineCount(1);
        assertThat(result.out()).isEmpty();
    }

    private Result run(String... arguments) throws IOException, InterruptedException {
        return run(Map.of(), arguments);
    }

    private Result run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PARTYWALL_"));
        builder.environment().putAll(environment);
        int exitCode = builder.start().waitFor();
        return new Result(
                exitCode, Files.readString(out, StandardCharsets.UTF_8), Files.readString(err, StandardCharsets.UTF_8));
    }
}
