package io.partywall.inspector;

import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.finding.Finding;
import io.partywall.inspector.finding.Kind;
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
import javax.sql.DataSource;

/** Finds the holes in a database's tenant isolation. Reads the catalogue only, in one read-only snapshot. */
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
        try (Connection connection = dataSource.getConnection()) {
            return inspect(connection, options);
        } catch (SQLException failure) {
            throw Refusals.of(failure);
        }
    }

    private static Report inspect(Connection connection, Options options) throws SQLException {
        if (!connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
            throw new InspectionException(
                    "This is " + connection.getMetaData().getDatabaseProductName() + ", not PostgreSQL.");
        }
        if (connection.getMetaData().getDatabaseMajorVersion() < OLDEST) {
            throw new InspectionException(
                    "PostgreSQL " + connection.getMetaData().getDatabaseProductVersion()
                            + " is too old to be inspected: " + OLDEST + " or newer is needed.");
        }
        long begun = System.nanoTime();
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("set transaction isolation level repeatable read, read only");
            statement.execute("set local search_path = pg_catalog");
            Database db = Database.read(connection, options.wishes());
            requireTenantColumn(db, options.tenantColumn());
            return report(db, options.decisions(), begun);
        } catch (IllegalArgumentException unknown) {
            throw new InspectionException(String.valueOf(unknown.getMessage()), unknown);
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

    private static Report report(Database db, Decisions decisions, long begun) {
        List<Check> checks = Checks.all();
        Map<String, Decisions.Accepted> accepted = decisions.accepted().stream()
                .collect(Collectors.toMap(Decisions.Accepted::identity, Function.identity(), (first, second) -> first));
        List<Finding> all = checks.stream()
                .flatMap(check -> Findings.of(check, db).stream())
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
                checks.stream().map(Inspector::kind).toList(),
                db.assumptions(),
                all.stream().filter(f -> !accepted.containsKey(f.identity())).toList(),
                all.stream()
                        .flatMap(f -> Optional.ofNullable(accepted.get(f.identity())).stream()
                                .map(a -> new Report.Accepted(f, a.reason())))
                        .toList(),
                decisions.accepted().stream()
                        .filter(a -> !occurring.contains(a.identity()))
                        .toList(),
                Notes.of(db));
    }

    private static Kind kind(Check check) {
        return new Kind(check.id(), check.severity(), check.title(), check.explanation());
    }
}
