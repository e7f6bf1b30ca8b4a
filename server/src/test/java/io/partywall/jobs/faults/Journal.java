package io.partywall.jobs.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.UUID;

/**
 * What a worker's process says of itself, in a file that outlives it: which runs began and ended when, by the machine's
 * monotonic clock, which is the same in all processes and which no fault moves. Safe for use by several threads.
 */
final class Journal implements AutoCloseable {

    /** No channel: those are closed when a thread that writes is interrupted, as handlers are. */
    private final FileOutputStream file;

    Journal(Path path) throws IOException {
        file = new FileOutputStream(path.toFile(), true);
    }

    void worker(String name, long pid) {
        write("worker", name, pid);
    }

    /** @param at when the handler was entered */
    void begin(long run, UUID job, int attempt, long at) {
        write("begin", run, job, attempt, at);
    }

    void end(long run, Run.End end) {
        write("end", run, end, System.nanoTime());
    }

    /** It was asked to stop. */
    void stop() {
        write("stop", System.nanoTime());
    }

    /** One write for each line: a process that is killed leaves it whole or not at all. */
    private void write(Object... words) {
        StringBuilder line = new StringBuilder();
        for (Object word : words) {
            line.append(line.isEmpty() ? "" : "\t").append(word);
        }
        synchronized (this) {
            try {
                file.write(line.append('\n').toString().getBytes(UTF_8));
            } catch (IOException full) {
                throw new UncheckedIOException("the journal cannot be written", full);
            }
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
