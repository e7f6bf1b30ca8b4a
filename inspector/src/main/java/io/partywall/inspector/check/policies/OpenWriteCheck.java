package io.partywall.inspector.check.policies;

import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Policies;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;

/** C7. */
final class OpenWriteCheck extends OpenPolicyCheck {

    OpenWriteCheck() {
        super(
                "C7",
                Severity.CRITICAL,
                "rows can be written into another tenant",
                "WITH CHECK alone decides what may be written where it is given: USING is not asked for new rows.");
    }

    @Override
    Remedy remedy(Database db, OpenPolicy open) {
        return Remedy.mechanical(Step.POLICIES, strict(db, open));
    }

    /** What is written has to be the tenant's own; what is seen stays. */
    static String strict(Database db, OpenPolicy open) {
        return Policies.alter(db, open.policy()) + " with check ("
                + db.tenantPredicate(Policies.table(db, open.policy())) + ")";
    }
}
