package io.partywall.connectors.onlineretail;

import io.partywall.events.Event;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file on a thread of its own, a few chunks ahead of whoever takes them: parsing and the database work at the same
 * time. Rejected lines go to the reject file on the way.
 */
final class ReadAhead implements AutoCloseable {

    private static final int CHUNK = 1000;
    private static final int AHEAD = 4;

    private sealed interface Item {}

    /** Some events, and how far the file had been read behind them. */
    record Chunk(List<Event> events, long lines, long position) implements Item {}

    private record Failed(RuntimeException failure) implements Item {}

    private record End() implements Item {}

    private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(AHEAD);
    private final Thread reader;

    ReadAhead(OnlineRetailReader file, RejectFile rejects, ZoneId shop) {
        this.reader = Thread.ofPlatform().daemon().name("file reader").start(() -> {
            try {
                read(file, rejects, shop);
            } catch (InterruptedException closed) {
                // Nobody takes any more.
            }
        });
    }

    private void read(OnlineRetailReader file, RejectFile rejects, ZoneId shop) throws InterruptedException {
        try {
            long lines = 0;
            List<Event> events = new ArrayList<>(CHUNK);
            for (Row row = file.next(); row != null; row = file.next()) {
                lines++;
                switch (row) {
                    case OrderLine line -> events.add(OrderLineEvent.of(line, shop));
                    case Rejected rejected -> rejects.add(rejected);
                }
                if (events.size() == CHUNK) {
                    queue.put(new Chunk(events, lines, file.position()));
                    events = new ArrayList<>(CHUNK);
                    lines = 0;
                }
            }
            queue.put(new Chunk(events, lines, file.position()));
            queue.put(new End());
        } catch (RuntimeException failure) {
            queue.put(new Failed(failure));
        }
    }

    /** The next chunk; null at the end of the file. What stopped the reading is thrown here. */
    @Nullable
    Chunk next() {
        try {
            return switch (queue.take()) {
                case Chunk chunk -> chunk;
                case Failed failed -> throw failed.failure();
                case End end -> null;
            };
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading a file", interrupted);
        }
    }

    /** Stops reading, and waits until the file is not touched any more. */
    @Override
    public void close() {
        reader.interrupt();
        queue.clear();
        boolean interrupted = false;
        while (reader.isAlive()) {
            try {
                reader.join();
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
