package io.partywall.inspector;

import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.finding.Finding;
import io.partywall.inspector.finding.Kind;
import io.partywall.inspector.probe.ProbeReport;
import io.partywall.inspector.probe.Probes;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * Finds the holes in a database's tenant isolation. Reads the catalogue only, in one read-only snapshot; unless probes are
 * asked for, which try what it suggests, and roll back.
 */
public final class Inspector {

    private static final int OLDEST = 14;

    private Inspector() {}

    /**
     * Inspects the database.
     *
     * @param dataSource connects to it, as any role that may read the catalogue: every role may, unless it was revoked
     * @return what was found; never null, and complete: no finding is left out for its number
     * @throws InspectionException when the database cannot be reached or its catalogue cannot be read, or when an option
     *     names what is not there
     */
    public static Report inspect(DataSource dataSource, Options options) {
        long begun = System.nanoTime();
        try {
            Database db = read(dataSource, options);
            // The connection is given back before: probes need two of their own.
            ProbeReport probes = options.probe().isPresent()
                    ? Probes.run(dataSource, db, options.probe().get())
                    : ProbeReport.none();
            return report(db, options.decisions(), probes, begun);
        } catch (SQLException failure) {
            throw Refusals.of(failure);
        } catch (IllegalArgumentException refused) {
            throw new InspectionException(String.valueOf(refused.getMessage()), refused);
        }
    }

    private static Database read(DataSource dataSource, Options options) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return read(connection, options);
        }
    }

    private static Database read(Connection connection, Options options) throws SQLException {
        if (!connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
            throw new InspectionException(
                    "This is " + connection.getMetaData().getDatabaseProductName() + ", not PostgreSQL.");
        }
        if (connection.getMetaData().getDatabaseMajorVersion() < OLDEST) {
            throw new InspectionException(
                    "PostgreSQL " + connection.getMetaData().getDatabaseProductVersion()
                            + " is too old to be inspected: " + OLDEST + " or newer is needed.");
        }
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("set transaction isolation level repeatable read, read only");
            statement.execute("set local search_path = pg_catalog");
            Database db = Database.read(connection, options.wishes());
            requireTenantColumn(db, options.tenantColumn());
            return db;
        } finally {
            connection.rollback();
            connection.setAutoCommit(autoCommit);
        }
    }

    /** A name that no table has would be a database without tenants, in which everything holds. */
    private static void requireTenantColumn(Database db, String wished) {
        if (!wished.isEmpty() && db.tenantTables().findAny().isEmpty()) {
            throw new InspectionException(
                    "No table has a column " + wished + ": name the column that says whose a row is.");
        }
    }

    private static Report report(Database db, Decisions decisions, ProbeReport probes, long begun) {
        List<Check> checks = Checks.all();
        Map<String, Decisions.Accepted> accepted = decisions.accepted().stream()
                .collect(Collectors.toMap(Decisions.Accepted::identity, Function.identity(), (first, second) -> first));
        List<Finding> all = Stream.concat(
                        checks.stream().flatMap(check -> Findings.of(check, db).stream()), probes.findings().stream())
                .sorted(Comparator.comparing(Finding::severity)
                        .reversed()
                        .thenComparing(Finding::check, CheckOrder.INSTANCE)
                        .thenComparing(Finding::object))
                .toList();
        Set<String> occurring = all.stream().map(Finding::identity).collect(Collectors.toSet());
        return new Report(
                db.server().database(),
                db.server().version(),
                Duration.ofNanos(System.nanoTime() - begun),
                Stream.concat(checks.stream().map(Inspector::kind), probes.kinds().stream())
                        .toList(),
                db.assumptions(),
                all.stream().filter(f -> !accepted.containsKey(f.identity())).toList(),
                all.stream()
                        .flatMap(f -> Optional.ofNullable(accepted.get(f.identity())).stream()
                                .map(a -> new Report.Accepted(f, a.reason())))
                        .toList(),
                decisions.accepted().stream()
                        .filter(a -> !occurring.contains(a.identity()))
                        .toList(),
                Notes.of(db),
                probes);
    }

    private static Kind kind(Check check) {
        return new Kind(check.id(), check.severity(), check.title(), check.explanation());
    }
}
