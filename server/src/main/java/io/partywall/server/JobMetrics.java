package io.partywall.server;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.partywall.jobs.JobBoard;
import io.partywall.jobs.Load;
import io.partywall.jobs.LoadWatch;
import java.time.Duration;
import java.util.function.ToDoubleFunction;
import org.springframework.stereotype.Component;

/** Tells how many jobs wait, run and fail, of all tenants together; looked at when somebody asks, and at most every ten seconds. */
@Component
final class JobMetrics implements MeterBinder {

    private static final long REMEMBERED_NANOS = Duration.ofSeconds(10).toNanos();

    private final LoadWatch watch;
    private Load last;
    private long lookedAt;

    JobMetrics(JobBoard board) {
        this.watch = board.watch(null, Duration.ofDays(1));
        this.last = new Load(0, 0, 0, 0, 0, 0, 0, null, false);
        this.lookedAt = System.nanoTime() - REMEMBERED_NANOS;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(registry, "waiting", Load::waiting);
        gauge(registry, "running", Load::running);
        gauge(registry, "scheduled", Load::scheduled);
        gauge(registry, "failed", Load::failed);
        gauge(registry, "dead", Load::dead);
        Gauge.builder(
                        "partywall.jobs.completed.per.second",
                        this,
                        metrics -> metrics.load().completedPerSecond())
                .register(registry);
        Gauge.builder("partywall.jobs.oldest.wait.seconds", this, metrics -> seconds(metrics.load()))
                .register(registry);
    }

    private void gauge(MeterRegistry registry, String state, ToDoubleFunction<Load> value) {
        Gauge.builder("partywall.jobs", this, metrics -> value.applyAsDouble(metrics.load()))
                .tag("state", state)
                .register(registry);
    }

    private static double seconds(Load load) {
        Duration wait = load.oldestWait();
        return wait == null ? 0 : wait.toMillis() / 1000.0;
    }

    private synchronized Load load() {
        if (System.nanoTime() - lookedAt >= REMEMBERED_NANOS) {
            last = watch.read(1).total();
            lookedAt = System.nanoTime();
        }
        return last;
    }
}
