package io.partywall.cli;

import io.partywall.database.Database;
import io.partywall.database.Role;
import io.partywall.inspector.Decisions;
import io.partywall.inspector.Inspector;
import io.partywall.inspector.Options;
import io.partywall.inspector.Report;
import io.partywall.inspector.finding.Finding;
import io.partywall.inspector.finding.Severity;
import io.partywall.schema.Roles;
import java.util.List;
import javax.sql.DataSource;

/** What is asked before a tenant's work begins: whether the inspector finds the database's walls standing. */
final class StartUp {

    private static final Severity REFUSED = Severity.HIGH;

    private StartUp() {}

    /**
     * Refuses a database with a finding of severity high or worse, and names them all. By the administrator where there is
     * one; else as the application, to whom the catalogue says the same, and the library which tables are global.
     */
    static void requireWalls(Database database) {
        boolean administered = database.hasAdministrator();
        DataSource source = database.dataSource(administered ? Role.ADMIN : Role.APP);
        Decisions declared = (administered
                        ? GlobalTables.declaredBy(source)
                        : GlobalTables.knownToTheApplication(source))
                .orElse(Decisions.none());
        Report report = Inspector.inspect(
                source, Options.guess().withApplicationRoles(Roles.APP).withDecisions(declared));
        List<Finding> refused = report.findings().stream()
                .filter(f -> f.severity().compareTo(REFUSED) >= 0)
                .toList();
        if (!refused.isEmpty()) {
            throw new BrokenWalls(refused);
        }
    }
}
