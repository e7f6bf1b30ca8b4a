package io.partywall.inspector.check.relations;

import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;

/** B16. */
final class UnwalledCopy extends Check {

    UnwalledCopy() {
        super(
                "B16",
                Severity.HIGH,
                "a copy of a tenant table without its wall",
                "A copy has the rows of every tenant, but neither the policies nor the tenant of the table that it was"
                        + " made from.");
    }

    @Override
    public void inspect(Database db, Findings findings) {

        Unowned.tables(db)
                .forEach(table -> Unowned.original(db, table)
                        .ifPresent(original -> findings.add(
                                table.sql(),
                                "has the columns of " + original.sql() + " but not " + db.tenantColumn() + ", and "
                                        + Database.names(Unowned.readers(db, table)) + " may reach it",
                                table.query(),
                                Remedy.decide(
                                        Step.GRANTS,
                                        "Take it away from the application; drop it when nobody needs it.",
                                        Access.revoke(db, table)))));
    }
}
