package io.partywall.inspector.check.policies;

import io.partywall.inspector.check.Database;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;

/** C2. */
final class OtherColumnsOnly extends OpenPolicyCheck {

    OtherColumnsOnly() {
        super(
                "C2",
                Severity.HIGH,
                "a policy that does not ask for the tenant",
                "It lets the rows of every tenant through that fulfil its condition, and there is no other policy for"
                        + " that command.");
    }

    @Override
    Remedy remedy(Database db, OpenPolicy open) {
        return Remedy.decide(
                Step.POLICIES,
                "Ask for the tenant beside the condition, unless a job that works for all tenants needs it: then give"
                        + " that job a role of its own.",
                askTenantToo(db, open));
    }
}
