package io.partywall.inspector.check.roles;

import io.partywall.inspector.catalogue.Role;
import io.partywall.inspector.catalogue.Sql;
import io.partywall.inspector.catalogue.Standing;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;

/** A2. */
final class BypassesRowSecurity extends Check {

    BypassesRowSecurity() {
        super(
                "A2",
                Severity.CRITICAL,
                "the application has BYPASSRLS",
                "Policies are not asked for such a role: it sees and changes the rows of every tenant.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        db.application().stream()
                .map(Standing::role)
                .filter(Role::bypassRowSecurity)
                .forEach(role -> findings.add(
                        role.object(),
                        role.name() + " has BYPASSRLS",
                        "select rolname, rolbypassrls from pg_roles where rolname = " + Sql.literal(role.name()),
                        Remedy.mechanical(Step.ROLES, "alter role " + role.sql() + " nobypassrls")));
    }
}
