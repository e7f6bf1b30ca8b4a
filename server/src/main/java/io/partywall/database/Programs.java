package io.partywall.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs PostgreSQL's programs and turns a failure into one line that says what they said. */
final class Programs {

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

        /** The line that says why: the last error, else the last line. */
        String reason() {
            List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
            return lines.stream()
                    .filter(line -> line.contains("FATAL") || line.contains("PANIC") || line.contains("error:"))
                    .reduce((_, last) -> last)
                    .or(() -> lines.isEmpty() ? Optional.empty() : Optional.of(lines.getLast()))
                    .orElse("exit code " + exitCode)
                    .strip();
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
