package io.partywall.inspector.check.policies;

import io.partywall.inspector.check.Database;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;

/** C8. */
final class RowsCanBeMoved extends OpenPolicyCheck {

    RowsCanBeMoved() {
        super(
                "C8",
                Severity.CRITICAL,
                "rows can be moved to another tenant",
                "USING confines which rows may be changed, but WITH CHECK, which is asked of the changed row, lets any"
                        + " tenant pass.");
    }

    @Override
    Remedy remedy(Database db, OpenPolicy open) {
        return Remedy.mechanical(Step.POLICIES, OpenWriteCheck.strict(db, open));
    }
}
