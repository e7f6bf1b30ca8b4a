package io.partywall.inspector.check.policies;

import io.partywall.inspector.check.Database;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;

/** C13. */
final class OpenWithoutContext extends OpenPolicyCheck {

    OpenWithoutContext() {
        super(
                "C13",
                Severity.CRITICAL,
                "a policy that is open while no context is set",
                "A forgotten or failed set_config then shows every tenant instead of nobody.");
    }

    @Override
    Remedy remedy(Database db, OpenPolicy open) {
        return Remedy.decide(
                Step.POLICIES,
                "Ask for the tenant alone, so that no context means no rows; give jobs over all tenants a role of"
                        + " their own.",
                askTenant(db, open));
    }
}
