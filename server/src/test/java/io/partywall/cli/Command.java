package io.partywall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Commands as a shell sees them: a process with arguments, an environment, two streams and an exit code. */
final class Command {

    private final Path directory;
    private final Map<String, String> environment;
    private final String heap;

    private Command(Path directory, Map<String, String> environment, String heap) {
        this.directory = directory;
        this.environment = environment;
        this.heap = heap;
    }

    /** Commands given in that directory, with nothing of Partywall in their environment. */
    static Command in(Path directory) {
        return new Command(directory, Map.of(), "256m");
    }

    Command with(String variable, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(variable, value);
        return new Command(directory, Map.copyOf(more), heap);
    }

    Command withHeap(String size) {
        return new Command(directory, environment, size);
    }

    /** Runs a command to its end. */
    Result run(String... arguments) {
        try (Running running = start(arguments)) {
            return running.end();
        }
    }

    /** Begins a command; returns at once. */
    Running start(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dstdout.encoding=UTF-8",
                "-Dstderr.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        try {
            Path out = Files.createTempFile(directory, ".", ".out");
            Path err = Files.createTempFile(directory, ".", ".err");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("PARTYWALL_"));
            builder.environment().put("LC_ALL", "C.UTF-8");
            builder.environment().putAll(environment);
            return new Running(builder.start(), out, err);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A command that has begun. */
    record Running(Process process, Path out, Path err) implements AutoCloseable {

        Result end() {
            try {
                assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("it ends").isTrue();
                return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        }

        /** Waits for a line that begins like this. */
        String awaitLine(String beginning) {
            try {
                while (true) {
                    Optional<String> line = Files.readString(out)
                            .lines()
                            .filter(said -> said.startsWith(beginning))
                            .findFirst();
                    if (line.isPresent()) {
                        return line.get();
                    }
                    assertThat(process.isAlive()).as(() -> read(err)).isTrue();
                    Thread.onSpinWait();
                }
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        private static String read(Path file) {
            try {
                return Files.readString(file);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        /** What {@code kill} does to it with that signal. */
        void signal(String name) {
            try {
                new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        }

        /** What {@code kill -9} does to it. */
        void kill() {
            assertThat(process.isAlive()).as("it is killed before its end").isTrue();
            process.destroyForcibly();
            end();
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    /** What a command came to. */
    record Result(int exitCode, String out, String err) {

        Result succeeded() {
            assertThat(exitCode).as(err).isZero();
            return this;
        }

        /** That it was refused as what a person can put right: one line on standard error with these words, exit code 2. */
        Result refused(String... words) {
            assertThat(exitCode).as(err + out).isEqualTo(2);
            assertThat(err).startsWith("partywall: ").contains(words).hasLineCount(1);
            assertThat(err).doesNotContain("Exception");
            return this;
        }

        /** That it was refused before it said anything else. */
        void refusedAtOnce(String... words) {
            refused(words);
            assertThat(out).isEmpty();
        }
    }
}
