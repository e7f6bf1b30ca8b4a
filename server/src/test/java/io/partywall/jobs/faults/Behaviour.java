package io.partywall.jobs.faults;

import io.partywall.isolation.TenantScope;
import io.partywall.jobs.JobHandler;
import io.partywall.jobs.PermanentFailure;
import io.partywall.jobs.RunningJob;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Does a job of a run as its {@link Kind} says, and tells the {@link Journal}. */
final class Behaviour implements JobHandler<Task> {

    private static final Duration DEAFNESS = Duration.ofSeconds(5);
    private static final int TRESPASSES_EVERY = 20;

    private static final String LEDGER = """
        insert into app.fault_ledger (tenant_id, id, job, attempt, run, worker, pid, phase, foreign_rows)
        values (?, gen_random_uuid(), ?, ?, ?, ?, ?, ?, ?)
        """;

    private static final String FOREIGN = """
        select (select count(*) from app.fault_ledger where tenant_id <> ?) + (select count(*) from app.jobs where tenant_id <> ?)
        """;

    private final Kind kind;
    private final Journal journal;
    private final Supplier<String> worker;

    Behaviour(Kind kind, Journal journal, Supplier<String> worker) {
        this.kind = kind;
        this.journal = journal;
        this.worker = worker;
    }

    @Override
    public Task.Done run(Task task, RunningJob job) throws Exception {
        long entered = System.nanoTime();
        long run = ThreadLocalRandom.current().nextLong(Long.MAX_VALUE);
        // Before anything is told: the journal names its worker first.
        String _ = worker.get();
        journal.begin(run, job.id().value(), job.attempt(), entered);
        Run.End end = Run.End.THREW;
        try {
            if (kind.keepsLedger()) {
                enter(job, run, "begun", 0);
            }
            misbehave(job, run);
            if (kind.keepsLedger()) {
                TimeUnit.MILLISECONDS.sleep(task.millis());
                if (task.number() % TRESPASSES_EVERY == 0) {
                    trespass(task, job, run);
                }
                enter(job, run, "ended", foreignRows(job.scope()));
            }
            end = Run.End.RETURNED;
            return new Task.Done(Long.toString(run));
        } finally {
            journal.end(run, end);
        }
    }

    private void misbehave(RunningJob job, long run) throws InterruptedException {
        boolean first = job.attempt() == 1;
        switch (kind) {
            case FLAKY -> {
                if (job.attempt() <= 2) {
                    throw new IllegalStateException("as it was told to" + Evidence.inRun(run));
                }
            }
            case POISON -> throw new IllegalStateException("as always" + Evidence.inRun(run));
            case HOPELESS -> throw new PermanentFailure("there is no hope" + Evidence.inRun(run));
            case ERROR -> {
                if (first) {
                    throw new StackOverflowError("as if" + Evidence.inRun(run));
                }
            }
            case HANG -> {
                if (first) {
                    TimeUnit.MINUTES.sleep(1);
                }
            }
            case DEAF -> {
                if (first) {
                    long end = System.nanoTime() + DEAFNESS.toNanos();
                    while (System.nanoTime() - end < 0) {
                        LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
                        Thread.interrupted();
                    }
                }
            }
            case HALT -> {
                if (first) {
                    Runtime.getRuntime().halt(3);
                }
            }
            case IDLE, WRITE -> {}
        }
    }

    private void enter(RunningJob job, long run, String phase, long foreignRows) throws SQLException {
        write(job.scope(), job.scope().context().tenant().value(), job, run, phase, foreignRows);
    }

    /** Tries to write a row of another tenant, which must fail: where it does not, the row is there for the checker to find. */
    private void trespass(Task task, RunningJob job, long run) throws SQLException {
        try {
            write(job.scope(), task.stranger(), job, run, "trespassed", 0);
        } catch (SQLException refused) {
            if (!"42501".equals(refused.getSQLState())) {
                throw refused;
            }
        }
    }

    private void write(TenantScope scope, UUID tenant, RunningJob job, long run, String phase, long foreignRows)
            throws SQLException {
        try (Connection connection = scope.dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement(LEDGER)) {
            statement.setObject(1, tenant);
            statement.setObject(2, job.id().value());
            statement.setInt(3, job.attempt());
            statement.setLong(4, run);
            statement.setString(5, worker.get());
            statement.setLong(6, ProcessHandle.current().pid());
            statement.setString(7, phase);
            statement.setLong(8, foreignRows);
            statement.executeUpdate();
        }
    }

    private static long foreignRows(TenantScope scope) throws SQLException {
        try (Connection connection = scope.dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement(FOREIGN)) {
            statement.setObject(1, scope.context().tenant().value());
            statement.setObject(2, scope.context().tenant().value());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
