package io.partywall.inspector.check.relations;

import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.finding.Severity;

/** B5. */
final class OpenPartition extends Check {

    OpenPartition() {
        super(
                "B5",
                Severity.CRITICAL,
                "a partition that can be read around its parent",
                "Policies of a partitioned table are asked only where it is named itself: whoever names the partition"
                        + " sees the rows of every tenant in it.");
    }

    @Override
    public void inspect(Database db, Findings findings) {

        db.catalogue().relations().stream()
                .filter(table -> table.partition())
                .filter(table -> Parts.isOpen(db, table))
                .forEach(table -> findings.add(
                        table.sql(),
                        "row-level security is off for the partition itself, and " + Database.names(db.reaching(table))
                                + " may reach it without its parent",
                        table.query(),
                        Parts.remedy(db, table)));
    }
}
