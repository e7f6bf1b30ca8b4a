package io.partywall.inspector.check.relations;

import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;

/** B13. */
final class ForeignRows extends Check {

    ForeignRows() {
        super(
                "B13",
                Severity.HIGH,
                "a foreign table of tenants' rows",
                "A foreign table cannot have policies: what the remote server gives to the mapped user, the"
                        + " application reads, of every tenant.");
    }

    @Override
    public void inspect(Database db, Findings findings) {

        db.catalogue().relations().stream()
                .filter(table -> table.kind() == Relation.Kind.FOREIGN_TABLE && db.hasTenantColumn(table.oid()))
                .filter(table -> !db.isGlobal(table) && !db.reaching(table).isEmpty())
                .forEach(table -> findings.add(
                        table.sql(),
                        "is a foreign table with " + db.tenantColumn() + ", and " + Database.names(db.reaching(table))
                                + " may reach it",
                        table.query(),
                        Remedy.decide(
                                Step.GRANTS,
                                "Give the application a view over it whose WHERE names the tenant, with"
                                        + " security_barrier, or let the remote server tell tenants apart.",
                                Access.revoke(db, table))));
    }
}
