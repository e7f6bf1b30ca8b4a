package io.partywall.inspector.check.policies;

import io.partywall.inspector.check.Database;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;

/** C12. */
final class BypassSetting extends OpenPolicyCheck {

    BypassSetting() {
        super(
                "C12",
                Severity.CRITICAL,
                "a policy that a setting of the session opens",
                "Any session may set such a setting for itself; one injected statement is enough to see every tenant.");
    }

    @Override
    Remedy remedy(Database db, OpenPolicy open) {
        return Remedy.decide(
                Step.POLICIES,
                "Ask for the tenant alone, and give those who have to see all tenants a role of their own, with"
                        + " policies of its own or BYPASSRLS.",
                askTenant(db, open));
    }
}
