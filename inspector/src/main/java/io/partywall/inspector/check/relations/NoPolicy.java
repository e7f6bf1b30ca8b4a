package io.partywall.inspector.check.relations;

import io.partywall.inspector.catalogue.Relation;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.check.Walls;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;

/** B3. */
final class NoPolicy extends Check {

    NoPolicy() {
        super(
                "B3",
                Severity.MEDIUM,
                "row-level security without a policy",
                "Every row is hidden from everybody: an outage that invites somebody to switch row-level security"
                        + " off.");
    }

    @Override
    public void inspect(Database db, Findings findings) {

        db.catalogue().relations().stream()
                .filter(table -> table.isTable() && !table.ofExtension())
                .filter(table ->
                        table.rowSecurity() && db.catalogue().policies(table).isEmpty())
                .filter(table -> db.reaching(table).stream().anyMatch(role -> db.isBound(table, role)))
                .forEach(table -> findings.add(
                        table.sql(),
                        "row-level security is on without any policy, and " + Database.names(db.reaching(table))
                                + " may reach it",
                        table.query(),
                        remedy(db, table)));
    }

    /** A part needs no grant of its own: whoever reads it through its parent asks for the parent's. */
    private static Remedy remedy(Database db, Relation table) {
        if (!table.parents().isEmpty() && Access.isGranted(db, table)) {
            return Remedy.mechanical(Step.GRANTS, Access.revoke(db, table));
        }
        return db.isTenantTable(table)
                ? Remedy.decide(
                        Step.POLICIES,
                        "Let the application see its tenant's rows, or revoke what it was granted.",
                        Walls.policy(db, table, "tenant_isolation", "permissive"),
                        Walls.policy(db, table, "tenant_floor", "restrictive"))
                : Remedy.decide(
                        Step.GRANTS,
                        "Write the policy that was meant, or revoke what the application was granted.",
                        Access.revoke(db, table));
    }
}
