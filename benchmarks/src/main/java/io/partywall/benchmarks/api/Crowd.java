package io.partywall.benchmarks.api;

import java.io.IOException;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/** Clients that ask all at once, each of them anew as soon as it has its answer. */
final class Crowd {

    private static final int MOST_TOLD = 10;

    /** What a client does next. */
    interface Choice {
        Ask next(int client, Random random);
    }

    /** A whole request, and where its time is kept. */
    record Ask(String request, Times times) {}

    private final int port;
    private final LongAdder done = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final Queue<String> told = new ConcurrentLinkedQueue<>();

    Crowd(int port) {
        this.port = port;
    }

    /** Has so many ask for so long; returns how long it took until the last answer, in seconds. */
    double ask(int clients, double seconds, long seed, Choice choice) {
        CountDownLatch ready = new CountDownLatch(clients);
        CountDownLatch begun = new CountDownLatch(1);
        long[] begin = new long[1];
        // Threads of their own: virtual ones would take turns with the server's.
        try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            for (int i = 0; i < clients; i++) {
                int client = i;
                threads.execute(() -> {
                    try (Wire wire = new Wire(port)) {
                        wire.open();
                        ready.countDown();
                        begun.await();
                        ask(wire, client, begin[0] + (long) (seconds * 1e9), new Random(seed + client), choice);
                    } catch (IOException failure) {
                        ready.countDown();
                        fails(failure.toString());
                    } catch (InterruptedException interrupted) {
                        Thread.currentThread().interrupt();
                    }
                });
            }
            ready.await();
            begin[0] = System.nanoTime();
            begun.countDown();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
        return (System.nanoTime() - begin[0]) / 1e9;
    }

    private void ask(Wire wire, int client, long end, Random random, Choice choice) throws IOException {
        while (System.nanoTime() - end < 0) {
            Ask ask = choice.next(client, random);
            long begin = System.nanoTime();
            Reply reply = wire.send(ask.request());
            ask.times().add(System.nanoTime() - begin);
            done.increment();
            if (!reply.isGood()) {
                fails(reply.head().lines().findFirst().orElse("") + ": " + reply.body());
            }
        }
    }

    private void fails(String how) {
        errors.increment();
        if (told.size() < MOST_TOLD) {
            told.add(how);
        }
    }

    long done() {
        return done.sum();
    }

    /** Every answer but 2xx, and every connection that was cut. */
    long errors() {
        return errors.sum();
    }

    /** The first errors. */
    Queue<String> told() {
        return told;
    }
}
