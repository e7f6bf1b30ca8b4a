package io.partywall.inspector.check.relations;

import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.check.Walls;
import io.partywall.inspector.finding.Severity;

/** B1. */
final class NoRowSecurity extends Check {

    NoRowSecurity() {
        super(
                "B1",
                Severity.CRITICAL,
                "a tenant table without row-level security",
                "Whoever may read or write the table reads and writes the rows of every tenant: "
                        + "only the application's own conditions stand between them.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        db.wholeTenantTables()
                .filter(table -> !table.rowSecurity())
                .filter(table -> db.catalogue().policies(table).isEmpty())
                .filter(table -> !db.reaching(table).isEmpty())
                .forEach(table -> findings.add(
                        table.sql(),
                        "row-level security is off, and " + Database.names(db.reaching(table)) + " may reach it",
                        table.query(),
                        Walls.remedy(db, table)));
    }
}
