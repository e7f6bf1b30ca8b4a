package io.partywall.inspector.check.policies;

import io.partywall.inspector.check.Database;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;

/** C18. */
final class LiteralTenant extends OpenPolicyCheck {

    LiteralTenant() {
        super(
                "C18",
                Severity.HIGH,
                "a tenant written into a policy",
                "The rows of that tenant are open to everybody, and whoever becomes that tenant later gives them"
                        + " away.");
    }

    @Override
    Remedy remedy(Database db, OpenPolicy open) {
        return Remedy.decide(
                Step.POLICIES,
                "Ask for the tenant alone; copy what everybody should see into each tenant, or keep it in a table"
                        + " without tenants.",
                askTenant(db, open));
    }
}
