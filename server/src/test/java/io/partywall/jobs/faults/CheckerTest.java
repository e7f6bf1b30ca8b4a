package io.partywall.jobs.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.partywall.jobs.faults.Evidence.Batch;
import io.partywall.jobs.faults.Evidence.Fate;
import io.partywall.jobs.faults.Evidence.Lane;
import io.partywall.jobs.faults.Evidence.LedgerRow;
import io.partywall.jobs.faults.Run.End;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A checker that finds nothing is worth something only if it finds what is there. */
class CheckerTest {

    private static final String RESCUED = "the worker w1 was not heard of any more while the job ran";
    private static final String SLOW = "it took longer than 1 s and was interrupted";

    private final MadeHistory history = new MadeHistory();

    private void holds() {
        assertThat(history.verdict().violations()).isEmpty();
    }

    private void breaks(Promise promise) {
        assertThat(history.verdict().violations(promise)).as("%s", promise).isNotEmpty();
    }

    @Test
    void anUneventfulRunHolds() {
        history.done();
        history.done();
        holds();
    }

    @Test
    void aJobThatIsLostIsFound() {
        history.inLine(Kind.IDLE);
        breaks(Promise.EVERY_JOB_ENDS);
    }

    @Test
    void aJobThatIsFinishedTwiceIsFound() {
        UUID job = history.done();
        history.finish(job, "COMPLETED", 0L, null);
        breaks(Promise.EVERY_JOB_ENDS);
    }

    @Test
    void aJobThatIsDoneWithoutARunIsFound() {
        UUID job = history.inLine(Kind.IDLE);
        history.claim(job, "w1");
        history.finish(job, "COMPLETED", 7L, null);
        breaks(Promise.EVERY_JOB_ENDS);
        breaks(Promise.OWN_OUTCOME);
    }

    @Test
    void aJobThatDiesBeforeItsAttemptsAreUsedUpIsFound() {
        UUID job = history.inLine(Kind.POISON);
        history.claim(job, "w1");
        history.run(job, 1, End.THREW);
        history.finish(job, "DEAD", null, "as always");
        breaks(Promise.EVERY_JOB_ENDS);
    }

    @Test
    void aJobThatRunsAfterItsSuccessWasStoredIsFound() {
        UUID job = history.done();
        history.later(1).run(job, "w2", 2, 1, End.RETURNED);
        breaks(Promise.DONE_ONCE);
    }

    @Test
    void aJobThatIsInTheQueueAgainAfterItsSuccessWasStoredIsFound() {
        UUID job = history.done();
        history.step(job, null, "HELD", null, null, 0, 0, null);
        breaks(Promise.DONE_ONCE);
    }

    @Test
    void aSuccessOfAnEarlierRunnerThatIsStoredIsFound() {
        UUID job = history.inLine(Kind.IDLE);
        history.claim(job, "w1");
        long zombie = history.run(job, 40, End.RETURNED);
        history.later(20).fail(job, RESCUED);
        history.lineUp(job);
        history.claim(job, "w2");
        history.run(job, 1, End.RETURNED);
        history.later(1).finish(job, "COMPLETED", zombie, null);
        breaks(Promise.OWN_OUTCOME);
    }

    @Test
    void aRunnerThatWasNotHeardOfMayOverlapTheNext() {
        UUID job = history.inLine(Kind.IDLE);
        history.claim(job, "w1");
        history.run(job, 40, End.RETURNED);
        history.later(20).fail(job, RESCUED);
        history.lineUp(job);
        history.claim(job, "w2");
        long run = history.run(job, 1, End.RETURNED);
        history.later(1).finish(job, "COMPLETED", run, null);
        holds();
    }

    @Test
    void aJobThatIsTakenBackBeforeItsLeaseRanOutIsFound() {
        UUID job = history.inLine(Kind.IDLE);
        history.claim(job, "w1");
        history.later(2).fail(job, RESCUED);
        breaks(Promise.ONE_RUNNER);
    }

    @Test
    void twoRunnersAtATimeAreFound() {
        UUID job = history.inLine(Kind.IDLE);
        history.claim(job, "w1");
        history.run(job, 40, End.RETURNED);
        history.fail(job, "it failed");
        history.lineUp(job);
        history.claim(job, "w2");
        history.run(job, 1, End.RETURNED);
        breaks(Promise.ONE_RUNNER);
    }

    @Test
    void aRunThatNobodyClaimedIsFound() {
        UUID job = history.inLine(Kind.IDLE);
        history.run(job, "w1", 1, 1, End.RETURNED);
        breaks(Promise.ONE_RUNNER);
    }

    @Test
    void twoRunsOfOneClaimAreFound() {
        UUID job = history.inLine(Kind.IDLE);
        history.claim(job, "w1");
        history.run(job, 1, End.RETURNED);
        long second = history.later(1).run(job, 1, End.RETURNED);
        history.later(1).finish(job, "COMPLETED", second, null);
        breaks(Promise.ONE_RUNNER);
    }

    @Test
    void aRunnerMayBeOverlappedThatWasTooSlowOrStoppedAndByNoOther() {
        overlap(2, SLOW, false);
        holds();
    }

    @Test
    void aRunnerThatWasCalledTooSlowBeforeItsTimeIsFound() {
        overlap(-4, SLOW, false);
        breaks(Promise.ONE_RUNNER);
    }

    @Test
    void aRunnerWhoseWorkerStopsMayBeOverlapped() {
        overlap(2, null, true);
        holds();
    }

    @Test
    void aRunnerWhoseWorkerGivesTheJobBackWithoutStoppingIsFound() {
        overlap(2, null, false);
        breaks(Promise.ONE_RUNNER);
    }

    /** One runner goes on after the job has left it, with an error or none, while the next runs. */
    private void overlap(int later, @Nullable String error, boolean stops) {
        UUID job = history.inLine(Kind.DEAF);
        history.claim(job, "w1");
        history.run(job, 40, End.THREW);
        if (stops) {
            history.stop("w1");
        }
        history.later(later);
        if (error == null) {
            history.handBack(job);
        } else {
            history.fail(job, error);
        }
        history.lineUp(job);
        history.claim(job, "w2");
        long run = history.run(job, 1, End.RETURNED);
        history.ledger.add(new LedgerRow(MadeHistory.TENANT, job, 1, run, "begun", 0));
        history.ledger.add(new LedgerRow(MadeHistory.TENANT, job, 1, run, "ended", 0));
        history.later(1).finish(job, "COMPLETED", run, null);
    }

    @Test
    void aStepThatNoJobTakesIsFound() {
        UUID job = history.inLine(Kind.IDLE);
        history.step(job, "PENDING", "FAILED", null, null, 0, 0, "out of turn");
        breaks(Promise.LAWFUL);
    }

    @Test
    void anAttemptThatIsNotCountedIsFound() {
        UUID job = history.inLine(Kind.IDLE);
        history.step(job, "PENDING", "PROCESSING", null, "w1", 0, 0, null);
        breaks(Promise.LAWFUL);
    }

    @Test
    void aCapThatIsPassedIsFound() {
        history.caps.put(new Lane(MadeHistory.TENANT, MadeHistory.QUEUE), 1);
        UUID one = history.inLine(Kind.IDLE);
        UUID other = history.inLine(Kind.IDLE);
        history.claim(one, "w1");
        history.claim(other, "w1");
        breaks(Promise.CAPPED);
    }

    @Test
    void aJobOfATransactionThatWasRolledBackIsFound() {
        history.done();
        history.batches.set(0, new Batch(history.batches.getFirst().id(), MadeHistory.TENANT, 1, Fate.ROLLED_BACK));
        breaks(Promise.TRANSACTIONAL);
    }

    @Test
    void aTransactionThatWasCommittedAndIsGoneIsFound() {
        history.batches.add(new Batch(new UUID(9, 9), MadeHistory.TENANT, 1, Fate.COMMITTED));
        breaks(Promise.TRANSACTIONAL);
    }

    @Test
    void aTransactionOfWhichAPartIsThereIsFound() {
        history.done();
        history.batches.set(0, new Batch(history.batches.getFirst().id(), MadeHistory.TENANT, 2, Fate.UNKNOWN));
        breaks(Promise.TRANSACTIONAL);
    }

    @Test
    void aTransactionOfUnknownEndMayBeThereOrNot() {
        history.done();
        history.batches.set(0, new Batch(history.batches.getFirst().id(), MadeHistory.TENANT, 1, Fate.UNKNOWN));
        history.batches.add(new Batch(new UUID(9, 9), MadeHistory.TENANT, 5, Fate.UNKNOWN));
        holds();
    }

    @Test
    void aRowOfAnotherTenantIsFound() {
        UUID job = history.done();
        history.ledger.add(new LedgerRow(new UUID(0, 2), job, 1, 0, "trespassed", 0));
        breaks(Promise.ISOLATED);
    }

    @Test
    void aLookAtAnothersRowsIsFound() {
        UUID job = history.done();
        history.ledger.add(new LedgerRow(MadeHistory.TENANT, job, 1, 0, "ended", 1));
        breaks(Promise.ISOLATED);
    }

    @Test
    void aWriteThatWasConfirmedAndIsGoneIsFound() {
        UUID job = history.inLine(Kind.WRITE);
        history.claim(job, "w1");
        long run = history.run(job, 1, End.RETURNED);
        history.ledger.add(new LedgerRow(MadeHistory.TENANT, job, 1, run, "begun", 0));
        history.later(1).finish(job, "COMPLETED", run, null);
        breaks(Promise.DURABLE);
    }
}
