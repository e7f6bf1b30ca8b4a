package io.partywall.inspector.check.relations;

import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.check.Walls;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;
import java.util.stream.Stream;

/** B4. */
final class NotForced extends Check {

    NotForced() {
        super(
                "B4",
                Severity.MEDIUM,
                "row-level security that does not bind the owner",
                "Whoever acts as the owner, in a migration, a view or a SECURITY DEFINER function, sees every tenant.");
    }

    @Override
    public void inspect(Database db, Findings findings) {

        Stream.concat(db.tenantTables(), db.root().stream())
                .filter(table -> table.rowSecurity() && !table.forced())
                .filter(table -> !db.catalogue().role(table.owner()).unbound())
                .filter(table -> db.application().stream().noneMatch(role -> role.owns(table)))
                .filter(table ->
                        table.parents().isEmpty() || !db.reaching(table).isEmpty())
                .forEach(table -> findings.add(
                        table.sql(),
                        "row-level security does not bind its owner "
                                + db.catalogue().role(table.owner()).name(),
                        table.query(),
                        Remedy.mechanical(Step.ROW_SECURITY, Walls.force(table))));
    }
}
