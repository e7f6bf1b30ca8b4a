package io.partywall.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.isolation.TenantId;
import io.partywall.jobs.Queue.Note;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What at most one job of a tenant's queue has at a time. */
@Timeout(120)
class UniqueKeysTest {

    private Queue queue;
    private TenantId acme;

    @BeforeEach
    void open() throws SQLException {
        queue = new Queue();
        acme = queue.tenant("acme");
    }

    @AfterEach
    void close() {
        queue.close();
    }

    private static NewJob<Note> finished(String key) {
        return NewJob.of(Queue.NOTE, new Note("x")).withUnique(UniqueKey.untilFinished(key));
    }

    private static NewJob<Note> started(String key) {
        return NewJob.of(Queue.NOTE, new Note("x")).withUnique(UniqueKey.untilStarted(key));
    }

    @Test
    void aSecondJobWithTheKeyIsTheFirst() {
        Enqueued first = queue.add(acme, finished("nightly"));
        Enqueued second = queue.add(acme, started("nightly"));
        assertThat(first.isNew()).isTrue();
        assertThat(second).isEqualTo(new Enqueued(first.id(), false));
        assertThat(queue.count("app.jobs")).isEqualTo(1);
    }

    @Test
    void theKeyIsOneTenantsInOneQueue() {
        TenantId beta = queue.tenant("beta");
        assertThat(queue.add(acme, finished("k")).isNew()).isTrue();
        assertThat(queue.add(beta, finished("k")).isNew()).isTrue();
        NewJob<Note> elsewhere = NewJob.of(Queue.NOTE.withQueue("other"), new Note("x"));
        assertThat(queue.add(acme, elsewhere.withUnique(UniqueKey.untilFinished("k")))
                        .isNew())
                .isTrue();
    }

    @Test
    void ofManyThatAreAddedAtOnceEachKeyHasOne() {
        List<Enqueued> became = queue.in(
                acme,
                scope -> queue.jobs.enqueueAll(
                        scope, List.of(finished("a"), finished("b"), finished("a"), finished("a"), started("b"))));
        assertThat(became).extracting(Enqueued::isNew).containsExactly(true, true, false, false, false);
        assertThat(became.get(2).id()).isEqualTo(became.get(0).id());
        assertThat(became.get(4).id()).isEqualTo(became.get(1).id());
    }

    @Test
    void aKeyUntilFinishedIsFreeWhenTheJobIsDone() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        queue.work((note, job) -> {
            goOn.await();
            return null;
        });
        JobId first = queue.add(acme, finished("k")).id();
        queue.awaitState(first, "PROCESSING 1");
        assertThat(queue.add(acme, finished("k"))).isEqualTo(new Enqueued(first, false));
        goOn.countDown();
        queue.awaitState(first, "COMPLETED 1");
        assertThat(queue.add(acme, finished("k")).isNew()).isTrue();
    }

    @Test
    void aKeyUntilStartedIsFreeWhenTheJobRuns() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        queue.work((note, job) -> {
            goOn.await();
            return null;
        });
        JobId first = queue.add(acme, started("k")).id();
        queue.awaitState(first, "PROCESSING 1");
        assertThat(queue.add(acme, started("k")).isNew()).isTrue();
        goOn.countDown();
        queue.awaitState(first, "COMPLETED 1");
    }

    @Test
    void aRetryKeepsAKeyUntilFinishedAndDoesNotTakeOneUntilStartedBack() throws Exception {
        queue.serve("default");
        JobId kept = queue.add(acme, finished("kept")).id();
        queue.add(acme, started("given up"));
        queue.admit(10);
        List<Claim> claims = queue.claim("w", 10);
        for (Claim claim : claims) {
            queue.settle("w", claim, new Outcome.Failed("broken", Duration.ofHours(1)));
        }
        assertThat(queue.add(acme, finished("kept"))).isEqualTo(new Enqueued(kept, false));
        assertThat(queue.add(acme, started("given up")).isNew()).isTrue();
    }

    @Test
    void ofManyWhoAddTheSameAtTheSameTimeOneDoes() throws Exception {
        int count = 8;
        CyclicBarrier together = new CyclicBarrier(count);
        try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
            List<Future<Enqueued>> all = IntStream.range(0, count)
                    .mapToObj(i -> threads.submit(() -> {
                        together.await();
                        return queue.add(acme, finished("k"));
                    }))
                    .toList();
            JobId holder = all.getFirst().get().id();
            int added = 0;
            for (Future<Enqueued> one : all) {
                assertThat(one.get().id()).isEqualTo(holder);
                added += one.get().isNew() ? 1 : 0;
            }
            assertThat(added).isEqualTo(1);
        }
    }

    /** The trigger stands for a worker that finishes the holder between the two statements. */
    @Test
    void aJobWhoseKeyIsFreeWhenItsHolderIsLookedForIsAdded() {
        JobId first = queue.add(acme, finished("k")).id();
        queue.database.execute("""
            create function public.finish() returns trigger language plpgsql security definer as $$
            begin
                delete from app.jobs where id = '%s';
                return null;
            end $$;
            create trigger finish after insert on app.jobs for each statement execute function public.finish()\
            """.formatted(first));
        Enqueued second = queue.add(acme, finished("k"));
        assertThat(second.isNew()).isTrue();
        assertThat(second.id()).isNotEqualTo(first);
        assertThat(queue.state(second.id())).isEqualTo("HELD 0");
    }

    @Test
    void whileJobsComeAndGoNobodyIsToldOfAJobThatNeverWas() throws Exception {
        Set<JobId> added = ConcurrentHashMap.newKeySet();
        Set<JobId> told = ConcurrentHashMap.newKeySet();
        AtomicInteger busy = new AtomicInteger(3);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 3; i++) {
                Future<?> _ = threads.submit(() -> {
                    try {
                        for (int n = 0; n < 200; n++) {
                            Enqueued enqueued = queue.add(acme, finished("k"));
                            (enqueued.isNew() ? added : told).add(enqueued.id());
                        }
                    } finally {
                        busy.decrementAndGet();
                    }
                });
            }
            try (var connection = queue.database.admin();
                    var delete = connection.prepareStatement("delete from app.jobs")) {
                while (busy.get() > 0) {
                    delete.executeUpdate();
                }
            }
        }
        assertThat(added).hasSizeGreaterThan(1);
        assertThat(added).containsAll(told);
    }
}
