package io.partywall.jobs.faults;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Makes faults, in rounds of each kind once, in an order and at times that the seed says. For one thread. */
final class Faults implements AutoCloseable {

    private static final int ROUNDS = 2;
    private static final List<Duration> JUMPS =
            List.of(Duration.ofHours(1), Duration.ofHours(-1), Duration.ofDays(1), Duration.ofDays(-1), Duration.ZERO);

    private final Plan plan;
    private final DurableServer server;
    private final Proxy proxy;
    private final Fleet fleet;
    private final PrintStream log;
    private final Random random;
    private final long begin = System.nanoTime();
    private final Map<Fault, Integer> made = new EnumMap<>(Fault.class);
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();

    Faults(Plan plan, DurableServer server, Proxy proxy, Fleet fleet, PrintStream log) {
        this.plan = plan;
        this.server = server;
        this.proxy = proxy;
        this.fleet = fleet;
        this.log = log;
        this.random = new Random(plan.seed());
    }

    /** Until the plan's time is over, and each kind has come twice. */
    void make() throws Exception {
        List<Fault> round = new ArrayList<>(Arrays.asList(Fault.values()));
        if (FakeTime.library().isEmpty()) {
            round.remove(Fault.CLOCK_MOVED);
        }
        for (int rounds = 0; rounds < ROUNDS || isTime(); rounds++) {
            Collections.shuffle(round, random);
            for (Fault fault : round) {
                if (rounds >= ROUNDS && !isTime()) {
                    return;
                }
                LockSupport.parkNanos((long) (plan.between().toNanos() * (0.5 + random.nextDouble())));
                log.printf("  %6.1f s  %s%n", (System.nanoTime() - begin) / 1e9, fault);
                if (!Await.until(Duration.ofMinutes(1), () -> make(fault))) {
                    throw new IllegalStateException("there was nothing to do this to: " + fault);
                }
                made.merge(fault, 1, Integer::sum);
            }
        }
    }

    private boolean isTime() {
        return System.nanoTime() - begin < plan.faults().toNanos();
    }

    Map<Fault, Integer> made() {
        return made;
    }

    /** Whether there was something to do it to. */
    private boolean make(Fault fault) throws Exception {
        switch (fault) {
            case WORKER_KILLED, WORKER_STOPPED, WORKER_FROZEN -> {
                Optional<WorkerProcess> worker = fleet.any(random);
                if (worker.isEmpty()) {
                    return false;
                }
                hurt(worker.get(), fault);
            }
            case ALL_CUT -> proxy.cutAll();
            case ALL_CUT_MIDWAY -> proxy.cutAllMidway();
            case SERVER_STOPPED -> restart(DurableServer.End.FAST);
            case SERVER_STOPPED_AT_ONCE -> restart(DurableServer.End.IMMEDIATE);
            case SERVER_KILLED -> restart(DurableServer.End.KILLED);
            case CLOCK_MOVED -> {
                Optional<FakeTime> clock = fleet.anyClock(random);
                if (clock.isEmpty()) {
                    return false;
                }
                clock.get().jump(JUMPS.get(random.nextInt(JUMPS.size())));
            }
        }
        return true;
    }

    private void hurt(WorkerProcess worker, Fault fault) throws Exception {
        switch (fault) {
            case WORKER_KILLED -> worker.kill();
            case WORKER_STOPPED -> worker.stop();
            default -> {
                worker.freeze();
                long lease = WorkerMain.OPTIONS.lease().toMillis();
                Future<?> _ = later.schedule(
                        () -> {
                            worker.thaw();
                            return true;
                        },
                        lease + 1_500 + random.nextInt(2_000),
                        TimeUnit.MILLISECONDS);
            }
        }
    }

    private void restart(DurableServer.End end) throws Exception {
        server.bringDown(end);
        server.bringUp();
        proxy.target(server.port());
    }

    @Override
    public void close() {
        later.shutdownNow();
    }
}
