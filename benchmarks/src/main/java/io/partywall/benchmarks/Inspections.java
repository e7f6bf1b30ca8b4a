package io.partywall.benchmarks;

import io.partywall.benchmarks.Sampler.Micros;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An inspection of a large database, each time in a process of its own with little memory. */
final class Inspections {

    static final String SCENARIO = "inspect 1,000 tables with 4 policies each";
    static final String INSPECTION = "inspection";
    static final String PROCESS = "whole process";

    private static final int TABLES = 1_000;
    private static final int BATCH = 100;
    private static final String HEAP = "-Xmx64m";

    /** What one process said. */
    private record Run(long findings, long nanos, long processNanos, long megabytes) {}

    private Inspections() {}

    static List<Result> measure(Server server, int rounds, Report report) throws SQLException, IOException {
        report.link("inspection");
        server.execute("create database inspected");
        server.execute("inspected", Script.read("inspected.sql", Map.of()));
        // In one transaction they would hold more locks than the server has room for.
        for (int from = 1; from <= TABLES; from += BATCH) {
            server.execute(
                    "inspected", Script.read("inspected-tables.sql", Map.of("from", from, "to", from + BATCH - 1)));
        }
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            runs.add(run(server));
        }
        Result result = new Result(
                "loopback",
                SCENARIO,
                Map.of(
                        INSPECTION,
                        Micros.of(runs.stream().mapToLong(Run::nanos).toArray()),
                        PROCESS,
                        Micros.of(runs.stream().mapToLong(Run::processNanos).toArray())));
        report.printInspection(
                result,
                runs.getFirst().findings(),
                runs.stream().mapToLong(Run::megabytes).max().orElse(0));
        return List.of(result);
    }

    private static Run run(Server server) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        long start = System.nanoTime();
        Process process = new ProcessBuilder(
                        java,
                        HEAP,
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        InspectOnce.class.getName(),
                        server.superuserUrl("inspected"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String[] said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .strip()
                .split(" ", -1);
        long processNanos = System.nanoTime() - start;
        if (said.length != 3) {
            throw new IOException("the inspection failed");
        }
        return new Run(
                Long.parseLong(said[0]), Long.parseLong(said[1]) * 1_000_000, processNanos, Long.parseLong(said[2]));
    }
}
