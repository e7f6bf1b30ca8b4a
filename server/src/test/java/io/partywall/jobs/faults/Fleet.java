package io.partywall.jobs.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The workers of a run: as many processes as there should be, one in place of each that ends. Safe for use by several threads. */
final class Fleet implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final Path directory;
    private final Map<String, String> environment;
    private final @Nullable Path fakeTime;
    private final List<WorkerProcess> places = new ArrayList<>();
    private final List<WorkerProcess> all = new ArrayList<>();
    private final Thread watch = new Thread(this::watch, "fleet");
    private final Thread onExit = new Thread(this::killAll);
    private boolean closing;

    Fleet(Path directory, Map<String, String> environment, @Nullable Path fakeTime, int size) throws IOException {
        this.directory = directory;
        this.environment = environment;
        this.fakeTime = fakeTime;
        Runtime.getRuntime().addShutdownHook(onExit);
        for (int i = 0; i < size; i++) {
            places.add(start(i));
        }
        watch.setDaemon(true);
        watch.start();
    }

    private WorkerProcess start(int place) throws IOException {
        String name = "worker-" + place + "-" + all.size();
        // Half of them have clocks that can be moved.
        WorkerProcess worker = WorkerProcess.start(directory, name, environment, place % 2 == 0 ? fakeTime : null);
        all.add(worker);
        return worker;
    }

    private void watch() {
        while (true) {
            synchronized (this) {
                if (closing) {
                    return;
                }
                for (int i = 0; i < places.size(); i++) {
                    if (!places.get(i).isAlive()) {
                        try {
                            places.set(i, start(i));
                        } catch (IOException impossible) {
                            throw new UncheckedIOException(impossible);
                        }
                    }
                }
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    /** One of those that are there and not frozen. */
    synchronized Optional<WorkerProcess> any(Random random) {
        List<WorkerProcess> awake = places.stream()
                .filter(worker -> worker.isAlive() && !worker.isFrozen())
                .toList();
        return awake.isEmpty() ? Optional.empty() : Optional.of(awake.get(random.nextInt(awake.size())));
    }

    /** One of those whose clock can be moved. */
    synchronized Optional<FakeTime> anyClock(Random random) {
        List<FakeTime> clocks = new ArrayList<>();
        for (WorkerProcess worker : places) {
            if (worker.isAlive() && worker.time() != null) {
                clocks.add(worker.time());
            }
        }
        return clocks.isEmpty() ? Optional.empty() : Optional.of(clocks.get(random.nextInt(clocks.size())));
    }

    synchronized void thawAll() throws IOException, InterruptedException {
        for (WorkerProcess worker : places) {
            worker.thaw();
        }
    }

    /** How many processes there have been. */
    synchronized int started() {
        return all.size();
    }

    synchronized List<Path> logs() {
        return all.stream().map(WorkerProcess::log).toList();
    }

    /** Asks all to stop and waits for it; how many did not in time, and were killed. */
    int stop() throws IOException, InterruptedException {
        synchronized (this) {
            closing = true;
        }
        watch.join();
        thawAll();
        for (WorkerProcess worker : places) {
            worker.stop();
        }
        int late = 0;
        for (WorkerProcess worker : places) {
            if (!worker.ended(PATIENCE)) {
                late++;
                worker.kill();
            }
        }
        return late;
    }

    /** What each left, once they have stopped. */
    synchronized List<Life> lives() throws IOException {
        List<Life> lives = new ArrayList<>();
        for (WorkerProcess worker : all) {
            lives.add(worker.life());
        }
        return lives;
    }

    private void killAll() {
        synchronized (this) {
            closing = true;
            all.forEach(WorkerProcess::kill);
        }
    }

    @Override
    public void close() {
        killAll();
        Runtime.getRuntime().removeShutdownHook(onExit);
    }
}
