package io.partywall.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Runs PostgreSQL's programs and turns a failure into one line that says what they said. */
final class Programs {

    private static final Pattern ERROR = Pattern.compile("FATAL:|PANIC:|error:|ERROR:|^pg_ctl: c");
    private static final Pattern LOG_PREFIX = Pattern.compile("^.*?(FATAL|PANIC|ERROR|error): +");

    private final Home home;
    private final ServerAccount account;
    private final Binaries binaries;

    Programs(Home home, ServerAccount account, Binaries binaries) {
        this.home = home;
        this.account = account;
        this.binaries = binaries;
    }

    /** What a program that ended said, on both streams. */
    record Outcome(int exitCode, String output) {
        boolean failed() {
            return exitCode != 0;
        }

        /** The line that says why: the first error, since later ones follow from it; without time and process. */
        String reason() {
            return output.lines()
                    .filter(line -> ERROR.matcher(line).find())
                    .findFirst()
                    .or(() -> output.lines().filter(line -> !line.isBlank()).findFirst())
                    .map(line -> LOG_PREFIX.matcher(line).replaceFirst("").strip())
                    .orElse("exit code " + exitCode);
        }
    }

    /**
     * Runs a program to its end. Its output goes through a file: a pipe would stay open as long as the server that pg_ctl
     * leaves behind.
     */
    Outcome run(String program, String input, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(binaries.program(program).toString());
        command.addAll(arguments);
        try {
            Path output = Files.createTempFile(home.log(), program, ".out");
            try {
                Process process = new ProcessBuilder(account.command(command))
                        .directory(home.directory().toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
                try (var stdin = process.getOutputStream()) {
                    stdin.write(input.getBytes(StandardCharsets.UTF_8));
                }
                return new Outcome(process.waitFor(), Files.readString(output));
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException failure) {
            throw home.unusable(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new DatabaseException("interrupted while PostgreSQL's " + program + " was running", interrupted);
        }
    }
}
