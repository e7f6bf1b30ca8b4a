package io.partywall.inspector.check.roles;

import io.partywall.inspector.catalogue.Role;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;

/** A8. */
final class CreatesRoles extends Check {

    private static final int ADMIN_OPTION_NEEDED = 16;

    CreatesRoles() {
        super(
                "A8",
                Severity.MEDIUM,
                "the application has CREATEROLE",
                "Before PostgreSQL 16 such a role may make itself a member of any role but a superuser, of the tables'"
                        + " owner too; since then of those that it made.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        Severity severity = db.server().major() < ADMIN_OPTION_NEEDED ? Severity.CRITICAL : Severity.MEDIUM;
        Attributes.of(db, Role::createRole)
                .forEach((app, holders) -> findings.add(
                        severity,
                        app.role().object(),
                        Attributes.said(app, holders, "CREATEROLE"),
                        Attributes.query(db, app, "rolcreaterole"),
                        Remedy.decide(
                                Step.ROLES,
                                "Where the application makes roles for tenants, let another login do that.",
                                Attributes.without(holders, "nocreaterole"))));
    }
}
