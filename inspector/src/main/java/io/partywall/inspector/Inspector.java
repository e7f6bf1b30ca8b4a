package io.partywall.inspector;

import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.finding.Finding;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
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
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("set transaction isolation level repeatable read, read only");
            statement.execute("set local search_path = pg_catalog");
            return report(Database.read(connection, options.wishes()), options.decisions());
        } catch (IllegalArgumentException unknown) {
            throw new InspectionException(String.valueOf(unknown.getMessage()), unknown);
        } finally {
            connection.rollback();
            connection.setAutoCommit(autoCommit);
        }
    }

    private static Report report(Database db, Decisions decisions) {
        List<Check> checks = Checks.all();
        Set<String> accepted =
                decisions.accepted().stream().map(Decisions.Accepted::identity).collect(Collectors.toSet());
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
                db.assumptions(),
                all.stream().filter(f -> !accepted.contains(f.identity())).toList(),
                decisions.accepted().stream()
                        .filter(a -> occurring.contains(a.identity()))
                        .toList(),
                decisions.accepted().stream()
                        .filter(a -> !occurring.contains(a.identity()))
                        .toList(),
                Notes.of(db),
                checks.size());
    }
}
