package io.partywall.inspector.check.relations;

import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.finding.Severity;

/** B6. */
final class OpenChild extends Check {

    OpenChild() {
        super(
                "B6",
                Severity.CRITICAL,
                "an inheriting table that can be read around its parent",
                "Policies are not inherited: whoever names the inheriting table itself sees the rows of every tenant"
                        + " in it.");
    }

    @Override
    public void inspect(Database db, Findings findings) {

        db.catalogue().relations().stream()
                .filter(table -> !table.partition() && !table.parents().isEmpty())
                .filter(table -> Parts.isOpen(db, table))
                .forEach(table -> findings.add(
                        table.sql(),
                        "row-level security is off for the child itself, and " + Database.names(db.reaching(table))
                                + " may reach it without its parent",
                        table.query(),
                        Parts.remedy(db, table)));
    }
}
