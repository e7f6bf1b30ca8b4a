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

/** A1. */
final class Superuser extends Check {

    Superuser() {
        super(
                "A1",
                Severity.CRITICAL,
                "the application is a superuser",
                "No policy, grant or owner binds a superuser: every row of every tenant is his, and so is the server.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        db.everyApplication().stream()
                .map(Standing::role)
                .filter(Role::superuser)
                .forEach(role -> findings.add(
                        role.object(),
                        role.name() + " is a superuser",
                        "select rolname, rolsuper from pg_roles where rolname = " + Sql.literal(role.name()),
                        Remedy.decide(
                                Step.ROLES,
                                "Give the application a login of its own that owns nothing; keep this one for"
                                        + " administration.",
                                "alter role " + role.sql()
                                        + " nosuperuser nobypassrls nocreaterole nocreatedb noreplication")));
    }
}
