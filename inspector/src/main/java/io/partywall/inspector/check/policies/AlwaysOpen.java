package io.partywall.inspector.check.policies;

import io.partywall.inspector.check.Database;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;

/** C1. */
final class AlwaysOpen extends OpenPolicyCheck {

    AlwaysOpen() {
        super(
                "C1",
                Severity.CRITICAL,
                "a policy that is true for other tenants' rows",
                "Policies of a command are joined by OR: where one of them can be true whatever the tenant, the others"
                        + " do not count.");
    }

    @Override
    Remedy remedy(Database db, OpenPolicy open) {
        return Remedy.decide(
                Step.POLICIES,
                "Let it ask for the tenant; drop it where another policy of the command does so already; declare the"
                        + " table global where its rows are meant for everybody.",
                askTenant(db, open));
    }
}
