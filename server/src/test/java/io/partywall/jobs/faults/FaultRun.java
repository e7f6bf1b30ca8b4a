package io.partywall.jobs.faults;

import io.partywall.database.Role;
import io.partywall.isolation.TenantId;
import io.partywall.jobs.faults.Evidence.Batch;
import io.partywall.tenants.Tenants;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** The run: jobs are added and done while faults are made, then all is left to come to rest, then the records are checked. */
public final class FaultRun {

    private static final int CAP = 3;

    private final Plan plan;
    private final PrintStream out;
    private final Report report;

    private FaultRun(Plan plan, PrintStream out) {
        this.plan = plan;
        this.out = out;
        this.report = new Report(out);
    }

    /** The long run, as {@code benchmarks/run faults}: 0 when every promise held, 1 when not, 2 when it was not understood. */
    public static int main(List<String> words, PrintStream out) throws Exception {
        Locale.setDefault(Locale.ROOT);
        // Connections break all the time here, which the libraries of this process need not say.
        System.setProperty("PARTYWALL_LOG", "OFF");
        try {
            return run(Plan.parse(words), out).held() ? 0 : 1;
        } catch (IllegalArgumentException misuse) {
            out.println(misuse.getMessage());
            return 2;
        }
    }

    /** {@link IllegalArgumentException} where the plan cannot be followed on this machine. */
    static Verdict run(Plan plan, PrintStream out) throws Exception {
        if (plan.clocks() && FakeTime.library().isEmpty()) {
            throw new IllegalArgumentException(
                    "clocks cannot jump here: install libfaketime (apt-get install libfaketime)");
        }
        Path directory = Files.createTempDirectory("partywall-faults");
        Verdict verdict = new FaultRun(plan, out).in(directory);
        if (verdict.held()) {
            delete(directory);
        } else {
            out.println("\nwhat the workers wrote is in " + directory);
        }
        return verdict;
    }

    private Verdict in(Path directory) throws Exception {
        try (DurableServer server = DurableServer.start(Files.createDirectory(directory.resolve("database")))) {
            report.begin(plan, server.version());
            List<TenantId> tenants = tenants(server);
            try (Proxy proxy = new Proxy(server.port(), plan.seed());
                    Producer producer = new Producer(plan, server, proxy.port(), tenants);
                    Fleet fleet = new Fleet(
                            directory,
                            environment(server, proxy),
                            FakeTime.library().orElse(null),
                            plan.workers())) {
                return work(server, proxy, producer, fleet);
            }
        }
    }

    private Verdict work(DurableServer server, Proxy proxy, Producer producer, Fleet fleet) throws Exception {
        producer.start();
        Map<Fault, Integer> made;
        try (Faults faults = new Faults(plan, server, proxy, fleet, out)) {
            faults.make();
            made = faults.made();
        }
        fleet.thawAll();
        proxy.calm();
        long begin = System.nanoTime();
        out.println("no more faults; " + producer.committed() + " jobs added");
        boolean added = Await.until(plan.patience(), producer::isDone);
        boolean drained = added && Await.until(plan.patience(), () -> isDrained(server));
        out.printf("%s after %.1f s%n", drained ? "at rest" : "NOT at rest", (System.nanoTime() - begin) / 1e9);
        int late = fleet.stop();
        List<Batch> batches = producer.batches();
        Evidence evidence;
        try (Connection connection = server.admin()) {
            evidence = new Records(connection).evidence(batches, fleet.lives());
        }
        Map<UUID, Story> stories = Story.of(evidence);
        Verdict verdict = Checker.check(evidence, stories);
        verdict.check(
                Promise.EVERY_JOB_ENDS, added && drained, null, "not everything came to its end in " + plan.patience());
        verdict.check(Promise.EVERY_JOB_ENDS, late == 0, null, late + " workers did not stop when they were asked to");
        report.faults(made, proxy.cuts(), fleet.started());
        report.counts(evidence, stories);
        report.refusals(fleet.logs());
        report.verdict(verdict, stories);
        return verdict;
    }

    /** Every third of them may run few jobs at once. */
    private List<TenantId> tenants(DurableServer server) throws SQLException {
        Tenants tenants = new Tenants(server.url(Role.PLATFORM, server.port()).dataSource());
        List<TenantId> all = new ArrayList<>();
        try (Connection connection = server.admin();
                PreparedStatement cap = connection.prepareStatement(
                        "insert into app.job_shares (tenant_id, id, queue, cap) values (?, gen_random_uuid(), ?, ?)")) {
            for (int i = 0; i < plan.tenants(); i++) {
                TenantId tenant = tenants.create(
                                "tenant-" + i, "Tenant " + i, ZoneOffset.UTC, Currency.getInstance("EUR"))
                        .id();
                all.add(tenant);
                for (String queue : i % 3 == 0 ? Kind.queues() : List.<String>of()) {
                    cap.setObject(1, tenant.value());
                    cap.setString(2, queue);
                    cap.setInt(3, CAP);
                    cap.executeUpdate();
                }
            }
        }
        return all;
    }

    private static Map<String, String> environment(DurableServer server, Proxy proxy) {
        return Map.of(
                WorkerMain.PLATFORM_URL, server.url(Role.PLATFORM, proxy.port()).toJdbc(),
                WorkerMain.APP_URL, server.url(Role.APP, proxy.port()).toJdbc(),
                WorkerMain.KEYS, server.keys());
    }

    private static boolean isDrained(DurableServer server) throws SQLException {
        try (Connection connection = server.admin();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select not exists (select from app.jobs)")) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
