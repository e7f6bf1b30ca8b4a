package io.partywall.inspector.check.policies;

import io.partywall.inspector.check.Database;
import io.partywall.inspector.finding.Remedy;
import io.partywall.inspector.finding.Severity;
import io.partywall.inspector.finding.Step;

/** C17. */
final class PatternAsContext extends OpenPolicyCheck {

    PatternAsContext() {
        super(
                "C17",
                Severity.HIGH,
                "the context is taken for a pattern",
                "A context of % or .* matches every tenant, and one tenant name may be the beginning of another.");
    }

    @Override
    Remedy remedy(Database db, OpenPolicy open) {
        return Remedy.decide(
                Step.POLICIES,
                "Compare by equality; where tenants form a tree, keep the ancestors in a table and look them up.",
                askTenant(db, open));
    }
}
