package io.partywall.jobs.faults;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A {@link WorkerMain} in a process of its own. */
final class WorkerProcess {

    private final Process process;
    private final Path journal;
    private final Path log;
    private final @Nullable FakeTime time;
    private final CompletableFuture<Long> died;
    private volatile boolean frozen;

    private WorkerProcess(Process process, Path journal, Path log, @Nullable FakeTime time) {
        this.process = process;
        this.journal = journal;
        this.log = log;
        this.time = time;
        this.died = process.onExit().thenApply(_ -> System.nanoTime());
    }

    /**
     * @param name of its files in the directory
     * @param fake where libfaketime is; null leaves its clock alone
     */
    static WorkerProcess start(Path directory, String name, Map<String, String> environment, @Nullable Path fake)
            throws IOException {
        Path journal = directory.resolve(name + ".journal");
        Path log = directory.resolve(name + ".log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-cp",
                absolute(System.getProperty("java.class.path")),
                WorkerMain.class.getName()));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        Map<String, String> all = new HashMap<>(environment);
        all.put(WorkerMain.JOURNAL, journal.toString());
        FakeTime time = null;
        if (fake != null) {
            time = new FakeTime(directory.resolve(name + ".time"));
            all.putAll(time.environment(fake));
        }
        builder.environment().putAll(all);
        return new WorkerProcess(builder.start(), journal, log, time);
    }

    private static String absolute(String classPath) {
        return String.join(
                File.pathSeparator,
                List.of(classPath.split(File.pathSeparator, -1)).stream()
                        .map(entry -> new File(entry).getAbsolutePath())
                        .toList());
    }

    boolean isAlive() {
        return process.isAlive();
    }

    boolean isFrozen() {
        return frozen;
    }

    Path log() {
        return log;
    }

    @Nullable
    FakeTime time() {
        return time;
    }

    void kill() {
        process.destroyForcibly();
    }

    /** Asks it to stop. */
    void stop() throws IOException, InterruptedException {
        Signals.send("TERM", process.pid());
    }

    void freeze() throws IOException, InterruptedException {
        frozen = true;
        Signals.send("STOP", process.pid());
    }

    void thaw() throws IOException, InterruptedException {
        Signals.send("CONT", process.pid());
        frozen = false;
    }

    boolean ended(Duration patience) throws InterruptedException {
        return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What it left, once it has ended. */
    Life life() throws IOException {
        return Life.read(journal, died.join());
    }
}
