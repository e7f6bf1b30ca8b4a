package io.partywall.inspector.check.relations;

import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.catalogue.Standing;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.check.Walls;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;
import java.util.List;

/** B2. */
final class PoliciesSwitchedOff extends Check {

    PoliciesSwitchedOff() {
        super(
                "B2",
                Severity.CRITICAL,
                "policies that are not in force",
                "Policies are written but row-level security is off, so nobody asks them: the table looks walled and"
                        + " is open.");
    }

    @Override
    public void inspect(Database db, Findings findings) {

        db.catalogue().relations().stream()
                .filter(table -> table.isTable()
                        && !table.ofExtension()
                        && table.parents().isEmpty())
                .filter(table -> !table.rowSecurity() && !db.isGlobal(table))
                .filter(table -> !db.catalogue().policies(table).isEmpty())
                .forEach(table -> add(db, table, findings));
    }

    private static void add(Database db, Relation table, Findings findings) {
        List<Standing> reaching = db.reaching(table);
        String who = reaching.isEmpty()
                ? "though out of the application's reach"
                : "and " + Database.names(reaching) + " may reach it";
        findings.add(
                reaching.isEmpty() ? Severity.MEDIUM : Severity.CRITICAL,
                table.sql(),
                "has policies, but row-level security is off, " + who,
                table.query(),
                Remedy.mechanical(Step.ROW_SECURITY, Walls.enable(table), Walls.force(table)));
    }
}
