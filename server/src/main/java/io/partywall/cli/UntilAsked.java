package io.partywall.cli;

import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/** Works until somebody asks it to end, by Ctrl-C or SIGTERM: the exit that this has begun waits until all is closed. */
final class UntilAsked {

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    /**
     * Has the work open until it is asked to end.
     *
     * @param begin opens it, and says so
     * @param stopping what is said when it was asked
     */
    void work(Platform platform, Supplier<? extends AutoCloseable> begin, String stopping) {
        platform.database().beforeExit(this::stop);
        try (AutoCloseable _ = begin.get()) {
            asked.await();
            System.out.println(stopping);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Everything has been closed. */
    void end() {
        if (asked.getCount() == 0) {
            System.out.println("stopped");
        }
        ended.countDown();
    }

    /** Who was asked to stop and did has done well. */
    private void stop() {
        if (ended.getCount() == 0) {
            return;
        }
        asked.countDown();
        try {
            ended.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }
}
