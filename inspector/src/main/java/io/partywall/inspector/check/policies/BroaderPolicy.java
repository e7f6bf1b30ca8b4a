package io.partywall.inspector.check.policies;

import io.partywall.inspector.check.Database;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;

/** C3. */
final class BroaderPolicy extends OpenPolicyCheck {

    BroaderPolicy() {
        super(
                "C3",
                Severity.HIGH,
                "a broader policy beside the one that confines",
                "Permissive policies are joined by OR: this one lets rows of every tenant through that fulfil its"
                        + " condition.");
    }

    @Override
    Remedy remedy(Database db, OpenPolicy open) {
        return Remedy.decide(
                Step.POLICIES,
                "Ask for the tenant beside the condition; where the rows are public on purpose, move them to a table"
                        + " of their own.",
                askTenantToo(db, open));
    }
}
