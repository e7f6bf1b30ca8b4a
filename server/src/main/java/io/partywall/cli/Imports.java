package io.partywall.cli;

import io.partywall.connectors.onlineretail.OnlineRetailImport;
import io.partywall.connectors.onlineretail.OnlineRetailImport.Result;
import io.partywall.connectors.onlineretail.RejectedLines;
import io.partywall.isolation.TenantContext;
import io.partywall.tenants.Tenant;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jooq.exception.DataAccessException;

/** Imports several files for a person who watches, and tells what became of them. */
final class Imports {

    private final OnlineRetailImport imports;
    private final Tenant tenant;
    private final TenantContext context;
    private final boolean strict;

    Imports(OnlineRetailImport imports, Tenant tenant, TenantContext context, boolean strict) {
        this.imports = imports;
        this.tenant = tenant;
        this.context = context;
        this.strict = strict;
    }

    /** Imports the files one after the other, and prints the counts of all. */
    void run(List<Path> files, long bytes) {
        if (strict) {
            refuseRejects(files);
        }
        long begin = System.nanoTime();
        List<Result> results = new ArrayList<>();
        try (Progress progress = Progress.of("import into " + tenant.slug(), bytes)) {
            long before = 0;
            for (int i = 0; i < files.size(); i++) {
                Path file = files.get(i);
                String note = "file " + (i + 1) + " of " + files.size() + ": " + file.getFileName();
                long done = before;
                try {
                    results.add(
                            imports.run(tenant, context, file, strict, position -> progress.at(done + position, note)));
                } catch (DataAccessException failure) {
                    throw new UserError(file + ": nothing of it was imported: " + DatabaseTrouble.reason(failure));
                }
                before += size(file);
                progress.at(before, note);
            }
        }
        System.out.print(summary(results, Duration.ofNanos(System.nanoTime() - begin)));
        results.forEach(result -> {
            if (result.rejects() != null) {
                System.out.println("rejected lines: " + result.rejects());
            }
        });
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

    private static long size(Path file) {
        return file.toFile().length();
    }

    private static String summary(List<Result> results, Duration took) {
        Table counts = new Table("files", "read", "inserted", "updated", "removed", "unchanged", "rejected");
        long read = results.stream().mapToLong(Result::read).sum();
        counts.row(
                results.size(),
                read,
                results.stream().mapToLong(r -> r.counts().inserted()).sum(),
                results.stream().mapToLong(r -> r.counts().updated()).sum(),
                results.stream().mapToLong(r -> r.counts().removed()).sum(),
                results.stream().mapToLong(r -> r.counts().unchanged()).sum(),
                results.stream().mapToLong(Result::rejected).sum());
        double seconds = took.toMillis() / 1000.0;
        return counts.print(Output.TABLE)
                + String.format(
                        Locale.ROOT, "in %.1f s, %,.0f lines a second%n", seconds, read / Math.max(seconds, 0.001));
    }
}
