package io.partywall.schema.walls;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.testing.PgBouncer;
import io.partywall.testing.TestDatabase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Every table through a real PgBouncer in transaction mode, where all tenants share one server connection. */
class WallsBehindPgBouncerTest {

    private static final int THREADS = 4;

    @Test
    void tenantsThatTakeTurnsOnOneConnectionStayApart() throws Exception {
        TestDatabase database = Template.copy();
        try (PgBouncer bouncer = PgBouncer.start(database, "partywall_app");
                Ground ground = Ground.at(bouncer.url("partywall_app"), database, THREADS)) {
            Matrix matrix = new Matrix(Walls.ALL, ground);
            List<Check> checks =
                    new ArrayList<>(matrix.checks(Operation.SELECT, Operation.INSERT, Operation.UPDATE_EVERYTHING)
                            .toList());
            for (Relation table : ground.catalogue().tables()) {
                checks.add(readsOutsideTransactions(ground, table, Situation.RIGHT));
                checks.add(readsOutsideTransactions(ground, table, Situation.ANOTHERS));
            }
            Collections.shuffle(checks, new Random(6432));
            assertThat(failures(new ConcurrentLinkedQueue<>(checks))).isEmpty();
        }
    }

    private static Check readsOutsideTransactions(Ground ground, Relation table, Situation situation) {
        return new Check(
                table,
                table + " › select outside transactions › " + situation,
                () -> assertThat(ground.read(table, situation)).isEqualTo(ground.rows(table, situation.claimed())));
    }

    private static List<Check.Failure> failures(Queue<Check> checks) throws Exception {
        List<Check.Failure> failures = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(THREADS)) {
            List<Future<List<Check.Failure>>> parts = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                parts.add(executor.submit(() -> failuresOfOneThread(checks)));
            }
            for (Future<List<Check.Failure>> part : parts) {
                failures.addAll(part.get());
            }
        }
        return failures;
    }

    private static List<Check.Failure> failuresOfOneThread(Queue<Check> checks) {
        List<Check.Failure> failures = new ArrayList<>();
        for (Check next = checks.poll(); next != null; next = checks.poll()) {
            next.failure().ifPresent(failures::add);
        }
        return failures;
    }
}
