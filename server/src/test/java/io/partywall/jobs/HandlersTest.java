package io.partywall.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.jobs.Queue.Note;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Whatever a handler does, its job comes to an end that tells what happened, and the others go on. */
class HandlersTest extends QueueTest {

    private static final Duration LEASE = Duration.ofSeconds(30);

    record Amount(int value) {}

    record Blob(String text) {}

    static final class Unspeakable extends RuntimeException {
        @Override
        public String getMessage() {
            throw new IllegalStateException("no message either");
        }
    }

    private JobId ends(JobHandler<Note> handler, String state) throws Exception {
        queue.work(handler);
        JobId id = queue.add(acme, "x");
        queue.awaitState(id, state);
        return id;
    }

    private static Workers oneSlotFor(Duration timeout, JobHandler<Note> handler) {
        return queue.work(
                JobHandlers.none().with(Queue.NOTE.withTimeout(timeout), handler), Queue.OPTIONS.withSlots(1));
    }

    @Test
    void whatItReturnsIsTheResult() throws Exception {
        JobId id = ends((note, job) -> new Amount(7), "COMPLETED 1");
        assertThat(queue.field(id, "result")).isEqualTo("{\"value\": 7}");
        assertThat(queue.field(id, "error")).isNull();
    }

    @Test
    void whatItThrowsIsTriedAgainAndKeptForEachAttempt() throws Exception {
        JobId id = ends(
                (note, job) -> {
                    throw new IllegalStateException("attempt " + job.attempt(), new java.io.IOException("disk"));
                },
                "DEAD 3");
        assertThat(queue.field(id, "error")).isEqualTo("IllegalStateException: attempt 3, caused by IOException: disk");
        assertThat(queue.field(id, "jsonb_path_query_array(errors, '$[*].attempt')"))
                .isEqualTo("[1, 2, 3]");
        assertThat(queue.field(id, "errors -> 0 ->> 'error'")).contains("attempt 1");
    }

    @Test
    void onlyTheLastTwentyErrorsAreKept() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        queue.work((note, job) -> {
            attempts.incrementAndGet();
            throw new IllegalStateException("again");
        });
        JobId id = queue.add(acme, NewJob.of(Queue.NOTE, new Note("x")).withMaxAttempts(23))
                .id();
        queue.awaitState(id, "DEAD 23");
        assertThat(attempts).hasValue(23);
        assertThat(queue.field(id, "jsonb_array_length(errors) || ' ' || (errors -> 0 ->> 'attempt')"))
                .isEqualTo("20 4");
    }

    @Test
    void anErrorIsAFailureToo() throws Exception {
        JobId id = ends(
                (note, job) -> {
                    throw new StackOverflowError();
                },
                "DEAD 3");
        assertThat(queue.field(id, "error")).isEqualTo("StackOverflowError");
    }

    @Test
    void aPermanentFailureIsNotTriedAgainAndSaysExactlyThat() throws Exception {
        JobId id = ends(
                (note, job) -> {
                    throw new PermanentFailure("the file is gone");
                },
                "DEAD 1");
        assertThat(queue.field(id, "error")).isEqualTo("the file is gone");
    }

    @Test
    void anExceptionThatCannotTellItsMessageCountsAsAnAttempt() throws Exception {
        JobId id = ends(
                (note, job) -> {
                    throw new Unspeakable();
                },
                "DEAD 3");
        assertThat(queue.field(id, "error"))
                .isEqualTo("Unspeakable: its message cannot be told: IllegalStateException");
    }

    @Test
    void aMessageThatIsTooLongOrHoldsWhatTextCannotIsKeptAsFarAsItGoes() throws Exception {
        JobId id = ends(
                (note, job) -> {
                    throw new IllegalStateException("a\u0000b\uD83D " + "\uD83D\uDE80".repeat(2_000));
                },
                "DEAD 3");
        assertThat(queue.field(id, "error"))
                .startsWith("IllegalStateException: ab")
                .hasSizeLessThanOrEqualTo(2_000);
    }

    @Test
    void aResultThatIsTooLargeFails() throws Exception {
        JobId id = ends((note, job) -> new Blob("x".repeat(300_000)), "DEAD 3");
        assertThat(queue.field(id, "error")).contains("the result of a job 'note' has 300,011 bytes");
    }

    @Test
    void aResultThatTheDatabaseRefusesKeepsNobodyElsesBack() throws Exception {
        queue.work((note, job) -> note.text().equals("bad") ? new Big(new java.math.BigDecimal("1e200000")) : null);
        JobId bad = queue.add(acme, "bad");
        JobId good = queue.add(acme, "good");
        queue.awaitState(good, "COMPLETED 1");
        Queue.await("it to be dead", () -> queue.state(bad).startsWith("DEAD"));
        assertThat(queue.field(bad, "error")).contains("cannot be stored");
    }

    record Big(java.math.BigDecimal value) {}

    @Test
    void aJobOfAnUnknownTypeSaysWhatIsMissing() throws Exception {
        queue.work((note, job) -> null);
        JobId id = queue.add(
                        acme,
                        NewJob.of(JobType.of("other", Note.class), new Note("x"))
                                .withMaxAttempts(1))
                .id();
        queue.awaitState(id, "DEAD 1");
        assertThat(queue.field(id, "error")).contains("no handler of the type 'other'", "start one that knows it");
    }

    @Test
    void aPayloadThatIsNoMoreTheRecordIsDeadAtOnceWithoutBeingRun() throws Exception {
        AtomicBoolean ran = new AtomicBoolean();
        queue.database.execute(
                "insert into app.jobs (tenant_id, id, type, payload) values ('%s', gen_random_uuid(), 'note', '{\"txt\": 1}')"
                        .formatted(acme));
        queue.work((note, job) -> {
            ran.set(true);
            return null;
        });
        Queue.await("it to be over", () -> queue.count("app.finished_jobs where state = 'DEAD' and attempts = 1") == 1);
        assertThat(queue.database.query("select error from app.finished_jobs").getFirst())
                .contains("the payload cannot be read as Note", "'text'");
        assertThat(ran).isFalse();
    }

    @Test
    void oneThatWaitsTooLongIsInterruptedAndSaysSo() throws Exception {
        oneSlotFor(Duration.ofMillis(300), (note, job) -> {
            if (note.text().equals("x")) {
                new CountDownLatch(1).await();
            }
            return null;
        });
        JobId id = queue.add(acme, NewJob.of(Queue.NOTE, new Note("x")).withMaxAttempts(1))
                .id();
        queue.awaitState(id, "DEAD 1");
        assertThat(queue.field(id, "error")).contains("took longer than").contains("interrupted");
        queue.awaitState(queue.add(acme, "next"), "COMPLETED 1");
    }

    @Test
    void oneThatSwallowsTheInterruptLosesItsSlotAndTheOthersGoOn() throws Exception {
        AtomicBoolean end = new AtomicBoolean();
        oneSlotFor(Duration.ofMillis(300), (note, job) -> {
            while (note.text().equals("x") && !end.get()) {
                LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
                Thread.interrupted();
            }
            return null;
        });
        JobId id = queue.add(acme, NewJob.of(Queue.NOTE, new Note("x")).withMaxAttempts(1))
                .id();
        queue.awaitState(id, "DEAD 1");
        queue.awaitState(queue.add(acme, "next"), "COMPLETED 1");
        end.set(true);
        queue.awaitState(queue.add(acme, "after"), "COMPLETED 1");
        assertThat(queue.state(id)).isEqualTo("DEAD 1");
    }

    @Test
    void oneThatGoesOnAfterItsTimeReachesNothingAnyMore() throws Exception {
        AtomicReference<Throwable> refused = new AtomicReference<>();
        AtomicBoolean end = new AtomicBoolean();
        oneSlotFor(Duration.ofMillis(300), (note, job) -> {
            while (!end.get()) {
                try {
                    assertThat(job.scope().sql().fetch(job.scope().unscopedSql("select id from app.tenants")))
                            .hasSize(1);
                } catch (RuntimeException closed) {
                    refused.set(closed);
                    throw closed;
                }
                Thread.interrupted();
            }
            return null;
        });
        JobId id = queue.add(acme, NewJob.of(Queue.NOTE, new Note("x")).withMaxAttempts(1))
                .id();
        try {
            queue.awaitState(id, "DEAD 1");
            Queue.await("the walls to close", () -> refused.get() != null);
        } finally {
            end.set(true);
        }
        assertThat(refused.get()).hasMessageContaining("tenant context refused: it has expired");
    }

    @Test
    void progressIsSeenWhileItRunsAndGoneWhenItEnds() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        queue.work((note, job) -> {
            job.progress(0.25, "a\u0000 quarter");
            goOn.await();
            return null;
        });
        JobId id = queue.add(acme, "x");
        Queue.await(
                "its progress",
                () -> queue.count("app.jobs where progress = 0.25 and progress_note = 'a quarter'") == 1);
        goOn.countDown();
        queue.awaitState(id, "COMPLETED 1");
    }

    @Test
    void aJobThatIsCalledOffBeforeItsThreadBeginsDoesNotBegin() throws Exception {
        AtomicBoolean ran = new AtomicBoolean();
        JobHandlers handlers = JobHandlers.none().with(Queue.NOTE, (note, job) -> {
            ran.set(true);
            return null;
        });
        Runner runner = new Runner(queue.tenancy, queue.contexts, handlers, LEASE, Duration.ofSeconds(1));
        queue.serve("default");
        queue.add(acme, "x");
        queue.admit(10);
        Attempt attempt = new Attempt(queue.claim("w", 1).getFirst(), System.nanoTime());
        attempt.interrupt(Attempt.Interruption.CANCELLED);
        assertThat(attempt.begin()).isTrue();
        assertThat(runner.run(attempt)).isInstanceOf(Outcome.Cancelled.class);
        assertThat(ran).isFalse();
    }

    /** The lease may be lost between the moment that a thread takes the job in its hands and the moment that it begins. */
    @Test
    void aJobThatIsLostInTheHandsOfAThreadLeavesNoSlotBlocked() throws Exception {
        Slots slots = new Slots(
                1,
                LEASE,
                new Runner(queue.tenancy, queue.contexts, JobHandlers.none(), LEASE, Duration.ZERO),
                settled -> {},
                new Wake());
        queue.serve("default");
        queue.add(acme, "x");
        queue.admit(10);
        slots.take(queue.claim("w", 1), System.nanoTime());
        Attempt attempt = slots.held().iterator().next();
        assertThat(attempt.takeBack()).isTrue();
        slots.handBackReady();
        slots.drop(attempt);
        assertThat(slots.isIdle()).isTrue();
        assertThat(slots.held()).isEmpty();
    }

    /** A process that was stopped for longer than its leases still has jobs in its hands, which others have done meanwhile. */
    @Test
    void aJobWhoseLeaseIsOverDoesNotBegin() throws Exception {
        java.util.Queue<String> began = new java.util.concurrent.ConcurrentLinkedQueue<>();
        JobHandlers handlers = JobHandlers.none().with(Queue.NOTE, (note, job) -> {
            began.add(note.text());
            return null;
        });
        Slots slots = new Slots(
                1,
                LEASE,
                new Runner(queue.tenancy, queue.contexts, handlers, LEASE, Duration.ofSeconds(1)),
                settled -> {},
                new Wake());
        queue.serve("default");
        queue.add(acme, "late");
        queue.add(acme, "in time");
        queue.admit(10);
        slots.take(queue.claim("w", 1), System.nanoTime() - LEASE.toNanos());
        slots.take(queue.claim("w", 1), System.nanoTime());
        slots.start();
        Queue.await("the second job to have run", slots::isIdle);
        slots.stop();
        assertThat(began).containsExactly("in time");
    }

    /** The process may be stopped, for longer than a lease, between the moment that a thread takes the job and the handler's first. */
    @Test
    void aJobWhoseLeaseEndsInTheHandsOfAThreadDoesNotBegin() throws Exception {
        AtomicBoolean ran = new AtomicBoolean();
        JobHandlers handlers = JobHandlers.none().with(Queue.NOTE, (note, job) -> {
            ran.set(true);
            return null;
        });
        Runner runner = new Runner(queue.tenancy, queue.contexts, handlers, LEASE, Duration.ofSeconds(1));
        queue.add(acme, "x");
        queue.admit(10);
        Attempt attempt = new Attempt(queue.claim("w", 1).getFirst(), System.nanoTime() - LEASE.toNanos());
        assertThat(attempt.begin()).isTrue();
        assertThat(runner.run(attempt)).isInstanceOf(Outcome.HandedBack.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(ran).isFalse();
    }
}
