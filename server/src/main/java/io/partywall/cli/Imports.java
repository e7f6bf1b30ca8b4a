package io.partywall.cli;

import io.partywall.connectors.onlineretail.ImportFile;
import io.partywall.connectors.onlineretail.ImportFile.Imported;
import io.partywall.connectors.onlineretail.OnlineRetailImport;
import io.partywall.connectors.onlineretail.RejectedLines;
import io.partywall.database.Role;
import io.partywall.isolation.Access;
import io.partywall.jobs.DatabaseClock;
import io.partywall.jobs.WorkerOptions;
import io.partywall.jobs.Workers;
import io.partywall.tenants.Tenant;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;

/** Imports several files for a person who watches, as jobs that this process does itself, and tells what became of them. */
final class Imports {

    /** Two at once, so that another tenant's file does not keep this command waiting; quick to end. */
    private static final WorkerOptions WORKERS = WorkerOptions.DEFAULT
            .withQueues(List.of(ImportFile.QUEUE.name()))
            .withSlots(2)
            .withGrace(Duration.ofSeconds(1));

    private final Platform platform;
    private final Tenant tenant;
    private final boolean strict;

    Imports(Platform platform, Tenant tenant, boolean strict) {
        this.platform = platform;
        this.tenant = tenant;
        this.strict = strict;
    }

    /** Imports the files one after the other, and prints the counts of all. */
    @SuppressWarnings("try") // an interrupted command stops its workers before the process ends
    void run(List<Path> files, long bytes) {
        if (strict) {
            refuseRejects(files);
        }
        DataSource source = platform.database().dataSource(Role.PLATFORM);
        ImportFile.QUEUE.open(source);
        ImportJobs jobs = new ImportJobs(
                source,
                platform.tenancy(),
                platform.contexts().service(tenant.id(), "import", Access.WRITE),
                files,
                strict);
        AtomicBoolean done = new AtomicBoolean();
        long begin = System.nanoTime();
        jobs.begin();
        try (Workers workers = Workers.start(
                source,
                platform.tenancy(),
                platform.contexts(),
                DatabaseClock.of(source),
                platform.jobHandlers(),
                WORKERS)) {
            platform.database().beforeExit(() -> {
                if (!done.get()) {
                    callOff(jobs, workers);
                }
            });
            try {
                List<Imported> results;
                try (Progress progress = Progress.of("import into " + tenant.slug(), bytes)) {
                    results = jobs.await(progress);
                }
                print(files, results, Duration.ofNanos(System.nanoTime() - begin));
            } finally {
                done.set(true);
            }
        }
    }

    private static void callOff(ImportJobs jobs, Workers workers) {
        try (workers) {
            jobs.cancel();
        }
        // What did not end in time was given back.
        jobs.cancel();
    }

    /** Strictly nothing is imported: of no file, if any of them has a line that cannot be read. */
    private static void refuseRejects(List<Path> files) {
        List<String> refused = new ArrayList<>();
        for (Path file : files) {
            try {
                OnlineRetailImport.check(file);
            } catch (RejectedLines rejected) {
                refused.add(String.valueOf(rejected.getMessage()));
            }
        }
        if (!refused.isEmpty()) {
            throw new UserError(String.join("; ", refused));
        }
    }

    private static void print(List<Path> files, List<Imported> results, Duration took) {
        System.out.print(summary(results, took));
        for (int i = 0; i < files.size(); i++) {
            String rejects = results.get(i).rejects();
            if (rejects != null) {
                System.out.println("rejected lines: "
                        + files.get(i).resolveSibling(Path.of(rejects).getFileName()));
            }
        }
        System.out.flush();
    }

    private static String summary(List<Imported> results, Duration took) {
        Table counts = new Table("files", "read", "inserted", "updated", "removed", "unchanged", "rejected");
        long read = results.stream().mapToLong(Imported::read).sum();
        counts.row(
                results.size(),
                read,
                results.stream().mapToLong(Imported::inserted).sum(),
                results.stream().mapToLong(Imported::updated).sum(),
                results.stream().mapToLong(Imported::removed).sum(),
                results.stream().mapToLong(Imported::unchanged).sum(),
                results.stream().mapToLong(Imported::rejected).sum());
        double seconds = took.toMillis() / 1000.0;
        return counts.print(Output.TABLE)
                + String.format(
                        Locale.ROOT, "in %.1f s, %,.0f lines a second%n", seconds, read / Math.max(seconds, 0.001));
    }
}
