package io.partywall.inspector.check.roles;

import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.check.Walls;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;

/** A4. */
final class OwnsUnforcedTable extends Check {

    OwnsUnforcedTable() {
        super(
                "A4",
                Severity.CRITICAL,
                "the application owns a table whose row security is not forced",
                "Policies are not asked for a table's owner, nor for who inherits from the owner, unless FORCE is on:"
                        + " the application sees the rows of every tenant.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        Ownership.owned(db, table -> table.rowSecurity() && !table.forced())
                .forEach((table, family) -> findings.add(
                        table.sql(),
                        "row security is on but not forced, and " + Ownership.said(db, table.owner()),
                        table.query(),
                        Remedy.mechanical(
                                Step.ROW_SECURITY,
                                family.stream().map(Walls::force).toArray(String[]::new))));
    }
}
