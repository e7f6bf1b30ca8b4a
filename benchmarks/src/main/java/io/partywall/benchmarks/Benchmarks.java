package io.partywall.benchmarks;

import io.partywall.benchmarks.api.Api;
import io.partywall.benchmarks.queues.Fairness;
import io.partywall.benchmarks.queues.Fairness.Fair;
import io.partywall.benchmarks.queues.Measurement;
import io.partywall.benchmarks.queues.Queues;
import io.partywall.jobs.faults.FaultRun;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The command {@code benchmarks/run}. */
final class Benchmarks {

    private Benchmarks() {}

    public static void main(String[] arguments) throws Exception {
        Locale.setDefault(Locale.ROOT);
        if (arguments.length > 0 && arguments[0].equals("faults")) {
            System.exit(FaultRun.main(List.of(arguments).subList(1, arguments.length), System.out));
        }
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException misuse) {
            System.err.println(misuse.getMessage());
            System.exit(2);
            return;
        }
        Report report = new Report(System.out);
        List<Result> results = options.needsServer() ? measure(options, report) : List.of();
        List<Measurement> queues =
                options.queues() ? Queues.measure(options.roundsOfQueues(), options.jobs(), System.out) : List.of();
        List<Fair> floods = options.fairness()
                ? Fairness.measure(options.floodingJobs(), options.roundsOfFairness(), System.out)
                : List.of();
        List<String> api = options.api()
                ? Api.measure(options.roundsOfApi(), options.clients(), options.seconds(), System.out)
                : List.of();
        if (options.output() != null) {
            Files.writeString(options.output(), Report.json(results, queues, floods, api));
        }
    }

    private static List<Result> measure(Options options, Report report) throws SQLException, IOException {
        List<Result> results = new ArrayList<>();
        try (Server server = Server.start()) {
            report.machine(server.version());
            if (options.reads() || options.growth()) {
                report.rounds(options.rounds());
                Shop.create(server);
            }
            if (options.reads()) {
                List<Result> reads = Reads.measure(server, options.rounds(), report);
                report.wantedOfReads(reads);
                results.addAll(reads);
            }
            if (options.growth()) {
                List<Result> growth = Growth.measure(server, options.rounds(), report);
                report.wantedOfGrowth(growth);
                results.addAll(growth);
            }
            if (options.imports()) {
                report.roundsOfImports(options.roundsOfImports());
                List<Result> imports = Imports.measure(server, options.roundsOfImports(), report);
                report.wantedOfImports(imports);
                results.addAll(imports);
            }
            if (options.inspections()) {
                List<Result> inspections = Inspections.measure(server, options.roundsOfImports(), report);
                report.wantedOfInspections(inspections);
                results.addAll(inspections);
            }
        }
        return results;
    }
}
