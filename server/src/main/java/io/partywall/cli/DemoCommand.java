package io.partywall.cli;

import io.partywall.access.Operators;
import io.partywall.database.Role;
import io.partywall.demo.Demo;
import io.partywall.demo.DemoShop;
import io.partywall.demo.DemoTrade;
import io.partywall.demo.WallTrials;
import io.partywall.isolation.Access;
import io.partywall.isolation.TenantContext;
import io.partywall.snapshots.Snapshot;
import io.partywall.tenants.Tenant;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        description = {
            "Make three tenants with thirteen months of trade, show their figures, try their walls, and serve the API.",
            "Run again it shows the same."
        },
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

    private static final int WEEKS = 8;
    private static final int CHART_WIDTH = 24;

    @Option(names = "--port", defaultValue = "8080", description = "Where to serve (default: ${DEFAULT-VALUE})")
    private int port = 8080;

    @Option(names = "--no-serve", description = "Show the figures and end")
    private boolean ends;

    private final UntilAsked untilAsked = new UntilAsked();

    @Override
    public Integer call() throws SQLException, InterruptedException {
        ServeSettings settings = ServeSettings.of(demonstrated(System.getenv()), port);
        try (Platform platform = Platform.open("demo")) {
            Demo demo = new Demo(
                    platform.tenants(),
                    platform.contexts(),
                    platform.tenancy(),
                    platform.onlineRetailImport(),
                    platform.database().home().resolve("demo"));
            List<Tenant> tenants = prepare(demo);
            tenants.forEach(tenant -> System.out.print(weeks(demo, tenant)));
            System.out.print(walls(platform, tenants));
            System.out.println("Look for yourself:");
            System.out.println("  ./partywall snapshots --tenant "
                    + tenants.getFirst().slug() + " --from " + Demo.LAST_DAY.minusDays(6) + " --to " + Demo.LAST_DAY);
            System.out.println(
                    "  psql \"$(./partywall database url)\"     and, to be let in: ./partywall context --tenant "
                            + tenants.getFirst().slug());
            if (!ends) {
                System.out.println("Logins: " + String.join(", ", logins(platform, tenants.getFirst())));
                untilAsked.work(platform, () -> Serving.start(platform, settings, port), Serving.STOPPING);
            }
            return 0;
        } finally {
            untilAsked.end();
        }
    }

    /** A person reads the log here, and its mails. */
    private static Map<String, String> demonstrated(Map<String, String> environment) {
        Map<String, String> settings = new HashMap<>(environment);
        settings.putIfAbsent("PARTYWALL_LOG_FORMAT", "text");
        return settings;
    }

    /** Whoever can log in, with a password that is this installation's own. */
    private static List<String> logins(Platform platform, Tenant tenant) {
        String password = DemoPassword.of(platform.database().home());
        Operators operators = new Operators(platform.database().dataSource(Role.PLATFORM));
        List<String> logins = Demo.members(tenant);
        logins.forEach(email -> operators.setPassword(email, password));
        return logins.stream().map(email -> email + " / " + password).toList();
    }

    private static List<Tenant> prepare(Demo demo) throws InterruptedException {
        List<DemoShop> shops = DemoShop.all();
        long files = shops.size()
                * (Demo.LAST_DAY.toEpochDay()
                        - DemoTrade.firstDay(Demo.LAST_DAY).toEpochDay()
                        + 1);
        AtomicLong imported = new AtomicLong();
        try (Progress progress = Progress.of("demo", files);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Tenant>> tenants = shops.stream()
                    .map(shop -> threads.submit(() -> demo.prepare(shop, file -> {
                        synchronized (progress) {
                            progress.at(imported.incrementAndGet(), "importing " + shop.slug());
                        }
                    })))
                    .toList();
            return tenants.stream().map(DemoCommand::result).toList();
        }
    }

    private static Tenant result(Future<Tenant> tenant) {
        try {
            return tenant.get();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted");
        }
    }

    private static String weeks(Demo demo, Tenant tenant) {
        List<Snapshot> days = demo.lastDays(tenant, WEEKS * 7);
        List<List<Snapshot>> weeks = IntStream.range(0, WEEKS)
                .mapToObj(week ->
                        days.stream().filter(day -> weekOf(day.date()) == week).toList())
                .toList();
        BigDecimal highest = weeks.stream()
                .map(DemoCommand::revenue)
                .max(BigDecimal::compareTo)
                .orElse(BigDecimal.ZERO);
        Table table = new Table("week to", "orders", "customers a day", "revenue " + tenant.currency(), "");
        for (int week = 0; week < WEEKS; week++) {
            List<Snapshot> snapshots = weeks.get(week);
            BigDecimal revenue = revenue(snapshots);
            table.row(
                    Demo.LAST_DAY.minusDays(7L * (WEEKS - 1 - week)),
                    snapshots.stream().mapToLong(Snapshot::conversions).sum(),
                    Math.round(snapshots.stream()
                            .mapToLong(Snapshot::users)
                            .average()
                            .orElse(0)),
                    revenue,
                    Chart.bar(revenue, highest, CHART_WIDTH));
        }
        return "\n" + tenant.name() + "  "
                + Chart.line(days.stream().map(Snapshot::revenue).toList()) + "\n\n" + table.print(Output.TABLE);
    }

    private static long weekOf(LocalDate date) {
        return WEEKS - 1 - (Demo.LAST_DAY.toEpochDay() - date.toEpochDay()) / 7;
    }

    private static BigDecimal revenue(List<Snapshot> days) {
        return days.stream().map(Snapshot::revenue).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static String walls(Platform platform, List<Tenant> tenants) throws SQLException {
        Tenant own = tenants.getFirst();
        Tenant other = tenants.get(1);
        TenantContext context = platform.contexts().service(own.id(), "demo", Access.READ);
        Table table = new Table("as " + own.slug() + ", select from app.analytics_events with", "got");
        new WallTrials(platform.database().dataSource(Role.APP))
                .run(own, context, other)
                .forEach(trial -> table.row(trial.attempt(), trial.outcome()));
        return "\nThe wall, from the outside: the application's login, plain SQL\n\n" + table.print(Output.TABLE)
                + "\n";
    }
}
