package io.partywall.benchmarks.api;

import io.partywall.benchmarks.api.Comparison.Compared;
import io.partywall.benchmarks.api.Load.Loaded;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/** The measurement of the served API: what it bears, and what its walls cost. */
public final class Api {

    private static final int FEW = 8;
    private static final double MOST_OF_PLAIN = 1.3;
    private static final double MOST_GROWTH = 1.1;

    private Api() {}

    /** Measures a server of its own, and prints the figures as they come; returns them as JSON objects. */
    public static List<String> measure(int rounds, int clients, int seconds, PrintStream out)
            throws SQLException, IOException {
        try (ServedPlatform served = ServedPlatform.start()) {
            Visitors visitors = Visitors.in(served);
            heading(served, out);
            out.printf(
                    "%d interleaved rounds of a second each; milliseconds at the median request of the median round"
                            + " (lowest-highest)%n",
                    rounds);
            List<Compared> compared = Comparison.measure(served, visitors, List.of(FEW, clients), rounds, out);
            Loaded loaded = Load.measure(served, visitors, clients, seconds, out);
            loaded.print(out);
            wanted(compared, loaded, out);
            return Stream.concat(compared.stream().map(Compared::json), Stream.of(loaded.json()))
                    .toList();
        }
    }

    private static void heading(ServedPlatform served, PrintStream out) throws SQLException {
        try (Connection connection = served.superuser()) {
            out.println();
            out.println("== api ==");
            out.printf(
                    "%d cores, JDK %s, PostgreSQL %s, clients and server in one process; %d tenants of %d KPIs%n",
                    Runtime.getRuntime().availableProcessors(),
                    Runtime.version(),
                    connection.getMetaData().getDatabaseProductVersion(),
                    Visitors.TENANTS,
                    Visitors.KPIS);
        }
    }

    private static void wanted(List<Compared> compared, Loaded loaded, PrintStream out) {
        out.println();
        out.println("== wanted ==");
        for (Compared one : compared) {
            wanted(
                    one.ratio() <= MOST_OF_PLAIN,
                    "%s, %d clients: at most %.1f x plain JDBC; found %.2f"
                            .formatted(one.endpoint(), one.clients(), MOST_OF_PLAIN, one.ratio()),
                    out);
        }
        wanted(loaded.errors() == 0, "load: no errors; found " + loaded.errors(), out);
        wanted(
                loaded.inUseAfter() <= loaded.inUseBefore(),
                "load: no connection stays in use; found " + loaded.inUseAfter(),
                out);
        double growth = (double) loaded.heaps().getLast() / loaded.heaps().getFirst();
        wanted(
                growth <= MOST_GROWTH,
                "load: at most %.1f x the heap that was in use before; found %.2f".formatted(MOST_GROWTH, growth),
                out);
    }

    private static void wanted(boolean holds, String what, PrintStream out) {
        out.printf("%-6s %s%n", holds ? "holds" : "MISSED", what);
    }
}
