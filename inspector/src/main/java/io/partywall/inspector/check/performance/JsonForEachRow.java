package io.partywall.inspector.check.performance;

import io.partywall.inspector.check.Check;
import io.partywall.inspector.check.Database;
import io.partywall.inspector.check.Findings;
import io.partywall.inspector.check.Improvement;
import io.partywall.inspector.check.Policies;
import io.partywall.inspector.finding.Severity;

/** P8. */
final class JsonForEachRow extends Check {

    JsonForEachRow() {
        super(
                "P8",
                Severity.MEDIUM,
                "JSON parsed for every row",
                "Outside a sub-select the claims are parsed again for each row.");
    }

    @Override
    public void inspect(Database db, Findings findings) {
        Policies.asked(db)
                .filter(p -> Improvement.parsesJson(db, p))
                .forEach(p -> findings.add(
                        Policies.object(db, p),
                        "the context is parsed as JSON outside a sub-select",
                        Policies.query(db, p),
                        Improvement.remedy(db, p)));
    }
}
