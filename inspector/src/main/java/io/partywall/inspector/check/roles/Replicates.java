package io.partywall.inspector.check.roles;

import io.partywall.inspector.catalogue.Role;
import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;
import java.util.List;

/** A9. */
final class Replicates extends Check {

    Replicates() {
        super(
                "A9",
                Severity.CRITICAL,
                "the application has REPLICATION",
                "Logical decoding and base backups contain the rows of every tenant, and no policy is asked.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        Attributes.of(db, Role::replication)
                .forEach((app, holders) -> findings.add(
                        app.role().object(),
                        Attributes.said(app, holders, "REPLICATION"),
                        Attributes.query(db, app, "rolreplication"),
                        holders.equals(List.of(app.role()))
                                ? Remedy.mechanical(Step.ROLES, Attributes.without(holders, "noreplication"))
                                : Remedy.decide(
                                        Step.ROLES,
                                        "Take the application out of the role that replicates, or the right from it.",
                                        Attributes.without(holders, "noreplication"))));
    }
}
