package io.partywall.benchmarks.queues;

import com.zaxxer.hikari.HikariDataSource;
import io.partywall.jobs.JobHandlers;
import io.partywall.jobs.JobType;
import io.partywall.jobs.NewJob;
import io.partywall.jobs.WorkerOptions;
import io.partywall.jobs.Workers;
import io.partywall.schema.Roles;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** Whether caps hold exactly, and are used up, while eight workers compete for the jobs of twenty tenants. */
final class Caps {

    private static final int TENANTS = 20;
    private static final int JOBS = 200;
    private static final int WORKERS = 8;
    private static final int SLOTS = 8;
    private static final int CONNECTIONS_OF_A_WORKER = 5;

    /** Milliseconds that it takes. */
    record Nap(int millis) {}

    private static final JobType<Nap> TYPE = JobType.of("nap", Nap.class);

    // A job counts from the claim to when its end is stored, which is more than its handler runs.
    private static final String AT_ONCE = """
        select max(at_once) from (
            select sum(step) over (order by at, step) as at_once from (
                select started_at as at, 1 as step from app.finished_jobs where tenant_id = ':tenant'
                union all select finished_at, -1 from app.finished_jobs where tenant_id = ':tenant') steps) counted
        """;

    private Caps() {}

    static void measure(Installation installation, Database database, PrintStream out) {
        database.execute("truncate app.jobs, app.finished_jobs, app.job_shares, app.job_queues");
        for (int number = 0; number < TENANTS; number++) {
            database.execute("insert into app.job_shares (tenant_id, id, queue, cap) values ('"
                    + installation.tenant(number).id() + "', gen_random_uuid(), 'default', " + cap(number) + ")");
            installation.inTenant(
                    number,
                    scope -> installation
                            .jobs()
                            .enqueueAll(
                                    scope,
                                    IntStream.range(0, JOBS)
                                            .mapToObj(i -> NewJob.of(TYPE, new Nap(1 + i % 10)))
                                            .toList()));
        }
        JobHandlers handlers = JobHandlers.none().with(TYPE, (nap, job) -> {
            LockSupport.parkNanos(nap.millis() * 1_000_000L);
            return null;
        });
        try (HikariDataSource platform = database.pool(Roles.PLATFORM, WORKERS * CONNECTIONS_OF_A_WORKER)) {
            List<Workers> workers = new ArrayList<>();
            for (int i = 0; i < WORKERS; i++) {
                workers.add(installation.start(platform, handlers, WorkerOptions.DEFAULT.withSlots(SLOTS)));
            }
            while (database.number("select count(*) from app.jobs") > 0) {
                LockSupport.parkNanos(50_000_000);
            }
            workers.forEach(Workers::close);
        }
        int exact = 0;
        for (int number = 0; number < TENANTS; number++) {
            long most = database.number(
                    AT_ONCE.replace(":tenant", installation.tenant(number).id().toString()));
            if (most > cap(number)) {
                throw new IllegalStateException("a tenant with a cap of " + cap(number) + " had " + most + " at once");
            }
            exact += most == cap(number) ? 1 : 0;
        }
        out.printf(
                "caps from 1 to 5 of %d tenants under %d workers with %d slots, %,d jobs%n"
                        + "    passed by none, reached by %d%n",
                TENANTS, WORKERS, SLOTS, TENANTS * JOBS, exact);
    }

    private static int cap(int tenant) {
        return 1 + tenant % 5;
    }
}
