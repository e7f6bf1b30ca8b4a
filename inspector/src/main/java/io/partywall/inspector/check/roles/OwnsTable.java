package io.partywall.inspector.check.roles;

import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.finding.Severity;

/** A5. */
final class OwnsTable extends Check {

    OwnsTable() {
        super(
                "A5",
                Severity.HIGH,
                "the application owns a table of tenants",
                "An owner may switch row security off, drop the policies, and grant the table to anybody: one injected"
                        + " statement away.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        Ownership.owned(db, table -> table.forced() || !table.rowSecurity())
                .forEach((table, family) -> findings.add(
                        table.sql(),
                        Ownership.said(db, table.owner()),
                        table.query(),
                        Ownership.remedy(
                                db,
                                table.owner(),
                                Ownership.given(db, family, t -> "table " + t.sql()),
                                "grant select, insert, update, delete on " + table.sql() + " to %s")));
    }
}
