package io.partywall.benchmarks;

import io.partywall.inspector.Inspector;
import io.partywall.inspector.Options;
import io.partywall.inspector.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.postgresql.ds.PGSimpleDataSource;

/** A process that inspects one database and says what it took: findings, milliseconds, the most memory it had. */
final class InspectOnce {

    private InspectOnce() {}

    public static void main(String[] arguments) throws IOException {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(arguments[0]);
        long start = System.nanoTime();
        Report report = Inspector.inspect(database, Options.guess());
        long millis = (System.nanoTime() - start) / 1_000_000;
        System.out.println(report.findings().size() + " " + millis + " " + peakMegabytes());
    }

    /** Heap, code, threads: all that the system ever gave to this process. */
    private static long peakMegabytes() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .findFirst()
                            .orElse(0)
                    / 1024;
        }
    }
}
